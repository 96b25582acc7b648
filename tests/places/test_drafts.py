import pytest

from cityshop.places.drafts import Found, draft_of, drafts
from cityshop.places.geometry import Position
from cityshop.places.kinds import PlaceKind
from cityshop.places.refused import Reason, Refused, Unusable

GROTE_MARKT = Position(3.2646, 50.8279)


def found(source_id="node/1", position=GROTE_MARKT, **tags):
    return Found(source_id, {"amenity": "cafe", "name": "De Sleutel"} | tags, position)


def test_a_draft_has_everything_the_map_knows():
    tags = {
        "addr:street": "Grote Markt",
        "addr:housenumber": "5",
        "addr:postcode": "8500",
        "addr:city": "Kortrijk",
    }

    draft = draft_of(
        found(**tags, phone="+32 56 00 00 00;+32 56 00 00 01", opening_hours="24/7", wheelchair="limited")
    )

    assert (draft.street, draft.postal_code, draft.town) == ("Grote Markt 5", "8500", "Kortrijk")
    assert (draft.phone, draft.hours_text, draft.wheelchair) == ("+32 56 00 00 00", "24/7", "limited")
    assert (draft.latitude, draft.longitude) == (50.8279, 3.2646)


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"amenity": "pub"}, PlaceKind.BAR),
        ({"amenity": "ice_cream"}, PlaceKind.ICE_CREAM),
        ({"amenity": "", "shop": "ice_cream"}, PlaceKind.ICE_CREAM),
        ({"amenity": "", "shop": "bakery"}, PlaceKind.SHOP),
        ({"amenity": "cafe", "shop": "bakery"}, PlaceKind.CAFE),
        ({"amenity": "pharmacy", "shop": "chemist"}, PlaceKind.SHOP),
    ],
)
def test_a_place_is_what_a_visitor_would_call_it(tags, kind):
    assert draft_of(found(**tags)).kind is kind


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        ({"amenity": "bicycle_parking"}, Reason.NOT_IN_A_GUIDE),
        ({"amenity": "", "shop": "vacant"}, Reason.NOT_IN_A_GUIDE),
        ({"amenity": "", "shop": "car_repair"}, Reason.NOT_IN_A_GUIDE),
        ({"name": " \x00 "}, Reason.NO_NAME),
    ],
)
def test_what_does_not_belong_in_the_guide_is_refused(tags, reason):
    with pytest.raises(Unusable) as refused:
        draft_of(found(**tags))

    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("website", "kept"),
    [
        ("https://sleutel.example/kaart?x=1", "https://sleutel.example/kaart?x=1"),
        ("www.sleutel.example", "https://www.sleutel.example"),
        ("javascript:alert(1)", ""),
        ("JavaScript:alert(1)//www.sleutel.example", ""),
        ("data:text/html,<script>", ""),
        ("//sleutel.example", ""),
        ("https://bank.example@evil.example/", ""),
        ("https://[", ""),
        ("https://sleutel.example/\nx", ""),
        ("https://" + "a" * 600 + ".example", ""),
        ("geen", ""),
    ],
)
def test_only_web_addresses_are_kept(website, kept):
    assert draft_of(found(website=website)).website == kept


def test_a_strange_name_is_kept_as_text_on_one_line():
    draft = draft_of(found(name="<img src=x\n onerror=alert(1)>\u202e \ud800'Café"))

    assert draft.name == "<img src=x onerror=alert(1)> 'Café"


def test_nonsense_in_small_fields_is_left_out():
    draft = draft_of(found(**{"addr:postcode": "B-8500?", "phone": "call me", "wheelchair": "maybe"}))

    assert (draft.postal_code, draft.phone, draft.wheelchair) == ("", "", "unknown")


def test_an_object_that_comes_twice_counts_once():
    first, second = drafts([found(), found()])

    assert first == draft_of(found())
    assert second == Refused("node/1", Reason.SAME_OBJECT, "De Sleutel")


def test_places_without_an_id_are_never_the_same_object():
    assert Reason.SAME_OBJECT not in {getattr(row, "reason", None) for row in drafts([found(""), found("")])}


def test_a_refused_row_without_an_id_is_named_by_its_number():
    assert list(drafts([found(""), found("", amenity="school")]))[1] == Refused(
        "2", Reason.NOT_IN_A_GUIDE, "De Sleutel"
    )


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence(reason):
    assert reason.sentence.endswith(".")
