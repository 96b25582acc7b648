"""What an edition does in its cities: makes their votes, changes those that are not open yet, copies them.

Each city gets its own lines in its own journal. Two organisers at once wait for each other on the edition.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cityshop.campaigns import services as campaign_services
from cityshop.campaigns.errors import SlugTaken
from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.campaigns.services import CampaignDraft
from cityshop.cities.models import City
from cityshop.core.db import in_city
from cityshop.core.journal import Happening, record
from cityshop.core.slugs import slug_of
from cityshop.core.words import with_words
from cityshop.elections import services as election_services
from cityshop.elections.errors import ClosesInThePast, ContestExists, ContestIsFrozen, NotADraft
from cityshop.elections.models import BEFORE_OPENING, Contest
from cityshop.elections.rules import VoteRules
from cityshop.elections.services import ContestDraft, ContestPlan
from cityshop.programmes.drafts import EditionDraft, PlaceDraft
from cityshop.programmes.errors import CityHasVote, NoCityTicked, SameCity
from cityshop.programmes.models import Edition, EditionCity
from cityshop.programmes.queries import CityVote, cities_of_edition, drafts_for_nominations
from cityshop.programmes.rules import VoteWords, pushed, renamed, words_for
from cityshop.programmes.services import fill_edition, note, renew_cities


@dataclass(frozen=True)
class VoteCopy:
    """From which city of an edition to which other one."""

    source: CityVote
    target: CityVote


@dataclass(frozen=True)
class _Hand:
    """Whose act it is, in which edition, and when."""

    session: Session
    edition: Edition
    account_id: int | None
    now: datetime


def change_edition(
    session: Session, edition: Edition, draft: EditionDraft, *, account_id: int | None, now: datetime
) -> Sequence[City]:
    """Change an edition and its votes that are not open yet; gives the cities whose vote was left alone.

    Raises ClosesBeforeItOpens, NominationsAfterOpening or CeremonyBeforeClosing.
    """
    hand = _hold(session, edition, account_id, now)
    votes = [one for one in cities_of_edition(session, edition.id) if one.contest is not None]
    before = [words_for(edition, one.place, one.city.name) for one in votes]
    fill_edition(edition, draft)
    note(session, edition, account_id=account_id, now=now)
    left = [one.city for one, words in zip(votes, before, strict=True) if not _push(hand, one, words)]
    renew_cities(session, edition)
    return left


def set_up_votes(
    session: Session, edition: Edition, city_ids: Collection[int], *, account_id: int | None, now: datetime
) -> int:
    """Make campaign and vote, as a draft, in each of these cities that has none; gives how many now have one.

    Once however often and by however many it is asked. Raises NoCityTicked or ClosesInThePast.
    """
    hand = _hold(session, edition, account_id, now)
    chosen = [one for one in cities_of_edition(session, edition.id) if one.city.id in city_ids]
    waiting = [one for one in chosen if one.contest is None]
    if not waiting:
        raise NoCityTicked
    for one in waiting:
        with in_city(session, one.city.id):
            one.place.contest_id = _vote_of(hand, one)
    return len(waiting)


def change_place(
    session: Session, place: EditionCity, draft: PlaceDraft, *, account_id: int | None, now: datetime
) -> None:
    """What a city says of itself; its prize goes into its vote as long as that is not open."""
    hand, before = _Hand(session, place.edition, account_id, now), _words(place)
    place.usp, place.prize = with_words(place.usp, draft.usp), with_words(place.prize, draft.prize)
    place.contact_name, place.contact_email = draft.contact_name, draft.contact_email
    _push(hand, CityVote(place, place.city, place.contest), before)
    note(session, place.edition, account_id=account_id, now=now)


def copy_vote(
    session: Session, edition: Edition, copied: VoteCopy, *, account_id: int | None, now: datetime
) -> Contest:
    """A city's vote as a draft in another city: its dates and rules, and its words with the other name.

    Raises SameCity, CityHasVote or ClosesInThePast.
    """
    hand, contest, target = _hold(session, edition, account_id, now), copied.source.contest, copied.target
    if contest is None or copied.source.city.id == target.city.id:
        raise SameCity
    session.refresh(target.place, ["contest_id"])
    if target.place.contest_id is not None:
        raise CityHasVote
    with in_city(session, target.city.id):
        draft = _draft_of(contest, before=copied.source.city.name, after=target.city.name)
        copy = _new_vote(hand, _campaign_of(hand, target.city), contest.slug, draft)
        target.place.contest_id = copy.id
        record(session, Happening.TEMPLATE_COPIED, f"contest {contest.id}", account_id=account_id, now=now)
    return copy


def open_due_nominations(session: Session, *, now: datetime) -> int:
    """Let shops come forward in every vote whose edition says that it is time; gives how many votes.

    `now` is the database's. What a city opened itself a moment ago is left alone.
    """
    return sum(
        _open_nominations(session, contest, now) for contest in drafts_for_nominations(session, now=now)
    )


def _open_nominations(session: Session, contest: Contest, now: datetime) -> int:
    try:
        with in_city(session, contest.city_id):
            election_services.open_nominations(session, contest, account_id=None, now=now)
    except (NotADraft, ClosesInThePast):
        return 0
    return 1


def _hold(session: Session, edition: Edition, account_id: int | None, now: datetime) -> _Hand:
    """Let nobody else change this edition or its votes until this transaction ends."""
    held = select(Edition).where(Edition.id == edition.id).with_for_update(of=Edition)
    session.scalars(held.execution_options(populate_existing=True)).one()
    return _Hand(session, edition, account_id, now)


def _push(hand: _Hand, vote: CityVote, before: VoteWords) -> bool:
    """Give a city's vote what the edition says now; False when it is open or over, and was left alone."""
    contest = vote.contest
    if contest is None or contest.state not in BEFORE_OPENING:
        return False
    after, edition = words_for(hand.edition, vote.place, vote.city.name), hand.edition
    draft = ContestDraft(
        title=pushed(contest.title, before=before.title, after=after.title),
        introduction=pushed(contest.introduction, before=before.introduction, after=after.introduction),
        prize=pushed(contest.prize, before=before.prize, after=after.prize),
        plan=_plan_of(edition) if edition.closes_at > hand.now else None,
    )
    try:
        with in_city(hand.session, vote.city.id):
            election_services.change_contest(
                hand.session, contest, draft, account_id=hand.account_id, now=hand.now
            )
    except ContestIsFrozen:  # somebody opened it a moment ago
        return False
    return True


def _vote_of(hand: _Hand, vote: CityVote) -> int:
    """The id of the city's vote for this season: a new one, or the one that the city made itself."""
    campaign, words = _campaign_of(hand, vote.city), words_for(hand.edition, vote.place, vote.city.name)
    draft = ContestDraft(words.title, words.introduction, words.prize, _plan_of(hand.edition))
    season = hand.edition.season
    for slug in (f"ambassadeur-{season}", f"{hand.edition.programme.slug}-{season}"):
        try:
            return _new_vote(hand, campaign, slug, draft).id
        except ContestExists:
            own = _unclaimed_vote(hand.session, slug)
        if own is not None:
            return own
    raise ContestExists


def _unclaimed_vote(session: Session, slug: str) -> int | None:
    """The id of the chosen city's own vote of this name, unless it belongs to an edition already."""
    own = select(Contest.id).outerjoin(EditionCity, EditionCity.contest_id == Contest.id)
    return session.scalar(own.where(Contest.slug == slug, EditionCity.id.is_(None)))


def _new_vote(hand: _Hand, campaign: Campaign, slug: str, draft: ContestDraft) -> Contest:
    session, account_id, now = hand.session, hand.account_id, hand.now
    contest = election_services.create_contest(session, campaign, slug, account_id=account_id, now=now)
    contest.title, contest.introduction = {}, {}
    election_services.change_contest(session, contest, draft, account_id=account_id, now=now)
    return contest


def _campaign_of(hand: _Hand, city: City) -> Campaign:
    """The city's campaign for this edition: a new one, or one that has its name already."""
    edition = hand.edition
    words, dates = (dict(edition.title), dict(edition.message)), (edition.opens_at, edition.closes_at)
    draft = CampaignDraft(CampaignKind.VOTE, *words, *dates)
    try:
        return campaign_services.create_campaign(
            hand.session, city.id, draft, account_id=hand.account_id, now=hand.now
        )
    except SlugTaken:
        slug = slug_of(edition.title["nl"], otherwise="campagne")
        return hand.session.scalars(select(Campaign).where(Campaign.slug == slug)).one()


def _plan_of(edition: Edition) -> ContestPlan:
    return ContestPlan(edition.opens_at, edition.closes_at, VoteRules.of(edition.rules))


def _draft_of(contest: Contest, *, before: str, after: str) -> ContestDraft:
    """What a vote is, for a city of another name."""
    return ContestDraft(
        title=renamed(contest.title, before=before, after=after),
        introduction=renamed(contest.introduction, before=before, after=after),
        prize=dict(contest.prize),
        plan=ContestPlan(contest.opens_at, contest.closes_at, VoteRules.of(contest.rules)),
    )


def _words(place: EditionCity) -> VoteWords:
    return words_for(place.edition, place, place.city.name)
