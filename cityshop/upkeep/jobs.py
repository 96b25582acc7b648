"""What falls due: the monthly question, how its mails fared, mailboxes that must go. Twice does no harm."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from cityshop.core.db import Database, Session, choose_city
from cityshop.core.outbox import Letter
from cityshop.places.models import Place
from cityshop.upkeep.models import MonthlyAsk
from cityshop.upkeep.monthly import Mailbox, ask, note_deliveries, places_to_ask
from cityshop.upkeep.queries import place_by_id
from cityshop.upkeep.reporting import forget_mailboxes
from cityshop.upkeep.tokens import mailbox_digest


@dataclass(frozen=True)
class Asking:
    """How the question is written, and the site's secret, which signs its links."""

    write: Callable[[Session, MonthlyAsk, Mailbox], Letter]
    secret: str


def ask_about_places(database: Database, asking: Asking, *, now: datetime) -> int:
    """Ask about the places that are due, each in a transaction of its own; gives how many mails went out."""
    with database.reads() as session:
        due = places_to_ask(session, now=now)
    return sum(_ask_about(database, place, asking, now) for place in due)


def tidy_upkeep(session: Session, *, now: datetime) -> None:
    """Before the outbox forgets: how the mails fared; and mailboxes that were kept long enough."""
    note_deliveries(session)
    forget_mailboxes(session, now=now)


def _ask_about(database: Database, due: Place, asking: Asking, now: datetime) -> int:
    with database.writes.begin() as session:
        choose_city(session, due.city_id)
        place = place_by_id(session, due.id)
        if place is None:
            return 0
        write, digest = partial(asking.write, session), partial(mailbox_digest, secret=asking.secret)
        return int(ask(session, place, write=write, digest=digest, now=now) is not None)
