"""Everything that changes an edition itself: its words, dates and rules, its funders, what a city adds."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cityshop.cities.models import City
from cityshop.core.db import across_cities, renew_public_pages
from cityshop.core.journal import Happening, record
from cityshop.core.pictures import claim_picture, forget_picture
from cityshop.core.slugs import slug_of
from cityshop.core.words import with_words
from cityshop.elections.errors import ClosesBeforeItOpens
from cityshop.programmes.drafts import EditionDates, EditionDraft, FunderDraft, NewEdition, ProgrammeDraft
from cityshop.programmes.errors import (
    CeremonyBeforeClosing,
    EditionExists,
    NominationsAfterOpening,
    ProgrammeExists,
)
from cityshop.programmes.models import Edition, EditionCity, EditionState, Funder, Programme
from cityshop.programmes.rules import renamed, same_weekday

RESERVED = frozenset({"juries", "new"})  # words of our own under /organiser
SHARED_WORDS = ("message", "vote_title", "vote_introduction", "prize", "rules")
SHARED_DATES = ("opens_at", "closes_at", "nominations_from", "ceremony_at")


def create_programme(
    session: Session, draft: ProgrammeDraft, *, account_id: int | None, now: datetime
) -> Programme:
    """A programme over these cities, without editions; raises ProgrammeExists."""
    cities = session.scalars(select(City).where(City.id.in_(draft.city_ids)).order_by(City.name)).all()
    programme = Programme(name=draft.name, message=draft.message, cities=list(cities))
    programme.slug = slug_of(draft.name, otherwise="programma")
    if programme.slug in RESERVED:
        raise ProgrammeExists
    try:
        with session.begin_nested():
            session.add(programme)
    except IntegrityError as taken:
        raise ProgrammeExists from taken
    subject = f"programme {programme.id}"
    record(session, Happening.PROGRAMME_CHANGED, subject, account_id=account_id, now=now)
    return programme


def change_cities(
    session: Session, edition: Edition, city_ids: Collection[int], *, account_id: int | None, now: datetime
) -> None:
    """Which cities take part; one that has a vote stays, and who is new starts with nothing of its own."""
    mine = select(EditionCity).where(EditionCity.edition_id == edition.id).with_for_update()
    # an edition spans its cities
    with across_cities(session):
        places = {place.city_id: place for place in session.scalars(mine.order_by(EditionCity.id))}
        for city_id, place in places.items():
            if city_id not in city_ids and place.contest_id is None:
                session.delete(place)
        session.flush()
    add_cities(session, edition, sorted(set(city_ids) - set(places)))
    note(session, edition, account_id=account_id, now=now)


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
