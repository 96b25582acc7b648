"""Routes as town hall sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cityshop.campaigns.pages import CampaignLine, campaign_line
from cityshop.core.db import Session
from cityshop.core.words import n_
from cityshop.places.filters import StaffFilters, visible
from cityshop.places.lines import StaffPlace
from cityshop.places.queries import staff_places
from cityshop.places.words import KIND
from cityshop.routes import queries
from cityshop.routes.drafts import RouteDraft
from cityshop.routes.geometry import SegmentRole, ascent, length, of_role
from cityshop.routes.gpx_writing import write_gpx
from cityshop.routes.imports import RoutePlan
from cityshop.routes.models import Route, RouteState, RouteStop
from cityshop.routes.words import ROUTE_KIND, STATE, STOP_KIND, length_words, remark_words
from cityshop.web.i18n import own_text, translated
from cityshop.web.parts import Part

MOST_FOUND = 12
LONGEST_SEARCH = 100
MOST_SHOWN = 40


@dataclass(frozen=True)
class RouteLine:
    """One route of the list."""

    slug: str
    title: str
    kind_words: str
    state_words: str
    state_look: str
    length: str
    stops: int
    season: CampaignLine | None


@dataclass(frozen=True)
class StopRow:
    """One stop of the list; `where` is its place or its point."""

    id: int
    number: int
    name: str
    kind_words: str
    where: str
    has_note: bool


@dataclass(frozen=True)
class FoundPlace:
    """A place of the guide that can become a stop."""

    slug: str
    name: str
    words: str


@dataclass(frozen=True)
class DryRun:
    """What a file gives, before anything is changed; `gpx` is sent again to take it."""

    name: str
    length: str
    ascent: str
    points: int
    pieces: int
    waypoints: Sequence[str]
    numbers: str
    remarks: Sequence[str]
    gpx: str
    source_id: str
    kind: str
    is_known: bool


@dataclass(frozen=True)
class ImportPage:
    """The dry run of a file with many routes; `runs` are the first of those `found`."""

    runs: Sequence[DryRun]
    found: int
    unchanged: Sequence[str]
    refused: Sequence[tuple[str, str]]


def route_lines(session: Session, *, now: datetime) -> list[RouteLine]:
    """Every route of the city."""
    return [
        RouteLine(
            slug=one.route.slug,
            title=own_text(one.route.title),
            kind_words=translated(ROUTE_KIND[one.route.kind]),
            state_words=translated(STATE[one.route.state]),
            state_look="good" if one.route.state == RouteState.PUBLISHED else "off",
            length=length_words(one.route.length_m) if one.route.length_m else "",
            stops=one.stops,
            season=campaign_line(one.route.campaign, now) if one.route.campaign else None,
        )
        for one in queries.all_routes(session)
    ]


def stop_rows(route: Route) -> list[StopRow]:
    """The stops in their order."""
    return [_stop_row(stop) for stop in route.stops]


def found_places(session: Session, words: str, route: Route, *, now: datetime) -> list[FoundPlace]:
    """Places of the guide with these words that are no stop yet."""
    wanted = visible(words)[:LONGEST_SEARCH]
    if not wanted.strip():
        return []
    names = {stop.name for stop in route.stops if stop.place_id is not None}
    lines = staff_places(session, StaffFilters(words=wanted), now=now).lines
    fresh = [line for line in lines if line.name not in names]
    return [FoundPlace(line.slug, line.name, _place_words(line)) for line in fresh[:MOST_FOUND]]


def dry_run(draft: RouteDraft, *, is_known: bool = False) -> DryRun:
    """A file in words."""
    main = of_role(draft.segments, SegmentRole.MAIN)
    climbed = ascent(main)
    return DryRun(
        name=draft.name,
        length=length_words(length(main)),
        ascent="" if climbed is None else translated(n_("%(count)s m"), count=climbed),
        points=sum(len(one.points) for one in draft.segments),
        pieces=len(main),
        waypoints=[point.name for point in draft.waypoints],
        numbers=" – ".join(draft.numbers),
        remarks=[remark_words(remark) for remark in draft.remarks],
        gpx=write_gpx(draft, address=""),
        source_id=draft.source_id or "",
        kind=draft.kind or "",
        is_known=is_known,
    )


def import_page(plan: RoutePlan) -> ImportPage:
    """What an import would do, as far as a page can show it."""
    fresh = [dry_run(draft) for draft in plan.added]
    known = [dry_run(draft, is_known=True) for _, draft in plan.changed]
    return ImportPage(
        runs=[*fresh, *known][:MOST_SHOWN],
        found=len(fresh) + len(known),
        unchanged=[draft.name for draft in plan.unchanged],
        refused=[(one.name, remark_words(one.reason)) for one in plan.refused],
    )


def guide_desk_part(session: Session, now: datetime) -> Part | None:
    """The way from the places to the routes."""
    return Part("routes/_guide_desk.html", {"count": len(queries.all_routes(session))})


def _stop_row(stop: RouteStop) -> StopRow:
    where = f"{stop.latitude:.5f}, {stop.longitude:.5f}"
    return StopRow(
        id=stop.id,
        number=stop.position,
        name=stop.name,
        kind_words=translated(STOP_KIND[stop.kind]),
        where=where if stop.place_id is None else translated(n_("from the guide")),
        has_note=bool(stop.note),
    )


def _place_words(line: StaffPlace) -> str:
    return ", ".join(filter(None, (translated(KIND[line.kind]), line.street)))
