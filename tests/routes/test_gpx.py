"""GPX from anywhere, and back without loss."""

import math

import pytest

from cityshop.places.geometry import Position
from cityshop.routes.drafts import RouteDraft, Waypoint
from cityshop.routes.errors import (
    FileHasDoctype,
    FileHasNoLine,
    FileHasNoUsablePoints,
    FileTooLong,
    GpxUnreadable,
)
from cityshop.routes.geometry import MOST_POINTS, SegmentRole, length
from cityshop.routes.gpx import read_gpx
from cityshop.routes.gpx_writing import write_gpx
from cityshop.routes.kinds import StopKind
from tests.makers.routes import line

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
NASTY = '<img src=x onerror="alert(1)">'


def gpx(inside, *, head=HEAD):
    return f'{head}<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">{inside}</gpx>'.encode()


def track(*pieces, name="Lus"):
    segments = "".join(f"<trkseg>{''.join(piece)}</trkseg>" for piece in pieces)
    return f"<trk><name>{name}</name>{segments}</trk>"


def point(latitude, longitude, inside=""):
    return f'<trkpt lat="{latitude}" lon="{longitude}">{inside}</trkpt>'


GOOD = (point(50.82, 3.26), point(50.83, 3.27), point(50.84, 3.28))


def sentences(draft):
    return [remark.sentence % remark.facts for remark in draft.remarks]


def points_of(draft):
    return [[(one.latitude, one.longitude) for one in segment.points] for segment in draft.segments]


def test_a_line_is_read_with_its_name_and_heights():
    draft = read_gpx(gpx(track((point(50.82, 3.26, "<ele>18.4</ele>"), GOOD[1]))))

    assert draft.name == "Lus"
    assert [one.elevation for one in draft.segments[0].points] == [18.4, None]
    assert draft.remarks == ()


def test_a_route_is_a_line_too():
    inside = '<rte><name>Wandeling</name><rtept lat="50.82" lon="3.26"/><rtept lat="50.83" lon="3.27"/></rte>'

    draft = read_gpx(gpx(inside))

    assert (draft.name, points_of(draft)) == ("Wandeling", [[(50.82, 3.26), (50.83, 3.27)]])


@pytest.mark.parametrize(
    "bad", [("950.8", "3.26"), ("NaN", "3.26"), ("50.8", "inf"), ("", ""), ("3.26", "50.82"), ("48.8", "2.3")]
)
def test_a_point_that_lies_nowhere_is_left_out_and_said(bad):
    draft = read_gpx(gpx(track((*GOOD, point(*bad)))))

    assert len(draft.segments[0].points) == 3
    assert sentences(draft)[0].startswith("One point was left out")


def test_a_line_of_which_no_point_can_be_used_is_refused():
    with pytest.raises(FileHasNoUsablePoints):
        read_gpx(gpx(track((point("3.26", "50.82"), point("3.27", "50.83")))))


def test_html_inside_is_read_as_words():
    draft = read_gpx(gpx(track(GOOD, name="<b>Lus</b> <i>langs</i> &lt;script&gt;")))

    assert draft.name == "Lus langs <script>"


def test_latin_1_that_says_so_is_read():
    text = gpx(track(GOOD, name="Café Ünique"), head='<?xml version="1.0" encoding="ISO-8859-1"?>').decode()

    assert read_gpx(text.encode("latin-1")).name == "Café Ünique"


def test_latin_1_that_says_it_is_utf_8_is_read_and_said():
    draft = read_gpx(gpx(track(GOOD, name="Café Ünique")).decode().encode("latin-1"))

    assert draft.name == "Café Ünique"
    assert "read as Windows-1252" in sentences(draft)[-1]


def test_utf_16_is_read():
    text = gpx(track(GOOD, name="Café"), head='<?xml version="1.0" encoding="UTF-16"?>').decode()

    assert read_gpx(text.encode("utf-16")).name == "Café"


def test_a_long_track_becomes_what_a_phone_needs():
    around = [index / 20_000 * 2 * math.pi for index in range(20_000)]
    piece = [point(50.82 + 0.04 * math.sin(turn), 3.26 + 0.06 * math.cos(turn)) for turn in around]

    draft = read_gpx(gpx(track(piece)))

    assert len(draft.segments[0].points) <= MOST_POINTS
    assert length(draft.segments) == pytest.approx(27_164, rel=0.002)
    assert sentences(draft) == [
        f"The line had 20000 points; {len(draft.segments[0].points)} draw the same line on a phone."
    ]


def test_a_line_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("cityshop.routes.gpx.MOST_POINTS_READ", 2)

    with pytest.raises(FileTooLong):
        read_gpx(gpx(track(GOOD)))


def test_points_without_a_line_are_refused():
    with pytest.raises(FileHasNoLine):
        read_gpx(gpx('<wpt lat="50.82" lon="3.26"><name>Bank</name></wpt>'))


def test_a_gap_between_segments_stays_a_gap_and_is_said():
    draft = read_gpx(gpx(track(GOOD[:2], (point(50.85, 3.29), point(50.86, 3.30)))))

    assert len(draft.segments) == 2
    assert sentences(draft) == ["After piece 1 the line stops: 2630 metres are missing."]


@pytest.mark.parametrize(
    "declared",
    [
        "<!DOCTYPE gpx>",
        '<!DOCTYPE gpx [<!ENTITY a "b">]>',
        '<!DOCTYPE gpx SYSTEM "http://127.0.0.1/evil.dtd">',
        '<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_doctype_is_refused(declared):
    with pytest.raises(FileHasDoctype):
        read_gpx(gpx(track(GOOD), head=HEAD + declared))


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"<gpx><trk>", b"\x00" * 50, b"\xff\xfe<", HEAD.encode(), b"<gpx>&x;</gpx>"],
)
def test_what_is_no_gpx_is_refused(content):
    with pytest.raises(GpxUnreadable):
        read_gpx(content)


def test_an_encoding_nobody_knows_is_refused():
    with pytest.raises(GpxUnreadable):
        read_gpx(gpx(track(GOOD), head='<?xml version="1.0" encoding="klingon"?>'))


def test_written_and_read_again_nothing_is_lost():
    draft = RouteDraft(
        segments=(
            line(((50.82, 3.26, 18.4), (50.83, 3.27, 20.0))),
            line(((50.831234, 3.271234), (50.84, 3.28))),
            line(((50.82, 3.26), (50.84, 3.28)), SegmentRole.BRANCH),
            line(((50.83, 3.27), (50.85, 3.29)), SegmentRole.SHORT_CUT),
        ),
        name=f"Lus & terug {NASTY}",
        text="Langs ’t water",
        waypoints=(
            Waypoint(NASTY, Position(3.26, 50.82), "a < b & 'c'", StopKind.BARBECUE),
            Waypoint("IJs", Position(3.27, 50.83), "", StopKind.ICE_CREAM),
        ),
    )

    written = write_gpx(draft, address="https://stad.example/kortrijk/routes/lus?a=1&b=2")
    again = read_gpx(written.encode())

    assert again.waypoints == draft.waypoints
    assert sorted(again.segments, key=str) == sorted(draft.segments, key=str)
    assert (again.name, again.text) == (draft.name, draft.text)
    assert "<img" not in written
