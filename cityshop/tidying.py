"""What the worker erases because we promised not to keep it. Each by itself: what fails keeps no other."""

from collections.abc import Callable
from datetime import datetime

from cityshop.accounts.services import forget_old_sign_ins
from cityshop.agenda.jobs import forget_old_events
from cityshop.brags.services import forget_expired_requests
from cityshop.core import clock
from cityshop.core.db import Database, Session
from cityshop.core.mishaps import surviving
from cityshop.core.outbox import forget_sent
from cityshop.core.pictures import forget_unclaimed_pictures
from cityshop.core.throttle import forget_old_attempts
from cityshop.elections.proof_of_work import forget_spent_work
from cityshop.elections.services import forget_expired_challenges
from cityshop.fairness.forgetting import forget_addresses, forget_signals
from cityshop.imports.jobs import forget_unfinished_imports
from cityshop.mondays.services import note_deliveries
from cityshop.nominations.forgetting import forget_nominations
from cityshop.offers.jobs import end_vouchers, forget_postal_codes
from cityshop.prizes.jobs import tidy_prizes
from cityshop.settings import Settings
from cityshop.upkeep.jobs import tidy_upkeep
from cityshop.weekends.jobs import close_due_editions, tidy_weekends


def note_mails(session: Session, *, now: datetime) -> None:
    """Note how mails fared, before those that were sent are forgotten."""
    tidy_upkeep(session, now=now)
    tidy_weekends(session, now=now)
    note_deliveries(session)


def forget_voters(session: Session, *, now: datetime) -> None:
    """What the fairness desk may keep only so long."""
    forget_addresses(session, now=now)
    forget_signals(session, now=now)


FORGETTING: tuple[Callable[..., object], ...] = (
    note_mails,
    forget_sent,
    forget_old_attempts,
    forget_unclaimed_pictures,
    forget_expired_challenges,
    forget_expired_requests,
    forget_old_sign_ins,
    forget_spent_work,
    forget_voters,
    forget_nominations,
    forget_old_events,
)


def tidy(database: Database, settings: Settings) -> None:
    """Erase what has no job of its own, a transaction for each."""
    now = clock.utc_now()

    def look_after_prizes(session: Session, *, now: datetime) -> None:
        tidy_prizes(session, keys_folder=settings.keys_folder, now=now)

    for forget in (look_after_prizes, *FORGETTING):
        _in_a_transaction(database, forget, now)
    surviving(forget_unfinished_imports)(database)


def lapse_vouchers(database: Database) -> None:
    """Let vouchers whose terms ended go back to the stock."""
    end_vouchers(database, now=clock.utc_now())


def close_editions(database: Database) -> None:
    """Freeze the reports of weekends that nobody closed."""
    close_due_editions(database, now=clock.utc_now())


def erase_postal_codes(database: Database) -> None:
    """Erase postal codes a month after their campaign; reports that count them are frozen before."""
    surviving(close_editions)(database)
    forget_postal_codes(database, now=clock.utc_now())


def _in_a_transaction(database: Database, forget: Callable[..., object], now: datetime) -> None:
    def job() -> None:
        with database.writes.begin() as session:
            forget(session, now=now)

    job.__name__ = forget.__name__
    surviving(job)()
