"""Everything that changes a route; its stops are in `stops`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from cityshop.core.db import renew_public_pages
from cityshop.core.journal import Happening, record
from cityshop.core.pictures import claim_picture, forget_picture
from cityshop.links.services import renew_links
from cityshop.places.services import free_slug, slug_of
from cityshop.routes.errors import RouteHasNoLine, RouteNeedsMainLine, ShortCutElsewhere
from cityshop.routes.geometry import (
    Segment,
    SegmentRole,
    ascent,
    length,
    of_role,
    segments_as_json,
    segments_from_json,
    simplified,
)
from cityshop.routes.models import Route, RouteState
from cityshop.routes.printed import link_drafts
from cityshop.routes.queries import slugs_like
from cityshop.routes.rules import short_cut

NO_SLUGS = {"new", "import"}  # pages of town hall


@dataclass(frozen=True, kw_only=True)
class RouteFacts:
    """What people say of a route; texts per language, `picture` the name of a kept picture."""

    title: Mapping[str, str]
    text: Mapping[str, str]
    kind: str
    campaign_id: int | None = None
    picture: str = ""
    picture_alt: Mapping[str, str]


def create_route(session: Session, facts: RouteFacts, *, account_id: int | None, now: datetime) -> Route:
    """Add a route as a draft; its address is made of its Dutch title and stays."""
    title = facts.title.get("nl") or next(iter(facts.title.values()), "route")
    slug = free_slug(title, slugs_like(session, slug_of(title)) | NO_SLUGS)
    route = Route(slug=slug, campaign_id=None, kind=facts.kind, title={}, changed_at=now)
    session.add(_filled(session, route, facts))
    session.flush()
    record(session, Happening.ROUTE_CREATED, f"route {route.id}", account_id=account_id, now=now)
    return route


def change_route(
    session: Session, route: Route, facts: RouteFacts, *, account_id: int, now: datetime
) -> Route:
    """Change what people say of it. Its line stays, and what was printed pauses with its new campaign."""
    _filled(session, route, facts)
    session.flush()
    renew_links(session, link_drafts(session, route))
    return _changed(session, route, "words", account_id=account_id, now=now)


def set_line(
    session: Session, route: Route, segments: Sequence[Segment], *, account_id: int | None, now: datetime
) -> Route:
    """Give it this line, branches included; a short cut of before stays where it still fits."""
    before = of_role(segments_from_json(route.segments), SegmentRole.SHORT_CUT)
    own = of_role(segments, SegmentRole.SHORT_CUT)
    line = [segment for segment in segments if segment.role is not SegmentRole.SHORT_CUT]
    wanted = [*line, *(own or before)]
    _draw(route, wanted if short_cut(wanted) else line)
    route.line_is_ours, route.numbers = True, []
    return _changed(session, route, "line", account_id=account_id, now=now)


def set_short_cut(
    session: Session, route: Route, segments: Sequence[Segment], *, account_id: int, now: datetime
) -> Route:
    """Give it this short cut; raises RouteNeedsMainLine and ShortCutElsewhere."""
    line = _without_short_cut(route)
    if not line:
        raise RouteNeedsMainLine
    shorter = [Segment(one.points, SegmentRole.SHORT_CUT) for one in of_role(segments, SegmentRole.MAIN)]
    wanted = simplified([*line, *shorter])
    if short_cut(wanted) is None:
        raise ShortCutElsewhere
    _draw(route, wanted)
    return _changed(session, route, "short cut", account_id=account_id, now=now)


def remove_short_cut(session: Session, route: Route, *, account_id: int, now: datetime) -> Route:
    """Leave only the whole way round."""
    _draw(route, _without_short_cut(route))
    return _changed(session, route, "no short cut", account_id=account_id, now=now)


def publish_route(session: Session, route: Route, *, account_id: int, now: datetime) -> None:
    """Show it to everybody; raises RouteHasNoLine."""
    published = session.scalar(
        update(Route)
        .where(Route.id == route.id, Route.length_m > 0)
        .values(state=RouteState.PUBLISHED, changed_at=now)
        .returning(Route.id)
    )
    if published is None:
        raise RouteHasNoLine
    renew_public_pages(session, route.city_id)
    record(session, Happening.ROUTE_PUBLISHED, f"route {route.id}", account_id=account_id, now=now)


def withdraw_route(session: Session, route: Route, *, account_id: int, now: datetime) -> None:
    """Make it a draft again: nobody but town hall sees it."""
    session.execute(update(Route).where(Route.id == route.id).values(state=RouteState.DRAFT, changed_at=now))
    renew_public_pages(session, route.city_id)
    record(session, Happening.ROUTE_WITHDRAWN, f"route {route.id}", account_id=account_id, now=now)


def draw_from_map(route: Route, segments: Sequence[Segment], numbers: Sequence[str]) -> bool:
    """Take over the line of its relation; whether that changed anything."""
    before = (route.segments, route.numbers)
    _draw(route, segments)
    route.numbers = list(numbers)
    return (route.segments, route.numbers) != before


def _filled(session: Session, route: Route, facts: RouteFacts) -> Route:
    route.title, route.text, route.kind = dict(facts.title), dict(facts.text), facts.kind
    route.campaign_id = facts.campaign_id
    route.picture_alt = dict(facts.picture_alt)
    _show_picture(session, route, facts.picture)
    return route


def _show_picture(session: Session, route: Route, name: str) -> None:
    """Take over a picture that is free; what is shown no longer is erased."""
    if name == route.picture or (name and not claim_picture(session, name)):
        return
    if route.picture:
        forget_picture(session, route.picture)
    route.picture = name


def _without_short_cut(route: Route) -> list[Segment]:
    segments = segments_from_json(route.segments)
    return [segment for segment in segments if segment.role is not SegmentRole.SHORT_CUT]


def _draw(route: Route, segments: Sequence[Segment]) -> None:
    main = of_role(segments, SegmentRole.MAIN)
    shorter = short_cut(segments)
    route.segments = segments_as_json(segments)
    route.length_m = round(length(main))
    route.ascent_m = ascent(main)
    route.short_cut_m = shorter.metres if shorter else None


def _changed(session: Session, route: Route, note: str, *, account_id: int | None, now: datetime) -> Route:
    route.changed_at = now
    subject = f"route {route.id}"
    record(session, Happening.ROUTE_CHANGED, subject, account_id=account_id, now=now, note=note)
    session.flush()
    return route
