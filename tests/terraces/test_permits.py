"""A list of permits: looked at first, then carried out, all of it or nothing."""

import io
from datetime import date

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import Role
from cityshop.places.models import Place, Terrace
from cityshop.terraces.models import PermitList
from tests.makers.base import NOW
from tests.makers.terraces import TODAY
from tests.page import Page
from tests.sign_in import post_form, sign_in

PAGE = "/staff/kortrijk/terraces/permits"
LIST = (
    "naam;straat;m2;van;tot;sluitingsuur;uitbreiding\n"
    "Belfort;Grote Markt 12;96;01/04/2026;30/09/2027;23u;nee\n"
    "Belfort;Grote Markt 12;48;01/06/2026;31/08/2027;;ja\n"
    "Koffie Vlas;Vlasmarkt 4;36;;30/09/2027;;\n"
    "De Leie;Leiestraat 1;24;;30/09/2027;;\n"
    "De Vlieger;Vlasmarkt 4;24;;30/09/2027;;\n"
)


@pytest.fixture
def amina(make, client):
    """Amina is staff; here she works for Kortrijk."""
    return sign_in(client, make.staff(Role.WRITER))


@pytest.fixture
def guide(make):
    """Two places that the list names, one with a terrace, and a third about which it says nothing."""
    belfort = make.terrace(name="Café ’t Belfort", street="Grote Markt 12", horizon=[9] * 72)
    make.place(name="Koffie Vlas", street="Vlasmarkt 4")
    make.terrace(name="De Schelde", street="Scheldestraat 2")
    return belfort


def send(client, text=LIST, season="", name="terrassen.csv", page=PAGE):
    file = (io.BytesIO(text if isinstance(text, bytes) else text.encode()), name)
    return post_form(client, page, list_file=file, season=season)


def confirm(client, address):
    fields = Page(client.get(address)).form("/terraces/permits/").fields
    return post_form(client, address, seen=fields["seen"])


def terraces(database):
    with database.reads() as session, across_cities(session):
        found = session.execute(select(Place.name, Terrace).join(Place.terrace)).all()
    return dict(map(tuple, found))


def test_a_list_is_looked_at_before_anything_changes(make, amina, guide, database):
    answer = send(amina)

    page = Page(amina.get(f"/en{answer.headers['Location']}"))
    assert answer.status_code == 303
    assert terraces(database)["Café ’t Belfort"].square_metres is None
    assert "Square metres: 96" in page.text
    assert "In the list: Belfort" in page.text
    assert "The guide has no place in this street." in page.text
    assert "In that street: Koffie Vlas." in page.text
    assert "One terrace of the guide is not in this list" in page.text


def test_confirming_writes_all_of_it_at_once(make, amina, guide, database):
    season = make.season()
    address = send(amina, season=season.slug).headers["Location"]

    answer = confirm(amina, address)

    after = terraces(database)
    belfort, vlas = after["Café ’t Belfort"], after["Koffie Vlas"]
    assert answer.status_code == 303
    assert (belfort.square_metres, belfort.permit_to, belfort.closing_hour) == (
        96,
        date(2027, 9, 30),
        "23:00",
    )
    assert (belfort.extension_square_metres, belfort.extension_to) == (48, date(2027, 8, 31))
    assert (belfort.season, belfort.seats, belfort.horizon) == (season.slug, 24, [9] * 72)
    assert (vlas.square_metres, vlas.permit_from) == (36, None)
    assert "permits changed" in amina.get(f"/en{address}").text


def test_a_list_is_in_the_journal_and_among_those_carried_out(make, amina, guide, database):
    confirm(amina, send(amina, name="<b>2026.csv").headers["Location"])

    with database.reads() as session:
        (entry,) = session.scalars(select(JournalEntry)).all()
    assert entry.happening == Happening.PERMITS_IMPORTED
    assert entry.note == "3 changed, 0 unchanged, 2 refused"
    assert "&lt;b&gt;2026.csv" in amina.get(PAGE).text


def test_the_guide_shows_new_permits_at_once(make, amina, guide):
    address = send(amina).headers["Location"]
    before = amina.get(f"/en/kortrijk/guide/{guide.slug}").text
    confirm(amina, address)
    after = amina.get(f"/en/kortrijk/guide/{guide.slug}").text

    assert ("96 m²" in before, "96 m²" in after) == (False, True)


def test_the_same_list_again_changes_nothing(make, amina, guide):
    confirm(amina, send(amina).headers["Location"])

    page = Page(amina.get(f"/en{send(amina).headers['Location']}"))

    assert "Nothing to change" in page.text


def test_a_row_about_the_same_permit_counts_once(make, amina, guide, database):
    doubled = "naam;straat;m2\nBelfort;Grote Markt 12;96\nCafé 't Belfort;Grote Markt 12;48\n"
    address = send(amina, doubled).headers["Location"]

    assert "An earlier row of this list" in amina.get(f"/en{address}").text
    confirm(amina, address)
    assert terraces(database)["Café ’t Belfort"].square_metres == 96


def test_a_list_is_carried_out_once(make, amina, guide, database):
    address = send(amina).headers["Location"]
    seen = Page(amina.get(address)).form("/terraces/permits/").fields["seen"]

    statuses = [post_form(amina, address, seen=seen).status_code for _ in range(2)]

    assert statuses == [303, 409]


@pytest.mark.parametrize("seen", ["", "something else", "<script>"])
def test_nobody_confirms_other_changes_than_they_saw(make, amina, guide, database, seen):
    address = send(amina).headers["Location"]

    answer = post_form(amina, address, seen=seen)

    assert answer.status_code == 409
    assert terraces(database)["Café ’t Belfort"].square_metres is None


def test_what_changed_in_the_meantime_is_looked_at_again(make, amina, guide, database):
    address = send(amina).headers["Location"]
    seen = Page(amina.get(address)).form("/terraces/permits/").fields["seen"]
    post_form(amina, f"/staff/kortrijk/places/{guide.slug}/terrace", square_metres="12", season="")

    assert post_form(amina, address, seen=seen).status_code == 409
    assert terraces(database)["Café ’t Belfort"].square_metres == 12
    assert confirm(amina, address).status_code == 303


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"PK\x03\x04broken", b"naam;straat\nx;y", b"\xff\xd8\xff\xe0 a photo"]
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(make, amina, database, content):
    page = Page(send(amina, content))

    assert page.status == 422
    assert page.errors
    with database.reads() as session, across_cities(session):
        assert session.scalars(select(PermitList)).all() == []


def test_without_a_file_the_form_comes_again(make, amina):
    assert Page(post_form(amina, PAGE, season="")).errors


def test_a_file_that_is_too_large_is_refused(make, amina):
    sent = amina.post(PAGE, data=b"x" * 1_100_000, content_type="multipart/form-data; boundary=x")

    assert sent.status_code == 413


def test_a_new_list_takes_the_place_of_one_that_nobody_carried_out(make, amina, guide, database):
    there = make.kept(
        PermitList(city_id=make.city("genk").id, file_name="x", file_digest="x", rows=[], uploaded_at=NOW)
    )
    send(amina, name="eerste.csv")
    send(amina, name="tweede.csv")

    with database.reads() as session, across_cities(session):
        kept = set(session.scalars(select(PermitList.file_name)))
    assert kept == {there.file_name, "tweede.csv"}


def test_our_own_file_read_back_changes_nothing(make, amina):
    make.terrace(
        name="=Café",
        street="Markt 1",
        permit_to=TODAY,
        square_metres=36,
        extension_to=TODAY,
        extension_seats=4,
    )
    file = amina.get("/staff/kortrijk/terraces.csv").data

    page = Page(amina.get(f"/en{send(amina, file).headers['Location']}"))

    assert "Nothing to change" in page.text
    assert "Rows that cannot be used" not in page.text


def test_looking_takes_no_more_queries_for_a_longer_list(make, amina, queries):
    def counted(number):
        rows = [f"Zaak {index};Straat {index} 1;24\n" for index in range(number)]
        for index in range(number):
            make.place(name=f"Zaak {index}", street=f"Straat {index} 1")
        address = send(amina, "naam;straat;m2\n" + "".join(rows)).headers["Location"]
        with queries() as asked:
            amina.get(address)
        return len(asked.other_than("city.version"))

    assert counted(3) == counted(20)


@pytest.mark.parametrize("path", ["", "/1"])
def test_nobody_of_elsewhere_gets_in(make, client, guide, path):
    assert client.get(PAGE + path).status_code == 303
    sign_in(client, make.staff(Role.COORDINATOR, city=make.city("genk")))
    assert client.get(PAGE + path).status_code == 404
    assert post_form(client, PAGE + path).status_code == 404


def test_the_list_of_another_city_is_a_404(make, amina, guide, client):
    address = send(amina).headers["Location"]
    of_genk = make.staff(Role.WRITER, city=make.city("genk"))
    sign_in(client, of_genk)
    there = address.replace("/kortrijk/", "/genk/")

    assert client.get(there).status_code == 404
    assert post_form(client, there, seen="").status_code == 404


def test_readers_read_no_list(make, client, guide):
    sign_in(client, make.staff(Role.READER))

    assert client.get(PAGE).status_code == 403
    assert send(client).status_code == 403


def test_a_token_is_needed(make, amina, guide):
    assert amina.post(PAGE, data={"season": ""}).status_code == 400
