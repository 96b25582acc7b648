"""The postman: takes a batch of due mail out of the outbox, has it carried, notes what became of each.

Two short transactions a batch, however many mails are in it, and no lock while the mail server is talking.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from email.message import Message
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session, sessionmaker

from cityshop.core.outbox import MOST_TRIES, OutgoingMail, due, message_of

BATCH = 100
LEASE = timedelta(minutes=2)
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=2)

_outbox = cast("Table", OutgoingMail.__table__)


class Fate(StrEnum):
    """What became of a mail: the server took it, not now, never, or we did not get to it."""

    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"
    UNTRIED = "untried"


@dataclass(frozen=True)
class Outcome:
    fate: Fate
    error: str = ""


_UNWRITABLE = Outcome(Fate.REFUSED, "Unwritable")

# Carries mails to a server and says what became of each, in the same order.
Carry = Callable[[Sequence[Message]], Sequence[Outcome]]


def send_due(sessions: sessionmaker[Session], carry: Carry, *, sender: str, now: datetime) -> int:
    """Send one batch of what is due; returns how many mails the server took.

    A crash between carrying and noting sends those mails again with the same Message-ID: at least once.
    """
    mails = _lease(sessions, now)
    if not mails:
        return 0
    by_fate: dict[Fate, list[tuple[OutgoingMail, Outcome]]] = {fate: [] for fate in Fate}
    written = {mail: message for mail in mails if (message := _written(mail, sender)) is not None}
    outcomes = dict(zip(written, carry([*written.values()]), strict=True))
    for mail in mails:
        outcome = outcomes.get(mail, _UNWRITABLE)
        by_fate[outcome.fate].append((mail, outcome))
    with sessions.begin() as session:
        _note_taken(session, by_fate[Fate.TAKEN], now)
        _put_back(session, by_fate[Fate.UNTRIED], now)
        _note_failures(session, [*by_fate[Fate.LATER], *by_fate[Fate.REFUSED]], now)
    return len(by_fate[Fate.TAKEN])


def _written(mail: OutgoingMail, sender: str) -> Message | None:
    """The mail as it travels; None for one that cannot be written, which must not hold up the others."""
    try:
        return message_of(mail, sender)
    except (MessageError, ValueError):
        return None


def _lease(sessions: sessionmaker[Session], now: datetime) -> Sequence[OutgoingMail]:
    """Take a batch for two minutes, so that two workers never carry one mail at the same time."""
    free = due(now).limit(BATCH).with_for_update(skip_locked=True).cte("free")
    taking = (
        update(OutgoingMail)
        .where(OutgoingMail.id.in_(select(free.c.id)))
        .values(not_before=now + LEASE, tries=OutgoingMail.tries + 1)
        .returning(OutgoingMail)
        .execution_options(synchronize_session=False)
    )
    with sessions.begin() as session:
        mails = session.scalars(taking).all()
    return sorted(mails, key=lambda mail: mail.id)


def _note_taken(session: Session, taken: Iterable[tuple[OutgoingMail, Outcome]], now: datetime) -> None:
    ids = [mail.id for mail, _ in taken]
    if ids:
        noted = update(_outbox).where(_outbox.c.id.in_(ids))
        session.execute(noted.values(sent_at=now, text="", last_error=""))


def _put_back(session: Session, untried: Iterable[tuple[OutgoingMail, Outcome]], now: datetime) -> None:
    """Not the mail's fault: it is due again at once, and this was no try."""
    ids = [mail.id for mail, _ in untried]
    if ids:
        returned = update(_outbox).where(_outbox.c.id.in_(ids))
        session.execute(returned.values(not_before=now, tries=_outbox.c.tries - 1))


def _note_failures(session: Session, failed: Iterable[tuple[OutgoingMail, Outcome]], now: datetime) -> None:
    rows = [_failure(mail, outcome, now) for mail, outcome in failed]
    if rows:
        noted = update(_outbox).where(_outbox.c.id == bindparam("mail_id"))
        session.connection().execute(noted, rows)


def _failure(mail: OutgoingMail, outcome: Outcome, now: datetime) -> Mapping[str, Any]:
    """Later and later again; what the server will never take is given up."""
    wait = min(FIRST_RETRY * 2 ** (mail.tries - 1), LONGEST_RETRY)
    tries = MOST_TRIES if outcome.fate is Fate.REFUSED else mail.tries
    return {"mail_id": mail.id, "not_before": now + wait, "tries": tries, "last_error": outcome.error}
