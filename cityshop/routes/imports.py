"""Routes from a map into a city's list: first a plan of what would change, then all of it or nothing.

A route that people redrew keeps its line; what people wrote is never touched.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from cityshop.core.journal import Happening, record
from cityshop.routes.drafts import DraftRefused, RouteDraft
from cityshop.routes.geometry import segments_as_json
from cityshop.routes.kinds import RouteKind
from cityshop.routes.models import Route
from cityshop.routes.queries import routes_from_maps
from cityshop.routes.services import RouteFacts, create_route, draw_from_map, set_line, set_short_cut
from cityshop.routes.stops import add_waypoints


@dataclass
class RoutePlan:
    """What an import would do."""

    added: list[RouteDraft] = field(default_factory=list)
    changed: list[tuple[Route, RouteDraft]] = field(default_factory=list)
    unchanged: list[RouteDraft] = field(default_factory=list)
    refused: list[DraftRefused] = field(default_factory=list)

    @property
    def drafts(self) -> Sequence[RouteDraft]:
        """All that can be used."""
        return [*self.added, *(draft for _, draft in self.changed), *self.unchanged]


@dataclass(frozen=True, slots=True)
class Taking:
    """What of a file becomes part of a route."""

    is_short_cut: bool = False
    with_points: bool = False


def take_draft(  # noqa: PLR0913 - a route, a file, what of it, by whom and when
    session: Session, route: Route, draft: RouteDraft, taking: Taking, *, account_id: int, now: datetime
) -> None:
    """Give a route the line of a file, or its short cut, and its points as stops."""
    if taking.is_short_cut:
        set_short_cut(session, route, draft.segments, account_id=account_id, now=now)
    else:
        set_line(session, route, draft.segments, account_id=account_id, now=now)
    if taking.with_points:
        add_waypoints(session, route, draft.waypoints, account_id=account_id, now=now)


def plan_import(session: Session, found: Iterable[RouteDraft | DraftRefused]) -> RoutePlan:
    """What these routes of a map would change in the chosen city."""
    known, plan = routes_from_maps(session), RoutePlan()
    for one in found:
        if isinstance(one, DraftRefused):
            plan.refused.append(one)
            continue
        route = known.get(one.source_id or "")
        if route is None:
            plan.added.append(one)
        elif route.line_is_ours or _is_same(route, one):
            plan.unchanged.append(one)
        else:
            plan.changed.append((route, one))
    return plan


def carry_out(session: Session, plan: RoutePlan, *, account_id: int | None, now: datetime) -> list[Route]:
    """Do it; new routes are drafts. Gives the new ones."""
    added = [_add(session, draft, account_id=account_id, now=now) for draft in plan.added]
    for route, draft in plan.changed:
        draw_from_map(route, draft.segments, draft.numbers)
        route.changed_at = now
    if plan.added or plan.changed:
        note = f"{len(plan.added)} new, {len(plan.changed)} changed"
        record(session, Happening.ROUTES_IMPORTED, "routes", account_id=account_id, now=now, note=note)
    session.flush()
    return added


def _add(session: Session, draft: RouteDraft, *, account_id: int | None, now: datetime) -> Route:
    facts = RouteFacts(
        title={"nl": draft.name or "Route"},
        text={"nl": draft.text} if draft.text else {},
        kind=draft.kind or RouteKind.CYCLE,
        picture_alt={},
    )
    route = create_route(session, facts, account_id=account_id, now=now)
    route.source_id = draft.source_id
    draw_from_map(route, draft.segments, draft.numbers)
    session.flush()
    return route


def _is_same(route: Route, draft: RouteDraft) -> bool:
    return route.segments == segments_as_json(draft.segments) and route.numbers == list(draft.numbers)
