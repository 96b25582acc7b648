"""Writes GPX 1.1."""

from collections.abc import Iterator
from html import escape

from cityshop.routes.drafts import RouteDraft
from cityshop.routes.geometry import SegmentRole, TrackPoint, of_role

NAMESPACE = "http://www.topografix.com/GPX/1/1"


def write_gpx(draft: RouteDraft, *, address: str) -> str:
    """The same route as a file; `read_gpx` gives back every point, height, role, name and note."""
    return "\n".join([*_head(draft, address), *_waypoints(draft), *_tracks(draft), "</gpx>", ""])


def _head(draft: RouteDraft, address: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<gpx version="1.1" creator="cityshop" xmlns="{NAMESPACE}">'
    link = f'<link href="{escape(address)}"/>'
    yield f"<metadata>{_element('name', draft.name)}{_element('desc', draft.text)}{link}</metadata>"


def _waypoints(draft: RouteDraft) -> Iterator[str]:
    for one in draft.waypoints:
        words = _element("name", one.name) + _element("desc", one.note) + _element("type", one.kind.value)
        yield f'<wpt lat="{one.position.latitude:.6f}" lon="{one.position.longitude:.6f}">{words}</wpt>'


def _tracks(draft: RouteDraft) -> Iterator[str]:
    """One track for each role, the line itself first."""
    for role in SegmentRole:
        pieces = of_role(draft.segments, role)
        if not pieces:
            continue
        words = _element("name", draft.name) if role is SegmentRole.MAIN else ""
        yield f"<trk>{words}{_element('type', role.value)}"
        for piece in pieces:
            yield f"<trkseg>{''.join(map(_track_point, piece.points))}</trkseg>"
        yield "</trk>"


def _track_point(point: TrackPoint) -> str:
    height = "" if point.elevation is None else f"<ele>{point.elevation:.1f}</ele>"
    return f'<trkpt lat="{point.latitude:.6f}" lon="{point.longitude:.6f}">{height}</trkpt>'


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""
