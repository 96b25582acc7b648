"""Mail still to send: written in the transaction that causes it, sent by the worker, at least once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from sqlalchemy import Index, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, sessionmaker

from cityshop.core.codes import new_token
from cityshop.core.db import Base

LEASE = timedelta(minutes=2)
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=2)
MOST_TRIES = 12
KEPT_AFTER_SENDING = timedelta(days=1)


class OutgoingMail(Base):
    """A mail. Its text is blanked once it is sent, the row goes a day later."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "sent_at", "not_before"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    last_error: Mapped[str] = mapped_column(default="")


@dataclass(frozen=True)
class Letter:
    """What a feature wants to say; `recipient` is the address as it was typed."""

    recipient: str
    subject: str
    text: str


def post(session: Session, letter: Letter, *, now: datetime) -> OutgoingMail:
    """Put a letter in the outbox, in the caller's transaction."""
    mail = OutgoingMail(
        message_id=new_token(),
        recipient=_one_line(letter.recipient),
        subject=_one_line(letter.subject),
        text=letter.text,
        created_at=now,
        not_before=now,
    )
    session.add(mail)
    session.flush()
    return mail


def letters_to(session: Session, recipient: str, *, limit: int = 20) -> Sequence[OutgoingMail]:
    """The newest mails to an address first, for the sample site."""
    mine = select(OutgoingMail).where(OutgoingMail.recipient == recipient)
    return session.scalars(mine.order_by(OutgoingMail.id.desc()).limit(limit)).all()


def latest_letters(session: Session, *, limit: int = 50) -> Sequence[OutgoingMail]:
    """The newest mails to anybody first, for the sample site."""
    return session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(limit)).all()


def send_due(
    sessions: sessionmaker[Session], send: Callable[[EmailMessage], None], *, sender: str, now: datetime
) -> int:
    """Send what is due, one short transaction before and after each mail; returns how many went out.

    A crash between sending and noting it sends the mail again with the same Message-ID: at least once.
    """
    sent = 0
    for mail_id in _due_ids(sessions, now):
        mail = _lease(sessions, mail_id, now)
        if mail is not None and _try_to_send(sessions, send, message_of(mail, sender), mail, now):
            sent += 1
    return sent


def forget_sent(session: Session, *, now: datetime) -> int:
    """Erase what was sent more than a day ago; returns how many rows went."""
    old = delete(OutgoingMail).where(OutgoingMail.sent_at < now - KEPT_AFTER_SENDING)
    return session.execute(old).rowcount  # type: ignore[attr-defined,no-any-return]


def message_of(mail: OutgoingMail, sender: str) -> EmailMessage:
    """The mail as it travels, plain text only, with a Message-ID that stays the same over tries."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{mail.message_id}@{sender.rpartition('@')[2].rstrip('>')}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message


def _due_ids(sessions: sessionmaker[Session], now: datetime, limit: int = 200) -> Sequence[int]:
    with sessions() as session:
        due = select(OutgoingMail.id).where(
            OutgoingMail.sent_at.is_(None), OutgoingMail.not_before <= now, OutgoingMail.tries < MOST_TRIES
        )
        return session.scalars(due.order_by(OutgoingMail.not_before, OutgoingMail.id).limit(limit)).all()


def _lease(sessions: sessionmaker[Session], mail_id: int, now: datetime) -> OutgoingMail | None:
    """Take the mail for two minutes, so that two workers do not send it at once."""
    with sessions.begin() as session:
        return session.scalar(
            update(OutgoingMail)
            .where(OutgoingMail.id == mail_id, OutgoingMail.sent_at.is_(None), OutgoingMail.not_before <= now)
            .values(not_before=now + LEASE, tries=OutgoingMail.tries + 1)
            .returning(OutgoingMail)
        )


def _try_to_send(
    sessions: sessionmaker[Session],
    send: Callable[[EmailMessage], None],
    message: EmailMessage,
    mail: OutgoingMail,
    now: datetime,
) -> bool:
    try:
        send(message)
    except OSError as error:  # smtplib's errors are OSErrors too
        wait = min(FIRST_RETRY * 2 ** (mail.tries - 1), LONGEST_RETRY)
        _note(sessions, mail.id, not_before=now + wait, last_error=type(error).__name__)
        return False
    _note(sessions, mail.id, sent_at=now, text="", last_error="")
    return True


def _note(sessions: sessionmaker[Session], mail_id: int, **facts: object) -> None:
    with sessions.begin() as session:
        session.execute(update(OutgoingMail).where(OutgoingMail.id == mail_id).values(**facts))


def _one_line(text: str) -> str:
    """No line breaks in headers: they would let somebody add headers of their own."""
    return " ".join(text.split())
