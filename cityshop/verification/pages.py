"""Codes, help and boxes as pages show them, and what other pages show of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, url_for
from markupsafe import Markup

from cityshop.core.db import Session
from cityshop.core.permissions import Act
from cityshop.core.qr import qr_svg
from cityshop.core.words import n_
from cityshop.elections.models import Contest, Level
from cityshop.elections.rules import Stage, Timetable, stage
from cityshop.verification import queries
from cityshop.verification.models import CountedBox
from cityshop.verification.queries import BatchCount
from cityshop.verification.rules import has_key, helps_at_counter
from cityshop.web.i18n import translated
from cityshop.web.parts import Part

LEVELS: Mapping[str, str] = {
    Level.EMAIL: n_("With a code by mail"),
    Level.PAPER: n_("With a code on paper"),
    Level.OIDC: n_("With an eID"),
    Level.ASSISTED: n_("With help of the town hall"),
}


@dataclass(frozen=True)
class BatchRow:
    """One batch in town hall's list; `used` is None once the voter list was erased."""

    id: int
    label: str
    count: int
    used: int | None
    made_at: datetime
    revoked_at: datetime | None
    reason: str


@dataclass(frozen=True)
class BoxRow:
    """One box in town hall's list; `may_confirm` when somebody else entered the first count."""

    id: int
    label: str
    ballots: int
    first_at: datetime
    cast_at: datetime | None
    may_confirm: bool


def batch_row(contest: Contest, count: BatchCount) -> BatchRow:
    """A batch, ready to show."""
    batch = count.batch
    return BatchRow(
        id=batch.id,
        label=batch.label,
        count=batch.count,
        used=count.used if contest.sealed_at is None else None,
        made_at=batch.made_at,
        revoked_at=batch.revoked_at,
        reason=batch.reason,
    )


def box_row(box: CountedBox, *, account_id: int) -> BoxRow:
    """A box, ready to show to one of the staff. Of a first count only its own maker may see the size."""
    is_mine = box.first_by == account_id
    return BoxRow(
        id=box.id,
        label=box.label,
        ballots=box.ballots if box.cast_at or is_mine else 0,
        first_at=box.first_at,
        cast_at=box.cast_at,
        may_confirm=box.cast_at is None and not is_mine,
    )


def receipt_qr(address: str) -> Markup:
    """What a resident who was helped takes along on paper."""
    return Markup(qr_svg(address, translated(n_("QR code of this receipt"))))  # noqa: S704 - drawn by us


def ballot_part(session: Session, now: datetime) -> Part | None:
    """On the page of a candidate: the form for a paper code, or the button of the eID."""
    contest: Contest = g.contest
    if stage(Timetable.of(contest), now) is not Stage.OPEN:
        return None
    if contest.level == Level.PAPER:
        return Part("verification/_paper_ballot.html")
    if contest.level == Level.OIDC:
        return Part("verification/_eid_ballot.html")
    return None


def contest_part(session: Session, now: datetime) -> Part | None:
    """On the page of a vote with paper codes: where to type one."""
    contest: Contest = g.contest
    if contest.level != Level.PAPER or stage(Timetable.of(contest), now) is not Stage.OPEN:
        return None
    return Part(
        "verification/_contest.html", {"address": url_for("verification.paper", contest=contest.slug)}
    )


def desk_part(session: Session, now: datetime) -> Part | None:
    """On town hall's page of a vote: totals per level, and the way to codes, help and boxes."""
    contest: Contest = g.contest
    if not contest.key_fingerprint:
        return None
    votes = queries.ballots_by_level(session, contest.id)
    facts = {
        "contest": contest.slug,
        "levels": [(LEVELS[level], votes.get(level, 0)) for level in _levels_of(contest, votes)],
        "links": [link for link, is_shown in _links(contest) if is_shown],
    }
    return Part("verification/_desk.html", facts)


def _levels_of(contest: Contest, votes: Mapping[str, int]) -> Sequence[Level]:
    shown = {contest.level, *votes, *((Level.ASSISTED,) if helps_at_counter(contest) else ())}
    return [level for level in Level if level in shown]


def _links(contest: Contest) -> list[tuple[dict[str, Any], bool]]:
    helps = helps_at_counter(contest) and has_key(contest)

    def link(words: str, endpoint: str, act: Act) -> dict[str, Any]:
        return {"words": words, "url": url_for(endpoint, contest=contest.slug), "act": act.value}

    return [
        (
            link(n_("Paper codes"), "verification_staff.codes", Act.ISSUE_PAPER_CODES),
            contest.level == Level.PAPER,
        ),
        (link(n_("Help somebody vote"), "verification_staff.help_vote", Act.CAST_ASSISTED), helps),
        (link(n_("Enter a ballot box"), "verification_staff.boxes", Act.CAST_ASSISTED), helps),
    ]
