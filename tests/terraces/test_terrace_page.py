"""The form of one terrace, and what the guide says of it."""

from datetime import date

import pytest
from sqlalchemy import func, select

from cityshop.core.db import across_cities
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import PERMISSIONS, Act, Role
from cityshop.places.models import Place, Terrace
from tests.bad_input import BAD_TEXTS
from tests.makers.terraces import DAY, TODAY
from tests.page import Page
from tests.sign_in import post_form, sign_in

FIELDS = {
    "seats": "24",
    "square_metres": "36",
    "closing_hour": "23u00",
    "is_covered": "y",
    "permit_from": "2026-04-01",
    "permit_to": "2027-03-31",
    "season": "",
}
TEXT_FIELDS = (
    "seats", "square_metres", "closing_hour", "permit_from", "permit_to", "extension_seats",
    "extension_square_metres", "extension_from", "extension_to", "season", "sunny_from", "sunny_to", "point",
)  # fmt: skip


@pytest.fixture
def amina(make, client):
    """Amina is staff; here she works for Kortrijk."""
    return sign_in(client, make.staff(Role.WRITER))


def form_of(place):
    return f"/staff/kortrijk/places/{place.slug}/terrace"


def stored(database, place):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(Place).where(Place.id == place.id)).one().terrace


def entries(database):
    with database.reads() as session:
        return list(session.scalars(select(JournalEntry.happening)))


def in_guide(client, place):
    return Page(client.get(f"/en/kortrijk/guide/{place.slug}")).text


def test_a_place_gets_a_terrace_that_stands_in_the_guide_at_once(make, amina, database):
    place = make.place()
    before = in_guide(amina, place)

    answer = post_form(amina, form_of(place), **FIELDS)

    terrace = stored(database, place)
    assert answer.status_code == 303
    assert (terrace.seats, terrace.is_covered, terrace.is_heated) == (24, True, False)
    assert (terrace.closing_hour, terrace.permit_to) == ("23:00", date(2027, 3, 31))
    assert "36 m²" not in before
    assert "Seats 24 Size 36 m²" in in_guide(amina, place)
    assert entries(database) == [Happening.TERRACE_CHANGED]


def test_saving_the_form_as_it_is_changes_nothing(make, amina, database):
    facts = {"seats": 4, "horizon": [9] * 72, "latitude": 50.8281, "longitude": 3.2641, "sunny_from": "14:00"}
    place = make.terrace(**facts, extension_to=TODAY, extension_seats=8)
    fields = Page(amina.get(form_of(place))).form(form_of(place)).fields

    post_form(
        amina, form_of(place), **{name: fields[name] for name in TEXT_FIELDS if name != "season"}, season=""
    )

    terrace = stored(database, place)
    assert (terrace.horizon, terrace.latitude, terrace.sunny_from) == ([9] * 72, 50.8281, "14:00")
    assert (terrace.extension_to, terrace.extension_seats) == (TODAY, 8)


def test_another_point_makes_the_sun_unknown_again(make, amina, database):
    place = make.terrace(horizon=[9] * 72)

    post_form(amina, form_of(place), **FIELDS, point="50.8290, 3.2650")

    terrace = stored(database, place)
    assert (terrace.latitude, terrace.longitude, terrace.horizon) == (50.829, 3.265, [])


def test_a_terrace_whose_permit_ended_is_not_shown(make, amina):
    ended = make.terrace(name="Ended", permit_to=TODAY - DAY)
    last_day = make.terrace(name="Last", permit_to=TODAY)

    assert "Seats 24" not in in_guide(amina, ended)
    assert "Seats 24" in in_guide(amina, last_day)


def test_an_extension_hides_itself_after_its_permit_and_the_terrace_stays(make, client):
    holds = make.terrace(extension_to=TODAY, extension_seats=12)
    ended = make.terrace(extension_to=TODAY - DAY, extension_seats=12)

    assert "Larger for now: seats for 12" in in_guide(client, holds)
    assert "Larger for now" not in in_guide(client, ended)
    assert "Seats 24" in in_guide(client, ended)


@pytest.mark.parametrize(("paused", "shown"), [(False, True), (True, False)])
def test_a_pause_of_the_season_hides_the_extension_on_the_page_of_its_place(make, client, paused, shown):
    season = make.season(paused=paused)
    place = make.terrace(extension_to=TODAY + 90 * DAY, extension_seats=12, season=season.slug)

    assert ("Larger for now" in in_guide(client, place)) is shown


def test_the_guide_says_until_when_sun_is_possible_and_that_weather_is_not_counted(make, client):
    by_hand = make.terrace(sunny_from="10:00", sunny_to="15:30")
    measured = make.terrace(horizon=[0] * 72)
    unknown = make.terrace()

    assert "Sun possible until 15:30, weather not counted" in in_guide(client, by_hand)
    assert "Sun possible until 16:" in in_guide(client, measured)
    assert "un possible" not in in_guide(client, unknown)
    assert "hadow" not in in_guide(client, unknown)


def test_the_form_says_how_we_read_the_sun_and_where_from(make, amina):
    by_hand = Page(amina.get(f"/en{form_of(make.terrace(sunny_to='15:30'))}")).text
    measured = Page(amina.get(f"/en{form_of(make.terrace(horizon=[0] * 72))}")).text
    unknown = Page(amina.get(f"/en{form_of(make.terrace())}")).text

    assert "By the hours you filled in." in by_hand
    assert "By the buildings around it." in measured
    assert "Nobody knows yet" in unknown


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("seats", "-3"),
        ("seats", "1e3"),
        ("seats", "٣"),
        ("seats", "99999999999999999999"),
        ("permit_to", "31 februari"),
        ("permit_to", "2026-03-31"),
        ("closing_hour", "25:00"),
        ("sunny_from", "noon"),
        ("point", "150000, 170000"),
        ("point", "3.2646, 50.8279"),
        ("extension_seats", "12"),
        ("extension_from", "2026-04-01"),
        ("season", "nergens"),
    ],
)
def test_what_cannot_be_right_is_refused_with_a_sentence(make, amina, database, field, text):
    place = make.terrace(seats=4)

    page = Page(post_form(amina, form_of(place), **FIELDS | {field: text}))

    assert (page.status, stored(database, place).seats, entries(database)) == (422, 4, [])
    assert page.errors
    assert 'value="23u00"' in page.html or field == "closing_hour"


@pytest.mark.parametrize(
    "fields",
    [
        {"extension_from": "2026-06-02", "extension_to": "2026-06-01"},
        {"sunny_from": "18:00", "sunny_to": "09:00"},
    ],
)
def test_what_ends_before_it_begins_is_refused(make, amina, fields):
    assert post_form(amina, form_of(make.terrace()), **FIELDS | fields).status_code == 422


@pytest.mark.parametrize("field", TEXT_FIELDS)
@pytest.mark.parametrize("text", BAD_TEXTS)
def test_no_text_breaks_the_form_or_runs_on_a_page(make, amina, field, text):
    place = make.terrace()

    answer = post_form(amina, form_of(place), **FIELDS | {field: text})

    assert answer.status_code in (303, 422)
    assert b"<script>alert" not in answer.data


def test_a_season_belongs_to_an_extension_only(make, amina, database):
    season = make.season()
    place = make.terrace()

    post_form(amina, form_of(place), **FIELDS | {"season": season.slug})
    without = stored(database, place).season
    post_form(amina, form_of(place), **FIELDS | {"season": season.slug, "extension_to": "2027-01-01"})

    assert (without, stored(database, place).season) == ("", season.slug)


def test_a_season_of_another_city_cannot_be_chosen(make, amina):
    season = make.season(make.city("genk"))

    answer = post_form(
        amina, form_of(make.terrace()), **FIELDS | {"season": season.slug, "extension_to": "2027-01-01"}
    )

    assert answer.status_code == 422


def test_a_terrace_can_go_and_twice_is_once(make, amina, database):
    place = make.terrace()

    for _ in range(2):
        assert post_form(amina, f"{form_of(place)}/remove").status_code == 303

    assert stored(database, place) is None
    assert entries(database) == [Happening.TERRACE_CHANGED]
    assert "The terrace" not in in_guide(amina, place)


def test_the_form_of_the_place_shows_its_terrace(make, amina):
    place = make.terrace(permit_to=TODAY)

    page = Page(amina.get(f"/en/staff/kortrijk/places/{place.slug}/edit"))

    assert "Seats 24" in page.text
    assert any(link.endswith("/terrace") for link in page.links)


@pytest.mark.parametrize("path", ["", "/remove"])
def test_nobody_of_elsewhere_gets_in(make, client, database, path):
    place = make.terrace()
    address = form_of(place) + path
    of_genk = make.staff(Role.COORDINATOR, city=make.city("genk"))

    stranger = client.get(address).status_code
    sign_in(client, of_genk)

    assert stranger in (303, 405)
    assert {client.get(address).status_code, post_form(client, address, **FIELDS).status_code} <= {404, 405}
    assert stored(database, place).square_metres is None


@pytest.mark.parametrize("path", ["", "/remove"])
def test_the_terrace_of_another_city_cannot_be_changed(make, amina, database, path):
    there = make.terrace(make.city("genk"))

    assert post_form(amina, form_of(there) + path, **FIELDS).status_code == 404
    assert stored(database, there).square_metres is None


@pytest.mark.parametrize("role", [Role.READER, Role.WRITER, Role.AUDITOR])
def test_roles_may_what_the_table_says(make, client, role):
    place = make.terrace()
    sign_in(client, make.staff(role))
    may = role in PERMISSIONS[Act.EDIT_PLACE].roles

    assert client.get(form_of(place)).status_code == (200 if may else 403)
    assert post_form(client, form_of(place), **FIELDS).status_code == (303 if may else 403)
    assert post_form(client, f"{form_of(place)}/remove").status_code == (303 if may else 403)


@pytest.mark.parametrize("path", ["", "/remove"])
def test_an_unknown_place_is_a_404_and_a_token_is_needed(make, amina, database, path):
    assert post_form(amina, f"/staff/kortrijk/places/nergens/terrace{path}").status_code == 404
    assert amina.post(form_of(make.terrace()) + path, data=FIELDS).status_code == 400
    with database.reads() as session:
        assert session.scalar(select(func.count()).select_from(Terrace)) == 1


def test_removing_is_no_link(make, amina):
    assert amina.get(f"{form_of(make.terrace())}/remove").status_code == 405
