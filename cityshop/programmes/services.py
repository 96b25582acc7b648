"""Everything that changes an edition itself: its words, dates and rules, its funders, what a city adds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cityshop.core.db import across_cities, renew_public_pages
from cityshop.core.journal import Happening, record
from cityshop.core.pictures import claim_picture, forget_picture
from cityshop.core.words import with_words
from cityshop.elections.errors import ClosesBeforeItOpens
from cityshop.elections.rules import VoteRules
from cityshop.programmes.errors import CeremonyBeforeClosing, EditionExists, NominationsAfterOpening
from cityshop.programmes.models import Edition, EditionCity, EditionState, Funder, Programme
from cityshop.programmes.rules import renamed, same_weekday

SHARED_WORDS = ("message", "vote_title", "vote_introduction", "prize", "rules")
SHARED_DATES = ("opens_at", "closes_at", "nominations_from", "ceremony_at")


@dataclass(frozen=True)
class EditionDates:
    """When an edition does what; shops may come forward from `nominations_from`, before the vote opens."""

    opens_at: datetime
    closes_at: datetime
    nominations_from: datetime | None = None
    ceremony_at: datetime | None = None


@dataclass(frozen=True)
class EditionWords:
    """What an edition says, by language. `{city}` in the two texts of the vote becomes the city's name."""

    title: dict[str, str]
    message: dict[str, str]
    vote_title: dict[str, str]
    vote_introduction: dict[str, str]
    prize: dict[str, str]


@dataclass(frozen=True)
class EditionDraft:
    """What an organiser fills in."""

    words: EditionWords
    dates: EditionDates
    rules: VoteRules
    contact_name: str
    contact_email: str


@dataclass(frozen=True)
class NewEdition:
    """A season (a year) with what was filled in for it."""

    season: int
    draft: EditionDraft


@dataclass(frozen=True)
class FunderDraft:
    """A funder; `picture` is the name of a logo that was sent, or empty."""

    name: str
    website: str
    picture: str
    alt: dict[str, str]


@dataclass(frozen=True)
class PlaceDraft:
    """What a city adds to an edition, words by language."""

    usp: dict[str, str]
    prize: dict[str, str]
    contact_name: str
    contact_email: str


def create_edition(
    session: Session, programme: Programme, wanted: NewEdition, *, account_id: int | None, now: datetime
) -> Edition:
    """A new season for every city of the programme, not public yet.

    Raises EditionExists, ClosesBeforeItOpens, NominationsAfterOpening or CeremonyBeforeClosing.
    """
    edition = Edition(programme_id=programme.id, season=wanted.season)
    fill_edition(edition, wanted.draft)
    add_edition(session, edition, account_id=account_id, now=now)
    add_cities(session, edition, [city.id for city in programme.cities])
    return edition


def copy_edition(
    session: Session, edition: Edition, season: int, *, account_id: int | None, now: datetime
) -> Edition:
    """The same for another year: dates on the same weekdays, cities and funders as they are, no votes yet.

    Raises EditionExists.
    """
    copy = Edition(programme_id=edition.programme_id, season=season)
    copy.title = renamed(edition.title, before=str(edition.season), after=str(season))
    for name in SHARED_WORDS:
        setattr(copy, name, dict(getattr(edition, name)))
    for name in SHARED_DATES:
        setattr(copy, name, _moved(getattr(edition, name), years=season - edition.season))
    copy.contact_name, copy.contact_email = edition.contact_name, edition.contact_email
    add_edition(session, copy, account_id=account_id, now=now)
    _copy_places(session, edition, copy)
    _copy_funders(session, edition, copy)
    record(session, Happening.TEMPLATE_COPIED, f"edition {edition.id}", account_id=account_id, now=now)
    session.flush()
    return copy


def add_edition(session: Session, edition: Edition, *, account_id: int | None, now: datetime) -> None:
    """Keep an edition that was just made; raises EditionExists when its season is taken."""
    try:
        with session.begin_nested():
            session.add(edition)
    except IntegrityError as taken:
        raise EditionExists from taken
    note(session, edition, account_id=account_id, now=now)


def add_cities(session: Session, edition: Edition, city_ids: Iterable[int]) -> None:
    """Let these cities take part, with nothing of their own yet."""
    # an edition spans its cities
    with across_cities(session):
        session.add_all(EditionCity(edition_id=edition.id, city_id=city_id) for city_id in city_ids)
        session.flush()


def fill_edition(edition: Edition, draft: EditionDraft) -> None:
    """Give an edition what was filled in; raises when its dates do not follow each other."""
    dates = draft.dates
    _refuse_disorder(dates)
    edition.opens_at, edition.closes_at = dates.opens_at, dates.closes_at
    edition.nominations_from, edition.ceremony_at = dates.nominations_from, dates.ceremony_at
    for name, text in vars(draft.words).items():
        setattr(edition, name, with_words(getattr(edition, name) or {}, text))
    edition.rules = draft.rules.document()
    edition.contact_name, edition.contact_email = draft.contact_name, draft.contact_email


def show_to_everybody(session: Session, edition: Edition, *, account_id: int | None, now: datetime) -> None:
    """From now on the edition has a public page, and its cities' votes say that they are part of it."""
    edition.state = EditionState.PUBLIC
    note(session, edition, account_id=account_id, now=now)
    renew_cities(session, edition)


def hide_from_public(session: Session, edition: Edition, *, account_id: int | None, now: datetime) -> None:
    """Take the public page away until it is shown again."""
    edition.state = EditionState.DRAFT
    note(session, edition, account_id=account_id, now=now)
    renew_cities(session, edition)


def add_funder(
    session: Session, edition: Edition, draft: FunderDraft, *, account_id: int | None, now: datetime
) -> Funder:
    """Name a funder with its logo; a logo that is gone by now is left out."""
    has_logo = bool(draft.picture) and claim_picture(session, draft.picture)
    funder = Funder(edition_id=edition.id, name=draft.name, website=draft.website, alt=draft.alt)
    funder.picture = draft.picture if has_logo else ""
    session.add(funder)
    note(session, edition, account_id=account_id, now=now)
    renew_cities(session, edition)
    return funder


def remove_funder(
    session: Session, edition: Edition, funder: Funder, *, account_id: int | None, now: datetime
) -> None:
    """Take a funder off; its logo goes when no other edition shows it."""
    session.delete(funder)
    session.flush()
    shown = select(Funder.id).where(Funder.picture == funder.picture).limit(1)
    if funder.picture and session.scalar(shown) is None:
        forget_picture(session, funder.picture)
    note(session, edition, account_id=account_id, now=now)
    renew_cities(session, edition)


def renew_cities(session: Session, edition: Edition) -> None:
    """What the public sees of an edition stands on the pages of all of its cities."""
    session.flush()
    # an edition spans its cities
    with across_cities(session):
        city_ids = session.scalars(
            select(EditionCity.city_id)
            .where(EditionCity.edition_id == edition.id)
            .order_by(EditionCity.city_id)
        ).all()
    for city_id in city_ids:  # always in one order: two of us wait for each other, and neither forever
        renew_public_pages(session, city_id)


def note(session: Session, edition: Edition, *, account_id: int | None, now: datetime) -> None:
    """A line in the journal."""
    record(session, Happening.PROGRAMME_CHANGED, f"edition {edition.id}", account_id=account_id, now=now)
    session.flush()


def _refuse_disorder(dates: EditionDates) -> None:
    if dates.closes_at <= dates.opens_at:
        raise ClosesBeforeItOpens
    if dates.nominations_from is not None and dates.nominations_from >= dates.opens_at:
        raise NominationsAfterOpening
    if dates.ceremony_at is not None and dates.ceremony_at < dates.closes_at:
        raise CeremonyBeforeClosing


def _moved(moment: datetime | None, *, years: int) -> datetime | None:
    return same_weekday(moment, years=years) if moment is not None else None


def _copy_places(session: Session, edition: Edition, copy: Edition) -> None:
    mine = select(EditionCity).where(EditionCity.edition_id == edition.id).order_by(EditionCity.id)
    # an edition spans its cities
    with across_cities(session):
        session.add_all(_copied_place(place, copy) for place in session.scalars(mine).all())
        session.flush()


def _copied_place(place: EditionCity, copy: Edition) -> EditionCity:
    return EditionCity(
        edition_id=copy.id,
        city_id=place.city_id,
        usp=dict(place.usp),
        prize=dict(place.prize),
        contact_name=place.contact_name,
        contact_email=place.contact_email,
    )


def _copy_funders(session: Session, edition: Edition, copy: Edition) -> None:
    mine = select(Funder).where(Funder.edition_id == edition.id).order_by(Funder.id)
    for funder in session.scalars(mine).all():
        facts = {"name": funder.name, "website": funder.website, "picture": funder.picture}
        session.add(Funder(edition_id=copy.id, alt=dict(funder.alt), **facts))
