"""The guide, for town hall."""

import pytest
from sqlalchemy import func, select

from cityshop.core.db import across_cities
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import PERMISSIONS, Act, Role
from cityshop.places.models import Place, PlaceState, Terrace
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

NEW = "/staff/kortrijk/places/new"
FIELDS = {
    "name": "Koffie Vlas",
    "kind": "cafe",
    "state": "published",
    "street": "Vlasmarkt 4",
    "postal_code": "8500",
    "town": "Kortrijk",
    "point": "50.8299, 3.2659",
    "hours_text": "Tu-Su 09:00-18:00",
    "text_nl": "Koffie op het plein.",
    "wheelchair": "yes",
    "category": "",
    "ownership": "independent",
}
TEXT_FIELDS = (
    "name", "street", "postal_code", "town", "point", "phone", "website", "text_nl", "text_fr", "hours_text",
    "kind", "state", "wheelchair", "text_en", "text_de", "category", "ownership",
)  # fmt: skip


@pytest.fixture
def amina(make, client):
    """Amina is staff; here she works for Kortrijk."""
    return sign_in(client, make.staff(Role.WRITER))


def edit(place):
    return f"/staff/kortrijk/places/{place.slug}/edit"


def stored(database, place_id=None):
    with database.reads() as session, across_cities(session):
        wanted = select(Place).where(Place.id == place_id) if place_id else select(Place)
        place = session.scalars(wanted).one()
        return place, place.terrace


def count(database, table=Place):
    with database.reads() as session, across_cities(session):
        return session.scalar(select(func.count()).select_from(table))


def test_a_new_place_stands_in_the_guide_at_once(make, amina, database):
    answer = post_form(amina, NEW, **FIELDS)

    place, terrace = stored(database)
    assert answer.status_code == 303
    assert (place.slug, place.hours_state, place.longitude) == ("koffie-vlas", "parsed", 3.2659)
    assert terrace is None
    assert "Koffie op het plein." in Page(amina.get("/kortrijk/guide/koffie-vlas")).text


def test_after_saving_the_page_says_how_it_read_the_hours(make, amina):
    answer = post_form(amina, NEW, **FIELDS)

    page = Page(amina.get(f"/en{answer.headers['Location']}"))

    assert [one.text for one in page.all("dd")].count("09:00 to 18:00") == 6


def test_hours_that_cannot_be_read_are_kept_and_say_so(make, amina, database):
    answer = post_form(amina, NEW, **FIELDS | {"hours_text": "als de vlag uithangt"})

    page = Page(amina.get(answer.headers["Location"]))

    assert stored(database)[0].hours_state == "text"
    assert "als de vlag uithangt" in page.html
    assert not page.all("dd")


def test_a_change_belongs_to_people_from_then_on(make, amina, database):
    place = make.place(name="Fout", source_id="way/1", needs_check=True)

    answer = post_form(amina, edit(place), **FIELDS | {"name": "Goed"})

    changed, _ = stored(database, place.id)
    assert answer.status_code == 303
    assert (changed.name, changed.needs_check) == ("Goed", False)
    assert {"name", "street"} <= set(changed.owned_by_people)
    assert not {"phone", "hours_text"} & set(changed.owned_by_people)


def test_saving_the_form_as_it_is_changes_nothing_but_the_confirmation(make, amina, database):
    terrace = Terrace(seats=4, closing_hour="22:00")
    place = make.place(hours="Mo 09:00-18:00", terrace=terrace, source_id="way/1")
    fields = Page(amina.get(edit(place))).forms[-1].fields
    chosen = {"kind": "cafe", "state": "published", "wheelchair": "unknown", "ownership": "unknown"}
    chosen["category"] = ""
    typed = {name: fields[name] for name in TEXT_FIELDS if name not in {*chosen, "hours_text"}}
    typed["text_nl"] = typed["text_fr"] = ""

    post_form(amina, edit(place), **typed, **chosen)

    after, terrace = stored(database, place.id)
    assert after.owned_by_people == []
    assert (after.verified_at, terrace.seats, terrace.closing_hour) == (NOW, 4, "22:00")


def test_still_right_takes_one_tap(make, amina, database):
    place = make.place(needs_check=True)

    answer = post_form(amina, f"/staff/kortrijk/places/{place.slug}/confirm")
    post_form(amina, f"/staff/kortrijk/places/{place.slug}/confirm")

    confirmed, _ = stored(database)
    assert answer.status_code == 303
    assert (confirmed.verified_at, confirmed.needs_check) == (NOW, False)


def test_every_write_is_in_the_journal(make, amina, database):
    post_form(amina, NEW, **FIELDS)
    place, _ = stored(database)
    post_form(amina, edit(place), **FIELDS | {"name": "Koffie Linnen"})
    post_form(amina, f"/staff/kortrijk/places/{place.slug}/confirm")

    with database.reads() as session:
        lines = session.execute(
            select(JournalEntry.happening, JournalEntry.subject, JournalEntry.account_id).order_by(
                JournalEntry.id
            )
        ).all()
    assert [line.happening for line in lines] == [
        Happening.PLACE_CREATED,
        Happening.PLACE_CHANGED,
        Happening.PLACE_CHANGED,
    ]
    assert {line.subject for line in lines} == {f"place {place.id}"}
    assert all(line.account_id for line in lines)


def test_the_same_place_is_not_added_twice(make, amina, database):
    post_form(amina, NEW, **FIELDS)

    page = Page(post_form(amina, NEW, **FIELDS | {"name": "koffie  VLAS"}))

    assert (page.status, count(database)) == (422, 1)
    assert page.errors


def test_two_places_with_one_name_get_two_addresses(make, amina, database):
    post_form(amina, NEW, **FIELDS)
    answer = post_form(amina, NEW, **FIELDS | {"point": "50.8100, 3.2000"})

    assert "koffie-vlas-2" in answer.headers["Location"]


def test_a_place_may_be_called_new(make, amina):
    answer = post_form(amina, NEW, **FIELDS | {"name": "New"})

    assert Page(amina.get(answer.headers["Location"])).heading.endswith("New")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", ""),
        ("name", "  "),
        ("point", ""),
        ("point", "3.2646, 50.8279"),
        ("point", "150000, 170000"),
        ("point", "hier"),
        ("point", "0, 0"),
        ("postal_code", "85000"),
        ("phone", "bel mij"),
        ("website", "javascript:alert(1)"),
        ("website", "https://bank.be@elders.be"),
        ("website", "data:text/html,x"),
        ("kind", "kasteel"),
        ("state", "verdwenen"),
        ("wheelchair", "misschien"),
    ],
)
def test_what_cannot_be_right_is_refused_with_a_sentence(make, amina, database, field, text):
    page = Page(post_form(amina, NEW, **FIELDS | {field: text}))

    assert (page.status, count(database), count(database, JournalEntry)) == (422, 0, 0)
    assert page.errors
    assert "Koffie op het plein." in page.html


def test_a_place_that_moves_forgets_its_skyline_and_keeps_its_terrace(make, amina, database):
    place = make.place(terrace=Terrace(seats=4, horizon=[10] * 72))

    post_form(amina, edit(place), **FIELDS | {"point": "50.827905, 3.264602"})
    near = stored(database, place.id)[1]
    post_form(amina, edit(place), **FIELDS | {"point": "50.8290, 3.2646"})
    moved = stored(database, place.id)[1]

    assert (near.seats, near.horizon) == (4, [10] * 72)
    assert (moved.seats, moved.horizon) == (4, [])


@pytest.mark.parametrize("field", TEXT_FIELDS)
@pytest.mark.parametrize("text", BAD_TEXTS)
def test_no_text_breaks_the_form_or_runs_on_a_page(make, amina, database, field, text):
    answer = post_form(amina, NEW, **FIELDS | {field: text})

    assert answer.status_code in (303, 422)
    assert count(database) == (1 if answer.status_code == 303 else 0)
    assert b"<script>alert" not in answer.data + amina.get("/kortrijk/guide").data


def test_nothing_sent_is_a_form_with_sentences(make, amina):
    assert Page(post_form(amina, NEW)).status == 422


def test_fields_that_are_not_asked_change_nothing(make, amina, database):
    post_form(
        amina, NEW, **FIELDS, city_id="99", slug="eigen", source_id="way/1", owned_by_people="[]", id="7"
    )

    place, _ = stored(database)
    assert (place.slug, place.source_id) == ("koffie-vlas", None)


@pytest.mark.parametrize("path", ["new", "{slug}/edit", "{slug}/confirm"])
def test_a_form_without_its_token_changes_nothing(make, amina, database, path):
    place = make.place()

    answer = amina.post(f"/staff/kortrijk/places/{path.format(slug=place.slug)}", data=FIELDS)

    assert answer.status_code == 400
    assert stored(database)[0].name == place.name


@pytest.mark.parametrize("path", ["{slug}/edit", "{slug}/confirm"])
@pytest.mark.parametrize("slug", ["nergens", "%00", "x" * 3000])
def test_an_unknown_place_is_a_404(make, amina, path, slug):
    assert post_form(amina, f"/staff/kortrijk/places/{path.format(slug=slug)}").status_code == 404


def test_confirming_is_no_link(make, amina):
    place = make.place()

    assert amina.get(f"/staff/kortrijk/places/{place.slug}/confirm").status_code == 405


@pytest.mark.parametrize("path", ["", "/new", "/{slug}/edit", "/{slug}/confirm"])
def test_nobody_of_elsewhere_gets_in(make, client, database, path):
    place = make.place()
    address = f"/staff/kortrijk/places{path.format(slug=place.slug)}"
    amina_of_genk = make.staff(Role.COORDINATOR, city=make.city("genk"))

    stranger = client.get(address).status_code
    sign_in(client, amina_of_genk)
    statuses = {client.get(address).status_code, post_form(client, address, **FIELDS).status_code}

    assert stranger in (303, 405)
    assert statuses <= {404, 405}
    assert stored(database)[0].verified_at is None


def test_the_place_of_another_city_cannot_be_edited(make, amina, database):
    there = make.place(make.city("genk"), name="KANARIE")

    assert post_form(amina, edit(there), **FIELDS).status_code == 404
    assert amina.get(edit(there)).status_code == 404
    assert b"KANARIE" not in amina.get("/staff/kortrijk/places").data
    assert stored(database, there.id)[0].name == "KANARIE"


@pytest.mark.parametrize("role", [Role.READER, Role.WRITER, Role.APPROVER, Role.COORDINATOR, Role.AUDITOR])
def test_roles_may_what_the_table_says(make, client, role):
    place = make.place()
    sign_in(client, make.staff(role))
    may = role in PERMISSIONS[Act.EDIT_PLACE].roles

    statuses = {client.get(edit(place)).status_code, client.get(NEW).status_code}

    assert client.get("/staff/kortrijk/places").status_code == 200
    assert statuses == {200 if may else 403}
    assert post_form(client, edit(place), **FIELDS).status_code == (303 if may else 403)
    confirmed = post_form(client, f"/staff/kortrijk/places/{place.slug}/confirm")
    assert confirmed.status_code == (303 if may else 403)
    elsewhere = FIELDS | {"name": "Nieuw", "point": "50.8100, 3.2000"}
    assert post_form(client, NEW, **elsewhere).status_code == (303 if may else 403)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Bakker", "Café", "Tuin"]),
        ("state=hidden", ["Tuin"]),
        ("kind=shop", ["Bakker"]),
        ("check=1", ["Bakker"]),
        ("hours=unknown", ["Café"]),
        ("q=tui", ["Tuin"]),
        ("sort=kind", ["Café", "Tuin", "Bakker"]),
        ("sort=confirmed", ["Café", "Tuin", "Bakker"]),
        ("state=nonsense&sort=size&page=0", ["Bakker", "Café", "Tuin"]),
        ("page=99", []),
    ],
)
def test_the_list_filters_and_sorts_by_its_address(make, amina, query, expected):
    make.place(name="Bakker", kind="shop", needs_check=True, verified_at=NOW)
    make.place(name="Café", hours="")
    make.place(name="Tuin", kind="green", state=PlaceState.HIDDEN)

    page = Page(amina.get(f"/staff/kortrijk/places?{query}"))

    assert [one.text.strip() for one in page.all("th") if one.facts.get("scope") == "row"] == expected


@pytest.mark.parametrize("name", ["state", "kind", "check", "hours", "q", "sort", "page"])
@pytest.mark.parametrize("text", BAD_TEXTS)
def test_no_filter_breaks_the_list(make, amina, name, text):
    assert amina.get("/staff/kortrijk/places", query_string={name: text}).status_code == 200


def test_the_list_takes_no_more_queries_for_more_places(make, amina, queries):
    def counted(number):
        for _ in range(number):
            make.place()
        with queries() as asked:
            amina.get("/staff/kortrijk/places")
        return len(asked)

    assert counted(10) == counted(50)


def test_the_dashboard_tells_how_the_guide_stands(make, amina):
    make.place(needs_check=True)
    make.place(hours="")

    page = Page(amina.get("/staff/kortrijk"))

    assert [link for link in page.links if "check=1" in link]
    assert [link for link in page.links if "hours=unknown" in link]


def test_what_people_want_to_know_is_filled_in(make, amina, database):
    place = make.place()
    more = {"kind": "shop", "category": "bakery", "ownership": "chain", "text_de": "Brot"}

    post_form(amina, edit(place), **{**FIELDS, **more, "diets": "vegan", "payments": "cash"})

    kept, _ = stored(database, place.id)
    assert (kept.diets, kept.payments, kept.category, kept.ownership) == (
        ["vegan"],
        ["cash"],
        "bakery",
        "chain",
    )
    assert kept.text["de"] == "Brot"


@pytest.mark.parametrize("field", ["diets", "payments", "category", "ownership"])
def test_a_word_that_is_not_in_the_list_is_refused(make, amina, database, field):
    place = make.place(ownership="independent")

    answer = post_form(amina, edit(place), **{**FIELDS, field: "nonsense"})

    assert answer.status_code == 422
    assert Page(answer).errors
    assert stored(database, place.id)[0].ownership == "independent"
