"""Mail still to send: written in the transaction that causes it, sent by the worker, at least once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any

from sqlalchemy import Index, Select, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cityshop.core.codes import new_token
from cityshop.core.db import Base

MOST_TRIES = 12
KEPT_FOR = timedelta(days=1)

_UTF8_IN_ASCII = Charset("utf-8")
_UTF8_IN_ASCII.body_encoding = QP


class OutgoingMail(Base):
    """A mail. Its text is blanked once it is sent; the row, and the address in it, goes within a day."""

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
    mail = OutgoingMail(**_row(letter, now))
    session.add(mail)
    session.flush()
    return mail


def post_many(session: Session, letters: Sequence[Letter], *, now: datetime) -> Sequence[str]:
    """Put letters in the outbox with one statement, in the caller's transaction; gives their message ids."""
    rows = [_row(letter, now) for letter in letters]
    if rows:
        session.execute(insert(OutgoingMail), rows)
    return [row["message_id"] for row in rows]


def letters_to(session: Session, recipient: str, *, limit: int = 20) -> Sequence[OutgoingMail]:
    """The newest mails to an address first, for the sample site."""
    mine = select(OutgoingMail).where(OutgoingMail.recipient == recipient)
    return session.scalars(mine.order_by(OutgoingMail.id.desc()).limit(limit)).all()


def latest_letters(session: Session, *, limit: int = 50) -> Sequence[OutgoingMail]:
    """The newest mails to anybody first, for the sample site."""
    return session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(limit)).all()


def is_anything_due(session: Session, *, now: datetime) -> bool:
    """Whether a mail waits to be sent: a read, so that looking holds up nobody who writes."""
    return session.scalar(due(now).limit(1)) is not None


def due(now: datetime) -> Select[int]:
    """The ids of what should be sent now, what waits longest first."""
    waiting = (
        OutgoingMail.sent_at.is_(None),
        OutgoingMail.not_before <= now,
        OutgoingMail.tries < MOST_TRIES,
    )
    return select(OutgoingMail.id).where(*waiting).order_by(OutgoingMail.not_before, OutgoingMail.id)


def forget_sent(session: Session, *, now: datetime) -> int:
    """Erase what is over for a day, sent or given up, and with it the address; returns how many rows went."""
    is_over = OutgoingMail.sent_at.is_not(None) | (OutgoingMail.tries >= MOST_TRIES)
    old = delete(OutgoingMail).where(is_over, OutgoingMail.created_at < now - KEPT_FOR)
    return session.execute(old).rowcount  # type: ignore[attr-defined,no-any-return]


def message_of(mail: OutgoingMail, sender: str) -> Message:
    """The mail as it travels, plain text in ASCII only, with a Message-ID that stays the same over tries.

    Of Python's two ways to write a mail this is the quick one: the other reads every header it writes.
    """
    message = MIMEText(mail.text, "plain", _UTF8_IN_ASCII)  # type: ignore[arg-type]  # a Charset will do
    message["From"] = formataddr(parseaddr(sender))
    message["To"] = _with_ascii_host(mail.recipient)
    message["Subject"] = _as_header(mail.subject)
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{mail.message_id}@{sender.rpartition('@')[2].rstrip('>')}>"
    message["Auto-Submitted"] = "auto-generated"
    return message


def _row(letter: Letter, now: datetime) -> dict[str, Any]:
    return {
        "message_id": new_token(),
        "recipient": _one_line(letter.recipient),
        "subject": _one_line(letter.subject),
        "text": letter.text,
        "created_at": now,
        "not_before": now,
    }


def _as_header(subject: str) -> str:
    return subject if subject.isascii() else Header(subject, "utf-8", header_name="Subject").encode()


def _with_ascii_host(address: str) -> str:
    """Mail servers know `café.be` as `xn--caf-dma.be`."""
    name, at, host = address.rpartition("@")
    try:
        return f"{name}{at}{host.encode('idna').decode()}"
    except UnicodeError:
        return address


def _one_line(text: str) -> str:
    """No line breaks in headers: they would let somebody add headers of their own."""
    return " ".join(text.split())
