"""The jury over the local winners of an edition, and whom it chooses: the highest score, or scores."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from cityshop.core.errors import Unknown
from cityshop.juries import services as jury_services
from cityshop.juries.models import Jury
from cityshop.juries.queries import JudgedFinalist, jury_about, jury_by_id, published_scores
from cityshop.juries.revealing import reveal
from cityshop.juries.rules import Criterion
from cityshop.juries.services import JuryDraft
from cityshop.programmes.models import Edition
from cityshop.programmes.queries import cities_of_edition, edition_by_id
from cityshop.programmes.seasons import Winner, winners_of_contests
from cityshop.programmes.services import renew_cities


@dataclass(frozen=True)
class JuryPlan:
    """What the jury looks at, until when, and where its key is kept."""

    criteria: Sequence[Criterion]
    deadline: datetime
    keys_folder: Path


@dataclass(frozen=True)
class Judged:
    """A local winner with what the jury said. `place` is 1 for a laureate; None where nobody judged."""

    winner: Winner
    finalist: JudgedFinalist
    place: int | None


def local_winners(session: Session, edition: Edition, *, now: datetime) -> list[Winner]:
    """Who won in the cities of an edition, as far as their results are out, by city."""
    votes = cities_of_edition(session, edition.id)
    found = winners_of_contests(session, [one.contest.id for one in votes if one.contest], now=now)
    return [winner for one in votes if one.contest for winner in found.get(one.contest.id, [])]


def jury_of(session: Session, edition: Edition) -> Jury | None:
    """The jury of an edition, in any state."""
    return jury_about(session, _subject(edition))


def edition_of_jury(session: Session, jury_id: int) -> tuple[Jury, Edition]:
    """A jury over many cities with its edition; raises Unknown for the jury of one city."""
    jury = jury_by_id(session, jury_id, city_id=None)
    kind, _, edition_id = jury.subject.partition(" ")
    if kind != "edition":
        raise Unknown
    return jury, edition_by_id(session, int(edition_id))


def convene_jury(
    session: Session, edition: Edition, plan: JuryPlan, *, account_id: int | None, now: datetime
) -> Jury:
    """A jury over everybody who won in a city so far.

    Raises TooFewFinalists, WrongNumberOfCriteria, DeadlineInThePast or JuryExists.
    """
    winners = local_winners(session, edition, now=now)
    finalists = [one.candidate.id for one in winners if one.candidate is not None]
    draft = JuryDraft(_subject(edition), None, dict(edition.title), plan.criteria, plan.deadline)
    return jury_services.convene(
        session, draft, finalists=finalists, keys_folder=plan.keys_folder, account_id=account_id, now=now
    )


def reveal_laureate(
    session: Session, jury: Jury, *, keys_folder: Path, account_id: int | None, now: datetime
) -> None:
    """Open all scores: the laureate stands on the programme's page from now on.

    Raises JuryHasNotBegun, JuryStillScores, FinalistWithoutScore or JuryKeyMissing.
    """
    reveal(session, jury, keys_folder=keys_folder, account_id=account_id, now=now)
    renew_cities(session, edition_of_jury(session, jury.id)[1])


def verdict(session: Session, edition: Edition, *, now: datetime) -> tuple[Jury, list[Judged]] | None:
    """What the jury said of every local winner, the laureate first; None before its scores are open."""
    jury = jury_of(session, edition)
    scores = published_scores(session, jury.id) if jury is not None else {}
    if jury is None or not scores:
        return None
    winners = {one.candidate.id: one for one in local_winners(session, edition, now=now) if one.candidate}
    return jury, _in_order((winners[key], judged) for key, judged in scores.items() if key in winners)


def _subject(edition: Edition) -> str:
    return f"edition {edition.id}"


def _in_order(judged: Iterable[tuple[Winner, JudgedFinalist]]) -> list[Judged]:
    """By score; equal scores share a place, and stand by the name of their city."""
    found = list(judged)
    scores = sorted((one.score for _, one in found if one.score is not None), reverse=True)
    placed = [
        Judged(winner, one, scores.index(one.score) + 1 if one.score is not None else None)
        for winner, one in found
    ]
    return sorted(placed, key=lambda one: (one.place or len(placed) + 1, one.winner.city.name))
