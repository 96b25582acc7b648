"""Coming forward as pages show it: to the public, to a shop, to town hall."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import g

from cityshop.core.db import Session
from cityshop.core.words import n_
from cityshop.elections.models import Candidate, CandidateState, Contest, ContestState, ProposedBy
from cityshop.elections.pages import NO_PICTURE
from cityshop.elections.rows import are_numbers_shown
from cityshop.elections.rules import Timetable, stage
from cityshop.elections.words import CANDIDATES, STAGES
from cityshop.merchants.models import ShopState
from cityshop.nominations import queries
from cityshop.nominations.models import Suggestion, SuggestionState
from cityshop.web.i18n import own_text, translated
from cityshop.web.parts import Part
from cityshop.web.uploads import picture_address

SUGGESTIONS: Mapping[str, tuple[str, str]] = {
    SuggestionState.WAITING: (n_("Waits for the shop"), "plain"),
    SuggestionState.AGREED: (n_("The shop said yes"), "good"),
    SuggestionState.DECLINED: (n_("The shop said no"), "off"),
}
# The states by which town hall looks at the list, with the word in the address.
FILTERS: Sequence[tuple[str, CandidateState | None, str]] = (
    ("", CandidateState.PROPOSED, n_("To look at")),
    ("accepted", CandidateState.ACCEPTED, n_("On the list")),
    ("refused", CandidateState.REFUSED, n_("Refused")),
    ("all", None, n_("All")),
)


@dataclass(frozen=True)
class ShopContestRow:
    """One contest for a shop: where it stands, and where the shop stands in it (None when it does not)."""

    id: int
    title: str
    stage: str
    stage_word: str
    stage_look: str
    opens_at: datetime
    closes_at: datetime
    own_word: str | None
    own_look: str
    can_change: bool
    can_withdraw: bool


@dataclass(frozen=True)
class OwnStanding:
    """What a shop may know of its own candidacy; `votes` is None where the rules hide it."""

    row: ShopContestRow
    slug: str
    state: str
    reason: str
    votes: int | None


@dataclass(frozen=True)
class QueueRow:
    """Somebody who came forward, as town hall reads it. `photo` is an address, or empty."""

    id: int
    slug: str
    shop: str
    keeper_name: str
    street: str
    specialty: str
    text: str
    sponsors: str
    since_year: int | None
    photo: str
    photo_alt: str
    picture: str
    state: str
    word: str
    look: str
    reason: str
    revision: int
    is_of_resident: bool
    is_shop_approved: bool

    @property
    def can_accept(self) -> bool:
        return self.state in (CandidateState.PROPOSED, CandidateState.REFUSED)

    @property
    def can_refuse(self) -> bool:
        return self.state in (CandidateState.PROPOSED, CandidateState.ACCEPTED)


@dataclass(frozen=True)
class QueueFilter:
    """One way to look at the list."""

    value: str
    words: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class SuggestionRow:
    name: str
    street: str
    reason: str
    made_at: datetime
    word: str
    look: str
    is_registered: bool


def shop_contest_row(contest: Contest, candidate: Candidate | None, now: datetime) -> ShopContestRow:
    """One contest as a shop sees it."""
    where = stage(Timetable.of(contest), now)
    word, look = STAGES[where]
    own_word, own_look = CANDIDATES[candidate.state] if candidate else (None, "off")
    is_open = contest.state in (ContestState.OPEN, ContestState.PAUSED) and now < contest.closes_at
    is_in = candidate is not None and candidate.state not in (CandidateState.LEFT, CandidateState.WITHDRAWN)
    stands = candidate is not None and candidate.state == CandidateState.ACCEPTED
    return ShopContestRow(
        id=contest.id,
        title=own_text(contest.title),
        stage=where,
        stage_word=word,
        stage_look=look,
        opens_at=contest.opens_at,
        closes_at=contest.closes_at,
        own_word=own_word,
        own_look=own_look,
        can_change=contest.state == ContestState.NOMINATIONS,
        can_withdraw=(is_in and contest.state == ContestState.NOMINATIONS) or (stands and is_open),
    )


def own_standing(
    contest: Contest, candidate: Candidate | None, votes: Mapping[int, int], now: datetime
) -> OwnStanding:
    """A shop's own candidacy, with its own votes only."""
    is_shown = candidate is not None and are_numbers_shown(contest, votes, now)
    return OwnStanding(
        row=shop_contest_row(contest, candidate, now),
        slug=candidate.slug if candidate else "",
        state=candidate.state if candidate else "",
        reason=translated(candidate.state_reason) if candidate else "",
        votes=votes.get(candidate.id, 0) if candidate and is_shown else None,
    )


def queue_row(candidate: Candidate) -> QueueRow:
    """One who came forward, ready to read."""
    shop = candidate.shop
    word, look = CANDIDATES[candidate.state]
    return QueueRow(
        id=candidate.id,
        slug=candidate.slug,
        shop=shop.name,
        keeper_name=shop.keeper_name,
        street=shop.street,
        specialty=own_text(candidate.specialty),
        text=own_text(candidate.text),
        sponsors=own_text(candidate.sponsors),
        since_year=candidate.since_year,
        photo=picture_address(candidate.photo) if candidate.photo else "",
        photo_alt=own_text(candidate.photo_alt),
        picture=candidate.picture or NO_PICTURE,
        state=candidate.state,
        word=word,
        look=look,
        reason=translated(candidate.state_reason),
        revision=candidate.revision,
        is_of_resident=candidate.proposed_by == ProposedBy.RESIDENT,
        is_shop_approved=shop.state == ShopState.APPROVED,
    )


def queue_filters(counts: Mapping[str, int], chosen: str) -> list[QueueFilter]:
    """The ways to look at the list, with how many stand in each."""
    return [
        QueueFilter(
            value=value,
            words=words,
            count=sum(counts.values()) if state is None else counts.get(state, 0),
            is_chosen=value == chosen,
        )
        for value, state, words in FILTERS
    ]


def suggestion_rows(suggestions: Iterable[Suggestion]) -> list[SuggestionRow]:
    """What residents suggested, ready to show."""
    return [
        SuggestionRow(
            one.name,
            one.street,
            one.reason,
            one.made_at,
            *SUGGESTIONS[one.state],
            is_registered=one.shop_id is not None,
        )
        for one in suggestions
    ]


def own_shop_part(session: Session, now: datetime) -> Part | None:
    """Votes in which a shop stands, or can still stand."""
    shop = g.get("shop")
    if shop is None:
        return None
    found = queries.contests_for_shop(session, shop, now=now)
    rows = [shop_contest_row(contest, candidate, now) for contest, candidate in found]
    return Part("nominations/_own_shop.html", {"contests": rows, "shop": shop}) if rows else None


def contest_part(session: Session, now: datetime) -> Part | None:
    """While shops can come forward, how to do that and how to suggest one."""
    contest: Contest = g.contest
    if contest.state != ContestState.NOMINATIONS:
        return None
    return Part("nominations/_come_forward.html", {"slug": contest.slug, "id": contest.id})


def desk_part(session: Session, now: datetime) -> Part | None:
    """For town hall: how many wait, and the way to their list."""
    contest: Contest = g.contest
    if contest.state == ContestState.DRAFT:
        return None
    counts = queries.candidate_counts(session, contest.id)
    waiting = counts.get(CandidateState.PROPOSED, 0)
    is_before = contest.state == ContestState.NOMINATIONS
    return Part("nominations/_desk.html", {"slug": contest.slug, "waiting": waiting, "is_before": is_before})
