"""Reads GPX from anywhere: what cannot be used is left out, and said.

A DOCTYPE is refused, so no entity can be declared. Markup inside names is read as words.
"""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DTDForbidden
from defusedxml.ElementTree import iterparse

from cityshop.core.words import n_
from cityshop.places.drafts import clean
from cityshop.places.geometry import in_belgium, position
from cityshop.places.refused import Reason, Unusable
from cityshop.routes.drafts import DECIMALS, LONGEST_NAME, Remark, RouteDraft, Waypoint, counted, gap_remarks
from cityshop.routes.errors import (
    FileHasDoctype,
    FileHasNoLine,
    FileHasNoUsablePoints,
    FileTooLong,
    GpxUnreadable,
)
from cityshop.routes.geometry import (
    MOST_POINTS,
    Segment,
    SegmentRole,
    TrackPoint,
    gaps,
    of_role,
    simplified,
)
from cityshop.routes.kinds import StopKind

MOST_POINTS_READ = 300_000
MOST_PIECES = 200
MOST_WAYPOINTS = 99
SMALLEST_GAP_METRES = 50
LOWEST_METRES, HIGHEST_METRES = -100.0, 1_000.0  # Belgium: -4 to 694
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,100}encoding=["']([A-Za-z0-9._-]+)""")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_ROLES: Mapping[str, SegmentRole] = {role.value: role for role in SegmentRole}
_STOP_KINDS: Mapping[str, StopKind] = {kind.value: kind for kind in StopKind}


@dataclass
class _Heard:
    """What was read so far."""

    name: str = ""
    text: str = ""
    points: list[TrackPoint] = field(default_factory=list)
    pieces: list[list[TrackPoint]] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    waypoints: list[Waypoint] = field(default_factory=list)
    left_out: Counter[Reason] = field(default_factory=Counter)
    read: int = 0


def read_gpx(content: bytes) -> RouteDraft:
    """The line and the points of a GPX file, cleaned.

    Raises GpxUnreadable, FileHasDoctype, FileHasNoLine, FileHasNoUsablePoints and FileTooLong.
    """
    as_utf8, was_guessed = _as_utf8(content)
    heard = _Heard()
    try:
        _listen(as_utf8, heard)
    except DTDForbidden as reason:
        raise FileHasDoctype from reason
    except (ParseError, ValueError, LookupError) as reason:
        raise GpxUnreadable from reason
    _refuse_without_line(heard)
    fewer = simplified(heard.segments)
    remarks = [*_remarks(heard, fewer), *([_GUESSED] if was_guessed else [])]
    return RouteDraft(
        segments=tuple(fewer),
        name=heard.name,
        text=heard.text,
        waypoints=tuple(heard.waypoints),
        remarks=tuple(remarks),
    )


_GUESSED = Remark(
    n_("The file says that it is written in UTF-8, but it is not: it was read as Windows-1252.")
)


def _as_utf8(content: bytes) -> tuple[bytes, bool]:
    """Bytes that the parser can read, and whether we had to guess in what they were written."""
    declared = _DECLARED.match(content)
    if content.startswith(_WIDE) or (declared and declared[1].lower() not in (b"utf-8", b"utf8")):
        return content, False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").encode(), True
    return content, False


def _listen(content: bytes, heard: _Heard) -> None:
    for _, element in iterparse(io.BytesIO(content), events=("end",), forbid_dtd=True):
        hear = _HEARS.get(_local(element))
        if hear is not None:
            hear(element, heard)
            element.clear()


def _hear_about(element: Element, heard: _Heard) -> None:
    heard.name, heard.text = _name(element), _child(element, "desc")


def _hear_point(element: Element, heard: _Heard) -> None:
    heard.read += 1
    if heard.read > MOST_POINTS_READ:
        raise FileTooLong(most=MOST_POINTS_READ)
    try:
        point = _point(element)
    except Unusable as unusable:
        heard.left_out[unusable.reason] += 1
        return
    if not heard.points or heard.points[-1][:2] != point[:2]:
        heard.points.append(point)


def _hear_piece(element: Element, heard: _Heard) -> None:
    heard.pieces.append(heard.points)
    heard.points = []


def _hear_route(element: Element, heard: _Heard) -> None:
    _hear_piece(element, heard)
    _hear_line(element, heard)


def _hear_line(element: Element, heard: _Heard) -> None:
    role = _ROLES.get(_child(element, "type"), SegmentRole.MAIN)
    if role is SegmentRole.MAIN:
        heard.name = heard.name or _name(element)
        heard.text = heard.text or _child(element, "desc")
    heard.segments += [Segment(tuple(piece), role) for piece in heard.pieces if len(piece) > 1]
    heard.pieces = []
    if len(heard.segments) > MOST_PIECES:
        raise GpxUnreadable


def _hear_waypoint(element: Element, heard: _Heard) -> None:
    if len(heard.waypoints) >= MOST_WAYPOINTS:
        return
    try:
        point = _point(element)
    except Unusable as unusable:
        heard.left_out[unusable.reason] += 1
        return
    kind = _STOP_KINDS.get(_child(element, "type"), StopKind.HOSPITALITY)
    name, note = _name(element), _child(element, "desc")
    if name:
        heard.waypoints.append(Waypoint(name, point.position, note, kind))


def _point(element: Element) -> TrackPoint:
    """Raises Unusable with the reason when it lies nowhere, or not in Belgium."""
    found = position(_number(element.get("lon")), _number(element.get("lat")))
    here = in_belgium(found)
    height = _number(_child(element, "ele"))
    if height is None or not LOWEST_METRES <= height <= HIGHEST_METRES:
        height = None
    return TrackPoint(
        round(here.longitude, DECIMALS),
        round(here.latitude, DECIMALS),
        None if height is None else round(height, 1),
    )


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _name(element: Element) -> str:
    return _child(element, "name")[:LONGEST_NAME].strip()


def _child(element: Element, name: str) -> str:
    """The words of a child, one line; elements inside it are read as words."""
    for child in element:
        if _local(child) == name:
            return clean("".join(child.itertext()))
    return ""


_HEARS: Mapping[str, Callable[[Element, _Heard], None]] = {
    "metadata": _hear_about,
    "rte": _hear_route,
    "rtept": _hear_point,
    "trk": _hear_line,
    "trkpt": _hear_point,
    "trkseg": _hear_piece,
    "wpt": _hear_waypoint,
}


def _refuse_without_line(heard: _Heard) -> None:
    if any(segment.role is SegmentRole.MAIN for segment in heard.segments):
        return
    if heard.read:
        raise FileHasNoUsablePoints
    raise FileHasNoLine


def _remarks(heard: _Heard, fewer: Sequence[Segment]) -> Iterator[Remark]:
    for reason, count in sorted(heard.left_out.items()):
        one, many = n_("One point was left out: %(reason)s"), n_("%(count)s points were left out: %(reason)s")
        yield counted(count, one, many, reason=reason)
    yield from gap_remarks(gaps(of_role(fewer, SegmentRole.MAIN)), smallest=SMALLEST_GAP_METRES)
    before, after = (_count(segments) for segments in (heard.segments, fewer))
    if before > MOST_POINTS:
        sentence = n_("The line had %(before)s points; %(after)s draw the same line on a phone.")
        yield Remark(sentence, {"before": before, "after": after})


def _count(segments: Iterable[Segment]) -> int:
    return sum(len(segment.points) for segment in segments)
