"""Which place a row of a permit list means."""

import pytest

from cityshop.terraces.matching import Streets, number_of, street_of
from cityshop.terraces.permit_rows import PermitRow, RowReason, RowUnusable
from cityshop.terraces.queries import Spot

SPOTS = (
    Spot(1, "Café ’t Belfort", "Grote Markt 12"),
    Spot(2, "De Klokkenluider", "Grote Markt 27"),
    Spot(3, "Koffie Vlas", "Vlasmarkt 4"),
    Spot(4, "Frituur Peter", "Plein 1"),
    Spot(5, "Frituur Peter", "Plein 40"),
    Spot(6, "Brasserie Broelzicht", "Broelkaai 2"),
)


def place_of(name, street):
    return Streets(SPOTS).place_of(PermitRow(2, name, street)).place_id


def refused(name, street):
    with pytest.raises(RowUnusable) as refusal:
        place_of(name, street)
    return refusal.value.reason


@pytest.mark.parametrize(
    ("text", "street", "number"),
    [
        ("Grote Markt 12", "grote markt", "12"),
        ("GROTE MARKT, 12A", "grote markt", "12"),
        ("Grote Markt nr. 12", "grote markt", "12"),
        ("Grote Markt 12-14", "grote markt", "12"),
        ("Sint-Maartenskerkhof 3/1", "sint maartenskerkhof", "3"),
        ("Rue de l’Église 12 bte 3", "rue de l eglise", "12"),
        ("12, rue Neuve", "rue neuve", "12"),
        ("Plein 1940 5", "plein 1940", "5"),
        ("Vlasmarkt", "vlasmarkt", ""),
        ("", "", ""),
    ],
)
def test_a_street_is_told_from_its_number(text, street, number):
    assert (street_of(text), number_of(text)) == (street, number)


@pytest.mark.parametrize(
    ("name", "street", "place_id"),
    [
        ("Café 't Belfort", "Grote Markt 12", 1),
        ("BELFORT", "Grote Markt", 1),
        ("De Klokkenluider BV", "Grote Markt 27", 2),
        ("koffie vlas", "Vlasmarkt 4", 3),
        ("Koffie Vlas Kortrijk", "Vlasmarkt 4", 3),
        ("Frituur Peter", "Plein 40", 5),
        ("Broelzicht", "Broelkaai 2", 6),
    ],
)
def test_a_row_means_the_name_within_its_street(name, street, place_id):
    assert place_of(name, street) == place_id


@pytest.mark.parametrize(
    ("name", "street", "reason"),
    [
        ("Koffie Vlas", "Doorniksestraat 4", RowReason.STREET_UNKNOWN),
        ("Koffie Vlas", "Grote Markt 12", RowReason.NAME_UNKNOWN),
        ("De Vlieger", "Vlasmarkt 4", RowReason.NAME_UNKNOWN),
        ("Frituur Peter", "Plein", RowReason.SEVERAL),
    ],
)
def test_a_row_that_is_not_sure_changes_nothing(name, street, reason):
    assert refused(name, street) == reason


def test_names_in_the_same_street_are_a_hint():
    hints = Streets(SPOTS).hints(PermitRow(2, "De Vlieger", "Grote Markt 27"))

    assert hints == ["De Klokkenluider", "Café ’t Belfort"]
