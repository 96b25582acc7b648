"""Routes and node networks from relations of a map that we drew ourselves.

Nodes lie on a grid: node 12 is one column to the east and two rows to the north of node 0.
"""

import json
import random

import pytest

from cityshop.places.geometry import Position
from cityshop.routes.drafts import DraftRefused, RouteDraft
from cityshop.routes.errors import FileHasDoctype, MapHasNoRoutes, MapUnreadable, RelationUnknown
from cityshop.routes.geometry import SegmentRole, length, of_role
from cityshop.routes.kinds import RouteKind
from cityshop.routes.map_files import read_file, read_sent
from tests.makers.routes import line as piece

STEP = 0.01
CYCLE = {"type": "route", "route": "bicycle", "name": "Leieroute"}


def where(node):
    east, north = divmod(node, 10)
    return round(3.26 + east * STEP, 6), round(50.82 + north * STEP, 6)


def member(way, role="", sort="way"):
    return {"type": sort, "ref": way, "role": role}


def relation(members, tags=CYCLE, number=1):
    return {"type": "relation", "id": number, "tags": tags, "members": members}


def drawn(ways, *relations, numbers=(), without=()):
    """A map as Overpass answers it; `numbers` are junctions of a network: {node: number}."""
    nodes = {node for way in ways.values() for node in way} - set(without)
    tags = dict(numbers)
    return {
        "elements": [
            *(
                {"type": "node", "id": node, "lon": where(node)[0], "lat": where(node)[1]}
                | ({"tags": {"rcn_ref": tags[node]}} if node in tags else {})
                for node in sorted(nodes)
            ),
            *({"type": "way", "id": way, "nodes": list(corners)} for way, corners in ways.items()),
            *relations,
        ]
    }


def as_osm(found):
    """The same map as OpenStreetMap's own XML."""
    rows = []
    for one in found["elements"]:
        inside = "".join(f'<tag k="{k}" v="{v}"/>' for k, v in one.get("tags", {}).items())
        inside += "".join(f'<nd ref="{node}"/>' for node in one.get("nodes", ()))
        inside += "".join(
            f'<member type="{m["type"]}" ref="{m["ref"]}" role="{m["role"]}"/>'
            for m in one.get("members", ())
        )
        at = f' lat="{one["lat"]}" lon="{one["lon"]}"' if one["type"] == "node" else ""
        rows.append(f'<{one["type"]} id="{one["id"]}" version="1"{at}>{inside}</{one["type"]}>')
    return f'<?xml version="1.0"?><osm version="0.6">{"".join(rows)}</osm>'.encode()


def read(found, **options):
    return read_sent("routes.json", json.dumps(found).encode(), **options)


def nodes_of(segment):
    grid = {Position(*where(node)): node for node in range(100)}
    return [grid[point.position] for point in segment.points]


def main(draft):
    return [nodes_of(segment) for segment in of_role(draft.segments, SegmentRole.MAIN)]


def branches(draft):
    return [nodes_of(segment) for segment in of_role(draft.segments, SegmentRole.BRANCH)]


def sentences(draft):
    return [remark.sentence % remark.facts for remark in draft.remarks]


STRAIGHT = {1: (0, 10), 2: (10, 20), 3: (20, 30), 4: (30, 40)}
CITY = {1: (0, 10), 2: (10, 11, 21, 20), 3: (20, 10), 4: (20, 30)}  # there by 11 and 21, back by 20 to 10


@pytest.mark.parametrize("seed", range(8))
def test_members_in_any_order_and_direction_make_one_line(seed):
    mixed = random.Random(seed)  # noqa: S311 - an order, not a secret
    ways = {way: nodes if mixed.random() < 0.5 else nodes[::-1] for way, nodes in STRAIGHT.items()}
    members = [member(way) for way in ways]
    mixed.shuffle(members)

    (draft,) = read(drawn(ways, relation(members)))

    assert main(draft) in ([[0, 10, 20, 30, 40]], [[40, 30, 20, 10, 0]])
    assert draft.remarks == ()


@pytest.mark.parametrize("order", [(1, 2, 3, 4), (4, 3, 2, 1), (2, 4, 1, 3)])
def test_forward_branches_make_a_way_there_and_a_way_back(order):
    roles = {2: "forward", 3: "forward"}

    (draft,) = read(drawn(CITY, relation([member(way, roles.get(way, "")) for way in order])))

    there, back = [0, 10, 11, 21, 20, 30], [30, 20, 10, 0]
    assert main(draft) in ([there], [back])
    assert branches(draft) == ([[20, 10]] if main(draft) == [there] else [[10, 11, 21, 20]])


def test_backward_means_against_the_direction_of_the_way():
    ways = CITY | {3: (10, 20)}

    (draft,) = read(
        drawn(ways, relation([member(1), member(2, "forward"), member(3, "backward"), member(4)]))
    )

    assert main(draft) == [[0, 10, 11, 21, 20, 30]]
    assert branches(draft) == [[20, 10]]
    assert sentences(draft) == ["One piece lies beside the line, such as the other side of a one-way street."]


def test_a_way_that_is_missing_is_reported_and_leaves_a_gap():
    ways = {way: nodes for way, nodes in STRAIGHT.items() if way != 2}

    (draft,) = read(drawn(ways, relation([member(way) for way in (4, 1, 3, 2)])))

    assert main(draft) in ([[0, 10], [20, 30, 40]], [[40, 30, 20], [10, 0]])
    assert sentences(draft) == [
        "One of its ways is not in this file: 2",
        "After piece 1 the line stops: 702 metres are missing.",
    ]


def test_a_way_with_a_point_that_is_missing_is_missing():
    (draft,) = read(drawn(STRAIGHT, relation([member(way) for way in STRAIGHT]), without=(40,)))

    assert main(draft) == [[0, 10, 20, 30]]
    assert sentences(draft) == ["One of its ways is not in this file: 4"]


def test_a_round_goes_in_the_direction_of_its_first_way():
    ways = {1: (0, 10), 2: (10, 11), 3: (1, 11), 4: (1, 0)}

    (draft,) = read(drawn(ways, relation([member(way) for way in (1, 3, 4, 2)])))

    assert main(draft) == [[0, 10, 11, 1, 0]]


def test_a_figure_of_eight_uses_every_way_once():
    ways = {1: (0, 10, 11), 2: (11, 1, 0), 3: (11, 21, 22), 4: (22, 12, 11)}

    (draft,) = read(drawn(ways, relation([member(way) for way in (3, 1, 4, 2)])))

    (line,) = main(draft)
    assert length(draft.segments) == pytest.approx(sum(length([_piece(way)]) for way in ways.values()), abs=5)
    assert line[0] == line[-1]


def _piece(nodes):
    return piece([where(node)[::-1] for node in nodes])


def test_a_roundabout_is_entered_and_left_where_the_ways_touch_it():
    ways = {1: (1, 11), 2: (12, 22, 21, 11, 12), 3: (21, 31)}

    (draft,) = read(drawn(ways, relation([member(way) for way in (1, 2, 3)])))

    (line,) = main(draft)
    assert (line[0], line[-1]) in ((1, 31), (31, 1))
    assert {11, 21} <= set(line)
    assert branches(draft)


def test_a_spur_lies_beside_the_line():
    ways = STRAIGHT | {5: (20, 21)}

    (draft,) = read(drawn(ways, relation([member(way) for way in ways])))

    assert main(draft) in ([[0, 10, 20, 30, 40]], [[40, 30, 20, 10, 0]])
    assert branches(draft) == [[20, 21]]


def test_a_one_way_round_is_followed_its_own_way():
    ways = {1: (0, 10), 2: (11, 10), 3: (11, 1), 4: (1, 0)}
    roles = {1: "forward", 2: "backward", 3: "forward", 4: "forward"}

    (draft,) = read(drawn(ways, relation([member(way, role) for way, role in roles.items()])))

    assert main(draft) == [[0, 10, 11, 1, 0]]


def test_ways_to_the_route_are_left_out_and_said():
    ways = STRAIGHT | {5: (40, 50)}

    (draft,) = read(drawn(ways, relation([*(member(way) for way in STRAIGHT), member(5, "approach")])))

    assert main(draft)[0][-1] != 50
    assert sentences(draft) == ["One member is a way to the route or around it; it is left out."]


def test_a_node_network_gives_its_routes_with_their_numbers():
    tags = {"type": "route", "route": "bicycle", "network": "rcn", "ref": "12-34"}
    network = {"type": "network", "network": "rcn", "name": "Leiestreek"}
    found = drawn(
        STRAIGHT,
        relation([member(1), member(2)], tags, number=1),
        relation([member(4), member(3)], tags | {"ref": "34-56"}, number=2),
        relation([member(1, sort="relation"), member(2, sort="relation")], network, number=9),
        numbers={0: "12", 20: "34", 40: "56"},
    )

    one, other = read(found, relation_id=9)

    assert (one.name, one.numbers) == ("12-34", ("12", "34"))
    assert sorted(other.numbers) == ["34", "56"]
    assert len(read(found)) == 2


def test_a_long_route_is_made_of_its_parts():
    whole = CYCLE | {"type": "superroute", "name": "Vlaanderen"}
    found = drawn(
        STRAIGHT,
        relation([member(1), member(2)], number=1),
        relation([member(4), member(3)], number=2),
        relation([member(1, sort="relation"), member(2, sort="relation")], whole, number=9),
    )

    (draft,) = read(found)

    assert (draft.name, main(draft)) == ("Vlaanderen", [[0, 10, 20, 30, 40]])


def test_relations_that_hold_one_another_end():
    found = drawn(
        STRAIGHT,
        relation([member(1), member(2, sort="relation")], number=1),
        relation([member(2), member(1, sort="relation")], number=2),
    )

    assert isinstance(read(found, relation_id=1)[0], RouteDraft)


def test_buses_are_no_routes():
    with pytest.raises(MapHasNoRoutes):
        read(drawn(STRAIGHT, relation([member(1)], {"type": "route", "route": "bus"})))


def test_a_relation_that_is_not_there_is_named():
    with pytest.raises(RelationUnknown) as refusal:
        read(drawn(STRAIGHT, relation([member(1)])), relation_id=77)

    assert refusal.value.facts == {"relation": 77}


def test_a_relation_without_its_ways_is_refused_with_a_reason():
    (refused,) = read(drawn({}, relation([member(1)])))

    assert isinstance(refused, DraftRefused)
    assert refused.reason.sentence == "None of its ways are in this file."


def test_walks_and_cycle_routes_are_told_apart():
    (draft,) = read(
        drawn(STRAIGHT, relation([member(1)], {"type": "route", "route": "hiking", "ref": "GR 5"}))
    )

    assert (draft.kind, draft.name) == (RouteKind.WALK, "GR 5")


def test_overpass_with_geometry_inside_gives_the_same():
    corners = [{"lon": where(node)[0], "lat": where(node)[1]} for node in STRAIGHT[1]]
    found = {"elements": [relation([member(1) | {"geometry": corners}])]}

    assert main(read(found)[0]) == [[0, 10]]


def test_xml_and_binary_give_what_json_gives(tmp_path):
    found = drawn(
        CITY,
        relation([member(1), member(2, "forward"), member(3, "forward"), member(4)]),
        numbers={0: "1", 30: "2"},
    )
    osm = tmp_path / "routes.osm"
    osm.write_bytes(as_osm(found))

    assert read_file(osm) == read(found)
    assert read_file(_as_pbf(osm)) == read(found)


def _as_pbf(osm):
    osmium = pytest.importorskip("osmium")
    pbf = osm.with_suffix(".osm.pbf")
    with osmium.SimpleWriter(str(pbf)) as writer:
        for one in osmium.FileProcessor(osm):
            writer.add(one)
    return pbf


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"elements": 3}', b'{"elements": [{"type": "relation"}]}', b"null", b"\xff"],
)
def test_what_is_no_answer_of_overpass_is_refused(content):
    with pytest.raises((MapUnreadable, MapHasNoRoutes)):
        read_sent("x.json", content)


def test_a_map_with_a_doctype_is_refused():
    osm = as_osm(drawn(STRAIGHT, relation([member(1)]))).replace(b"<osm", b"<!DOCTYPE osm><osm", 1)

    with pytest.raises(FileHasDoctype):
        read_sent("x.osm", osm)


def test_a_map_that_breaks_off_is_refused():
    with pytest.raises(MapUnreadable):
        read_sent("x.osm", as_osm(drawn(STRAIGHT, relation([member(1)])))[:-10])
