"""Reads of terraces, of the chosen city only: each goes by the place, which has the city."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.campaigns.rules import CampaignPhase, next_change, phase_of
from cityshop.core.db import Session
from cityshop.core.errors import Unknown
from cityshop.places.filters import visible
from cityshop.places.models import Place, PlaceState, Terrace
from cityshop.places.rules import OpenSeasons
from cityshop.terraces.filters import Heap, TerraceFilters
from cityshop.terraces.models import PermitList
from cityshop.terraces.rules import ENDS_SOON

TERRACES_A_PAGE = 100
MOST_LISTS = 10
Condition = ColumnElement[bool]


class Spot(NamedTuple):
    """A place as a permit list can name it."""

    place_id: int
    name: str
    street: str


def seasons(session: Session) -> Sequence[Campaign]:
    """The campaigns to which extensions can belong, the one that ends last first."""
    wanted = select(Campaign).where(Campaign.kind == CampaignKind.TERRACES)
    return session.scalars(wanted.order_by(Campaign.ends_at.desc(), Campaign.id)).all()


def season_by_word(session: Session, word: str) -> Campaign:
    """The season with this word in its address; raises Unknown."""
    wanted = select(Campaign).where(Campaign.kind == CampaignKind.TERRACES, Campaign.slug == visible(word))
    season = session.scalar(wanted)
    if season is None:
        raise Unknown
    return season


def open_seasons(session: Session, now: datetime) -> OpenSeasons:
    """Those that are on and not paused, and until when."""
    found = seasons(session)
    running = (campaign.slug for campaign in found if phase_of(campaign, now) is CampaignPhase.RUNNING)
    changes = (change for campaign in found if (change := next_change(campaign, now)) is not None)
    return OpenSeasons(frozenset(running), min(changes, default=None))


def terraces(session: Session, filters: TerraceFilters, *, today: date) -> Sequence[Place]:
    """One page of the places whose terrace is on this heap, by name, each with its terrace."""
    wanted = _with_terraces().where(*_conditions(filters, today))
    page = wanted.offset((filters.page - 1) * TERRACES_A_PAGE).limit(TERRACES_A_PAGE)
    return session.scalars(page).all()


def every_terrace(session: Session, filters: TerraceFilters, *, today: date) -> Sequence[Place]:
    """The whole heap, for a file."""
    return session.scalars(_with_terraces().where(*_conditions(filters, today))).all()


def heap_counts(session: Session, *, season: str, today: date) -> Mapping[Heap, int]:
    """How many terraces are on each heap, of one season or (empty) of all."""
    sums = [func.sum(case((and_(True, *_on_heap(heap, today)), 1), else_=0)) for heap in Heap]
    of_season = (Terrace.season == season,) if season else ()
    counted = select(func.count(Place.id), *sums).join(Place.terrace).where(_is_there(), *of_season)
    row = session.execute(counted).one()
    return {heap: number or 0 for heap, number in zip(Heap, row[1:], strict=True)}


def larger_terraces(session: Session, season: str, *, today: date) -> Sequence[Place]:
    """The places in the guide with an extension of this season that is allowed on this day, by name."""
    in_guide = _with_terraces().where(Place.state == PlaceState.PUBLISHED, Terrace.season == season)
    return session.scalars(
        in_guide.where(*_is_allowed(Terrace.extension_from, Terrace.extension_to, today))
        .where(Terrace.extension_to.is_not(None))
        .where(*_is_allowed(Terrace.permit_from, Terrace.permit_to, today))
    ).all()


def spots(session: Session) -> Sequence[Spot]:
    """Every place that is there, for matching by name and street."""
    columns = (
        select(Place.id, Place.name, Place.street).where(_is_there()).order_by(Place.search_text, Place.id)
    )
    return [Spot(*row) for row in session.execute(columns)]


def places_with_terraces(session: Session, place_ids: Sequence[int]) -> Mapping[int, Place]:
    """These places, each with its terrace if it has one."""
    wanted = select(Place).where(Place.id.in_(place_ids)).options(joinedload(Place.terrace))
    return {place.id: place for place in session.scalars(wanted.order_by(Place.id))}


def all_terraces(session: Session) -> Sequence[Place]:
    """Every place of the city that has a terrace, with it."""
    return session.scalars(_with_terraces().where(_is_there())).all()


def permit_lists(session: Session) -> Sequence[PermitList]:
    """The lists that were carried out lately, the newest first."""
    done = select(PermitList).where(PermitList.carried_out_at.is_not(None))
    return session.scalars(done.order_by(PermitList.id.desc()).limit(MOST_LISTS)).all()


def permit_list(session: Session, list_id: int) -> PermitList:
    """One list of the chosen city; raises Unknown."""
    found = session.scalar(select(PermitList).where(PermitList.id == list_id))
    if found is None:
        raise Unknown
    return found


def _with_terraces() -> Select[Place]:
    joined = select(Place).join(Place.terrace).options(joinedload(Place.terrace))
    return joined.order_by(Place.search_text, Place.id)


def _is_there() -> Condition:
    return Place.state != PlaceState.CLOSED


def _conditions(filters: TerraceFilters, today: date) -> list[Condition]:
    of_season = [Terrace.season == filters.season] if filters.season else []
    return [_is_there(), *_on_heap(filters.heap, today), *of_season]


def _on_heap(heap: Heap, today: date) -> Sequence[Condition]:
    soon = today + ENDS_SOON
    conditions: Mapping[Heap, Sequence[Condition]] = {
        Heap.ALL: (),
        Heap.ENDING: (or_(*(end.between(today, soon) for end in (Terrace.permit_to, Terrace.extension_to))),),
        Heap.ENDED: (or_(Terrace.permit_to < today, Terrace.extension_to < today),),
        Heap.WITHOUT: (Terrace.permit_from.is_(None), Terrace.permit_to.is_(None)),
        Heap.EXTENSIONS: (Terrace.extension_to.is_not(None),),
        Heap.NO_SUN: (
            cast(Terrace.horizon, String) == "[]",
            Terrace.sunny_from == "",
            Terrace.sunny_to == "",
        ),
    }
    return conditions[heap]


def _is_allowed(
    start: InstrumentedAttribute[date | None], end: InstrumentedAttribute[date | None], today: date
) -> list[Condition]:
    return [or_(start.is_(None), start <= today), or_(end.is_(None), end >= today)]
