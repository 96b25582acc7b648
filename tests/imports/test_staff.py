"""The import wizard, for town hall."""

import io

import pytest
from sqlalchemy import func, select

from cityshop.core.db import across_cities
from cityshop.core.permissions import Role
from cityshop.imports.jobs import work_on_imports
from cityshop.imports.models import BatchState, ImportBatch, ImportRow
from cityshop.imports.rules import MOST_ATTEMPTS, MOST_BYTES
from cityshop.places.models import Place
from tests.makers.imports import LIST
from tests.page import Page
from tests.payloads import PAYLOADS
from tests.sign_in import post_form, sign_in

DESK = "/staff/kortrijk/places/import"
COLUMNS = {"column_0": "name", "column_1": "kind", "column_2": "latitude", "column_3": "longitude"}


@pytest.fixture
def amina(make, client):
    """Amina is staff; here she works for Kortrijk."""
    return sign_in(client, make.staff(Role.WRITER))


def send(client, content, name="lijst.csv"):
    return post_form(client, DESK, file=(io.BytesIO(content), name))


def one_batch(database):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(ImportBatch)).one()


def count(database, table):
    with database.reads() as session, across_cities(session):
        return session.scalar(select(func.count()).select_from(table))


@pytest.fixture
def planned(make, amina, database):
    """A list that was read; its dry run waits for Amina."""

    def plan(text=LIST, columns=COLUMNS):
        batch = make.sent_file(text)
        rest = {f"column_{number}": "" for number in range(5)}
        answer = post_form(amina, f"{DESK}/{batch.id}/columns", **rest | columns)
        assert answer.status_code == 303
        work_on_imports(database)
        return f"{DESK}/{batch.id}"

    return plan


def test_a_list_goes_from_file_to_guide(amina, database):
    sent = send(amina, LIST.encode("cp1252"))
    columns = Page(amina.get(sent.location))
    post_form(amina, f"{sent.location}/columns", **COLUMNS, column_4="street")
    waiting = amina.get(sent.location)
    work_on_imports(database)
    plan = Page(amina.get(sent.location))
    post_form(amina, f"{sent.location}/accept")
    work_on_imports(database)
    done = Page(amina.get(sent.location))

    assert sent.status_code == 303
    assert columns.heading == "What is in which column?"
    assert "Café De Leie" in columns.text
    assert Page(waiting).all("progress")
    assert waiting.headers["Refresh"] == "2"
    assert "Nothing is changed yet" in plan.text
    assert "It is in the guide" in done.text
    assert "Café De Leie" in Page(amina.get("/kortrijk/guide")).text


def test_a_map_needs_no_columns(amina, database, shared):
    sent = send(amina, (shared / "osm" / "wechelderzande-2016.osm.pbf").read_bytes(), "extract.bin")

    work_on_imports(database)

    assert one_batch(database).added == 4
    assert "Nicoty" in Page(amina.get(sent.location)).text


def test_a_new_place_is_told_with_its_kind(amina, database, shared):
    sent = send(amina, (shared / "osm" / "wechelderzande-2016.osm.pbf").read_bytes())

    work_on_imports(database)

    cells = [cell.text.strip() for cell in Page(amina.get(sent.location)).all("td")]
    assert cells[2::3] == ["Bar", "Restaurant", "Bar", "Café"]


def test_what_is_written_leads_on_to_the_guide(planned, amina, database):
    batch = planned()
    post_form(amina, f"{batch}/accept")
    work_on_imports(database)

    page = Page(amina.get(batch))

    assert "/kortrijk/guide" in page.links
    assert "vanished" not in page.text


def test_an_empty_guide_says_how_to_begin(amina):
    page = Page(amina.get("/staff/kortrijk/places"))

    assert "The guide has no places yet." in page.text
    assert "No place fits" not in page.text


def test_a_search_that_finds_nothing_leads_back_to_all_places(amina):
    page = Page(amina.get("/staff/kortrijk/places?q=zzz"))

    assert "No place fits" in page.text


def test_the_dry_run_writes_nothing(planned, database):
    planned()

    assert (one_batch(database).added, count(database, Place)) == (1, 0)


def test_refused_rows_have_their_reason_on_the_page_and_in_a_file(planned, amina):
    batch = planned("naam;soort;lat;lon\nA;café;3,2;50,8\n=B;tank;50,8;3,2\n")

    page = Page(amina.get(f"{batch}?show=refused"))
    file = amina.get(f"{batch}/refused.csv")

    assert "Latitude and longitude are swapped." in page.text
    assert file.mimetype == "text/csv"
    assert "2;A;Latitude and longitude are swapped." in file.text
    assert "3;'=B;" in file.text


def test_what_seems_double_is_asked(planned, amina, make, database):
    make.place(name="Café De Leie", source_id=None, phone="")
    batch = planned(LIST.replace("naam", "naam;telefoon").replace("Leie;", "Leie;056 11 22 33;"), {
        "column_0": "name", "column_1": "phone", "column_2": "kind", "column_3": "latitude",
        "column_4": "longitude",
    })  # fmt: skip
    page = Page(amina.get(f"{batch}?show=double"))
    [row] = [element.facts["name"] for element in page.all("input") if element.facts.get("value") == "merge"]

    answer = post_form(amina, f"{batch}/doubles", **{row: "merge"})
    post_form(amina, f"{batch}/accept")
    work_on_imports(database)

    assert answer.status_code == 303
    with database.reads() as session, across_cities(session):
        assert session.scalars(select(Place)).one().phone == "056 11 22 33"


def test_one_button_decides_about_all_doubles(planned, amina, make, database):
    make.place(name="Café De Leie", source_id=None, street="Elders 1")
    batch = planned(columns=COLUMNS | {"column_4": "street"})

    post_form(amina, f"{batch}/doubles", all="both")
    post_form(amina, f"{batch}/accept")
    work_on_imports(database)

    assert count(database, Place) == 2


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"column_0": "kind"}, "Say which column holds the name."),
        ({"column_0": "name"}, "Say which columns hold latitude and longitude."),
        (COLUMNS | {"column_4": "name"}, "You chose “Name” for two columns. Choose it once."),
        (COLUMNS | {"column_1": ""}, "Say which column holds the kind, or what the rows are."),
    ],
)
def test_columns_that_cannot_be_are_asked_again(make, amina, columns, sentence):
    batch = make.sent_file()

    nothing = {f"column_{number}": "" for number in range(5)}
    answer = post_form(amina, f"{DESK}/{batch.id}/columns", **nothing | columns)

    assert answer.status_code == 422
    assert sentence in Page(answer).errors[0]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"\x89PNG\r\n\x1a\n", "We do not recognise this file."),
        (b"<kml><NetworkLink/></kml>", "it only points to another address"),
        (b"naam;lat\n", "This list needs a first row"),
    ],
)
def test_a_file_that_is_no_good_is_refused_beside_its_field(amina, database, content, sentence):
    answer = send(amina, content)

    assert answer.status_code == 422
    assert sentence in Page(answer).errors[0]
    assert count(database, ImportBatch) == 0


def test_no_file_at_all_is_asked_for(amina):
    answer = post_form(amina, DESK)

    assert answer.status_code == 422
    assert Page(answer).errors == ["There is a problem Choose a file."]


def test_a_file_that_breaks_while_it_is_read_ends_with_a_sentence(make, amina, database):
    batch = make.sent_file(b'<osm version="0.6"><node id="1"', name="half.osm")

    work_on_imports(database)

    page = Page(amina.get(f"{DESK}/{batch.id}"))
    assert "This file is not readable as a map file." in page.text
    assert one_batch(database).state == BatchState.REFUSED


def test_a_file_that_ends_the_worker_is_given_up(make, amina, database, site_clock):
    make.sent_file(b'<osm version="0.6"></osm>', name="half.osm")
    with database.writes.begin() as session, across_cities(session):
        session.scalars(select(ImportBatch)).one().attempts = MOST_ATTEMPTS

    work_on_imports(database)

    assert one_batch(database).state == BatchState.REFUSED


def test_fifty_megabytes_are_not_taken(amina, database):
    size = {"CONTENT_LENGTH": str(MOST_BYTES + 200_000)}

    answer = amina.post(DESK, data=b"", content_type="multipart/form-data", environ_overrides=size)

    assert answer.status_code == 413
    assert "This file is larger than 20 MB" in answer.text
    assert count(database, ImportBatch) == 0


def test_what_was_not_written_can_be_dropped(planned, amina, database):
    batch = planned()

    answer = post_form(amina, f"{batch}/drop")

    assert answer.status_code == 303
    assert (count(database, ImportBatch), count(database, ImportRow)) == (0, 0)


def test_what_was_written_cannot_be_dropped_or_written_twice(planned, amina, database):
    batch = planned()
    post_form(amina, f"{batch}/accept")
    work_on_imports(database)

    assert post_form(amina, f"{batch}/drop").status_code == 409
    assert post_form(amina, f"{batch}/accept").status_code == 409
    assert count(database, Place) == 1


def test_an_import_of_another_city_does_not_exist(make, amina):
    there = make.sent_file(city=make.city("genk"))

    for path in ("", "/columns", "/refused.csv"):
        assert amina.get(f"{DESK}/{there.id}{path}").status_code == 404
    for path in ("columns", "doubles", "accept", "undo", "drop"):
        assert post_form(amina, f"{DESK}/{there.id}/{path}").status_code == 404


def test_names_with_anything_in_them_are_inert(planned, amina):
    rows = "".join(
        f'"{text.replace(chr(34), chr(34) * 2)}";café;{50.7 + number / 500};3,2\n'
        for number, text in enumerate(PAYLOADS)
    )
    batch = planned(f"naam;soort;lat;lon\n{rows}")

    for show in ("new", "refused"):
        html = amina.get(f"{batch}?show={show}").text
        assert not [text for text in PAYLOADS if text.startswith("<") and f"<bdi>{text}" in html]
        assert "<script>alert" not in html


def test_the_form_of_a_place_says_whose_each_field_is(planned, amina, database):
    post_form(amina, f"{planned()}/accept")
    work_on_imports(database)

    page = Page(amina.get("/staff/kortrijk/places/cafe-de-leie/edit"))

    assert "Where this comes from" in page.text
    assert "lijst.csv" in page.text


def test_the_list_of_places_leads_to_imports(make, amina):
    make.kortrijk()

    assert DESK in Page(amina.get("/staff/kortrijk/places")).links


def test_more_rows_take_no_more_queries(planned, amina, queries):
    def counted(number):
        rows = "".join(f"Zaak {one};café;50,{7000 + one};3,2\n" for one in range(number))
        batch = planned(f"naam;soort;lat;lon\n{rows}")
        with queries() as asked:
            amina.get(batch)
        return len(asked)

    assert counted(3) == counted(40)
