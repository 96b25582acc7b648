"""What falls due with prizes: seeds taken over, links that lapsed, lists that must go. Twice does no harm."""

import logging
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from cityshop.core.db import choose_city, renew_public_pages
from cityshop.core.journal import Happening, record
from cityshop.elections.models import Contest
from cityshop.prizes import queries
from cityshop.prizes.models import Prize, PrizeEntry
from cityshop.prizes.rules import UNCONFIRMED_KEPT, are_entries_due
from cityshop.prizes.services import seed_of

log = logging.getLogger(__name__)


def tidy_prizes(session: Session, *, keys_folder: Path, now: datetime) -> None:
    """Everything that is due in every city."""
    forget_unconfirmed(session, now=now)
    for prize, contest in queries.prizes_to_look_after(session):
        choose_city(session, prize.city_id)
        _keep_seed(session, prize, contest, keys_folder)
        if are_entries_due(drawn_at=prize.drawn_at, closes_at=contest.closes_at, now=now):
            _erase_list(session, prize, now)


def forget_unconfirmed(session: Session, *, now: datetime) -> None:
    """Erase who asked to take part and did not press the button within a day."""
    old = (PrizeEntry.is_confirmed.is_(False), PrizeEntry.asked_at <= now - UNCONFIRMED_KEPT)
    session.execute(delete(PrizeEntry).where(*old))


def _keep_seed(session: Session, prize: Prize, contest: Contest, keys_folder: Path) -> None:
    """Once voting is over the seed must outlive the key, which sealing destroys."""
    if prize.seed or contest.state not in queries.OVER:
        return
    seed = seed_of(contest, prize, keys_folder=keys_folder)
    if not seed:
        log.error("contest=%s has a prize and no key to take its seed from", contest.id)
        return
    session.execute(update(Prize).where(Prize.contest_id == contest.id, Prize.seed == "").values(seed=seed))


def _erase_list(session: Session, prize: Prize, now: datetime) -> None:
    erased = session.scalars(
        delete(PrizeEntry).where(PrizeEntry.contest_id == prize.contest_id).returning(PrizeEntry.id)
    ).all()
    session.execute(update(Prize).where(Prize.contest_id == prize.contest_id).values(erased_at=now))
    renew_public_pages(session, prize.city_id)
    subject = f"contest {prize.contest_id}"
    record(session, Happening.OPT_INS_ERASED, subject, account_id=None, now=now, note=str(len(erased)))
