"""Prizes as pages show them, and what they add to the pages of elections."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import g, url_for

from cityshop.core.db import Session
from cityshop.elections.models import Contest, ContestState
from cityshop.elections.pages import ContestPage, contest_page
from cityshop.elections.rules import Timetable, stage
from cityshop.prizes import queries
from cityshop.prizes.models import Prize
from cityshop.prizes.queries import EntryCount
from cityshop.prizes.rules import ENTRIES_ERASED_AFTER_DAYS, TAKES_ENTRIES
from cityshop.web.i18n import own_text
from cityshop.web.parts import Part


@dataclass(frozen=True)
class PrizePage:
    """A prize for everybody. `draw` is empty until there was one; `keeps_until` ends the list."""

    text: str
    question: str
    url: str
    takes_entries: bool
    commitment: str
    drawn_at: datetime | None
    answer: int | None
    winning_answer: int | None
    draw: Mapping[str, str]
    entries: int
    is_erased: bool
    keeps_until: datetime


def prize_page(contest: Contest, prize: Prize, now: datetime) -> PrizePage:
    """A prize ready to show; its seed only once it was drawn."""
    is_drawn = prize.drawn_at is not None
    facts = {"seed": prize.seed, "root": prize.root, "winner": prize.winner, "list_hash": prize.list_hash}
    return PrizePage(
        text=own_text(prize.text),
        question=own_text(prize.question),
        url=url_for("prize.show_prize", contest=contest.slug),
        takes_entries=stage(Timetable.of(contest), now) in TAKES_ENTRIES and not is_drawn,
        commitment=contest.rules.get("prize_commitment", ""),
        drawn_at=prize.drawn_at,
        answer=prize.answer,
        winning_answer=prize.winning_answer,
        draw=facts if is_drawn else {},
        entries=prize.entries,
        is_erased=prize.erased_at is not None,
        keeps_until=(prize.drawn_at or contest.closes_at) + timedelta(days=ENTRIES_ERASED_AFTER_DAYS),
    )


def page_facts(contest: Contest, prize: Prize, now: datetime) -> dict[str, Any]:
    """What every public page of a prize needs."""
    return {"contest": contest_page(contest, now), "prize": prize_page(contest, prize, now)}


@dataclass(frozen=True)
class PrizeDesk:
    """A prize for town hall; `winner_address` until the list is erased."""

    page: PrizePage
    count: EntryCount
    is_over: bool
    winner_address: str


def prize_desk(session: Session, contest: Contest, prize: Prize, now: datetime) -> PrizeDesk:
    """What town hall may know: never an answer before the draw, or it could choose the right one by it."""
    return PrizeDesk(
        page=prize_page(contest, prize, now),
        count=queries.counted_entries(session, contest.id),
        is_over=contest.state in queries.OVER,
        winner_address=queries.address_of(session, contest.id, prize.winner) if prize.winner else "",
    )


def contest_part(session: Session, now: datetime) -> Part | None:
    """On the public page of a vote: what a voter can win."""
    contest: Contest = g.contest
    prize = queries.prize_if_any(session, contest.id)
    if prize is None or contest.state == ContestState.ANNULLED:
        return None
    return Part("prizes/_contest.html", {"prize": prize_page(contest, prize, now)})


def receipt_part(session: Session, now: datetime) -> Part | None:
    """On the receipt: take part."""
    contest: Contest = g.contest
    prize = queries.prize_if_any(session, contest.id)
    if prize is None or not (page := prize_page(contest, prize, now)).takes_entries:
        return None
    link = url_for("prize.show_prize", contest=contest.slug, receipt=g.leaf)
    return Part("prizes/_receipt.html", {"prize": page, "link": link})


def desk_part(session: Session, now: datetime) -> Part | None:
    """On town hall's page of a vote: the way to its prize."""
    contest: Contest = g.contest
    prize = queries.prize_if_any(session, contest.id)
    page: ContestPage | PrizePage | None = prize_page(contest, prize, now) if prize else None
    return Part(
        "prizes/_desk.html", {"prize": page, "slug": contest.slug, "is_draft": not contest.key_fingerprint}
    )
