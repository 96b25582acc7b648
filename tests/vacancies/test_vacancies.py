"""Vacant premises: for town hall, and for the public only where town hall says so."""

import io

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import Role
from cityshop.vacancies.models import ShownVacancies, Vacancy, VacancyStatus
from tests.bad_input import BAD_TEXTS
from tests.page import Page
from tests.sign_in import post_form, sign_in

LIST = "/staff/kortrijk/vacancies"
FIELDS = {
    "street": "Leiestraat",
    "number": "14",
    "postal_code": "8500",
    "status": "vacant",
    "square_metres": "120",
    "since": "2026-09-30",
    "point": "50.8293, 3.2649",
    "contact": "Immo Broel",
    "note": "Etalage van acht meter",
    "is_shown": "y",
}
HEAD = "street;number;postal_code;status;latitude;longitude;square_metres;since;contact;note;shown\r\n"


@pytest.fixture
def amina(make, client):
    return sign_in(client, make.staff(Role.APPROVER))


def rows(database, table=Vacancy):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(table).order_by(*table.__table__.primary_key)).all()


def imported(client, content):
    file = io.BytesIO(content if isinstance(content, bytes) else content.encode()), "lijst.csv"
    return post_form(client, f"{LIST}/import", file=file)


def happenings(database):
    return [entry.happening for entry in rows(database, JournalEntry)]


def test_premises_are_added_changed_and_removed(amina, database):
    assert post_form(amina, f"{LIST}/new", **FIELDS).status_code == 303
    one = rows(database)[0]
    assert (one.square_metres, one.latitude, one.is_shown) == (120, 50.8293, True)

    assert post_form(amina, f"{LIST}/{one.id}", **FIELDS | {"status": "let"}).status_code == 303
    assert rows(database)[0].status == VacancyStatus.LET

    assert post_form(amina, f"{LIST}/{one.id}/remove").status_code == 303
    assert rows(database) == []
    assert happenings(database) == [
        Happening.VACANCY_ADDED, Happening.VACANCY_CHANGED, Happening.VACANCY_REMOVED,
    ]  # fmt: skip


def test_one_door_stands_on_the_list_once(amina, database):
    post_form(amina, f"{LIST}/new", **FIELDS)

    again = post_form(amina, f"/en{LIST}/new", **FIELDS)

    assert again.status_code == 409
    assert "on the list already" in Page(again).errors[0]
    assert len(rows(database)) == 1


def test_the_list_counts_by_street_and_status(make, amina):
    make.vacancy(number="1")
    make.vacancy(number="2", status=VacancyStatus.LET)
    make.vacancy(street="Budastraat")

    page = Page(amina.get(f"/en{LIST}"))
    only = Page(amina.get(f"/en{LIST}?status=let"))

    assert "Leiestraat12" in page.text.replace(" ", "")
    assert len([one for one in only.links if f"{LIST}/" in one and one[-1].isdigit()]) == 1


def test_nothing_is_public_until_the_city_says_so(make, amina, client, database):
    make.vacancy(
        number="14", is_shown=True, contact="Geheim adres", note="Geheime nota", latitude=50.8, longitude=3.2
    )
    make.vacancy(number="31")
    make.vacancy(number="7", is_shown=True, status=VacancyStatus.LET)
    assert client.get("/kortrijk/vacant").status_code == 404
    assert client.get("/kortrijk/vacant.geojson").status_code == 404

    post_form(amina, f"{LIST}/show")
    post_form(amina, f"{LIST}/show")

    page = client.get("/kortrijk/vacant").get_data(as_text=True)
    features = client.get("/kortrijk/vacant.geojson").get_json()["features"]
    assert "Leiestraat 14" in page
    assert "Leiestraat 31" not in page
    assert "Leiestraat 7" not in page
    assert "Geheim" not in page + str(features)
    assert [one["geometry"]["coordinates"] for one in features] == [[3.2, 50.8]]
    assert len(rows(database, ShownVacancies)) == 1
    assert "/kortrijk/vacant" in Page(client.get("/kortrijk/guide")).links

    post_form(amina, f"{LIST}/hide")
    assert client.get("/kortrijk/vacant").status_code == 404
    assert happenings(database) == [Happening.VACANCIES_SHOWN, Happening.VACANCIES_HIDDEN]


def test_writers_do_not_decide_what_the_public_sees(make, client, database):
    sign_in(client, make.staff(Role.WRITER))

    assert post_form(client, f"{LIST}/show").status_code == 403
    assert rows(database, ShownVacancies) == []


@pytest.mark.parametrize("role", [Role.READER, Role.AUDITOR])
def test_contacts_are_not_for_everybody_at_town_hall(make, client, role):
    make.vacancy(contact="Geheim adres")
    sign_in(client, make.staff(role))

    assert client.get(LIST).status_code == 403
    assert post_form(client, f"{LIST}/export").status_code == 403
    assert LIST not in client.get("/staff/kortrijk/places").get_data(as_text=True)


def test_another_city_and_strangers_find_nothing(make, client):
    one = make.vacancy()
    assert client.get(f"{LIST}/{one.id}").status_code in (302, 303, 401)
    sign_in(client, make.staff(Role.WRITER, make.city("genk", "Genk")))

    assert client.get(f"{LIST}/{one.id}").status_code == 404
    assert client.get(f"/staff/genk/vacancies/{one.id}").status_code == 404
    assert post_form(client, f"/staff/genk/vacancies/{one.id}/remove").status_code == 404


def test_a_list_is_imported_as_a_whole(make, amina, database):
    make.vacancy(street="Leiestraat", number="14", contact="Oud")
    lines = "Leiestraat;14;8500;let;;;;;Nieuw;;no\r\nBudastraat;7;8500;;50,8315;3,2650;90;2026-09-30;;;ja\r\n"

    answer = imported(amina, HEAD + lines)

    kept = {one.street: one for one in rows(database)}
    assert answer.headers["Location"].endswith("added=1&changed=1&unchanged=0")
    assert (kept["Leiestraat"].status, kept["Leiestraat"].contact) == ("let", "Nieuw")
    assert (kept["Budastraat"].latitude, kept["Budastraat"].is_shown) == (50.8315, True)
    assert imported(amina, HEAD + lines).headers["Location"].endswith("added=0&changed=0&unchanged=2")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (";14;8500;;;;;;;;", "needed"),
        ("Leiestraat;14;850;;;;;;;;", "four digits"),
        ("Leiestraat;14;8500;leeg;;;;;;;", "The status is one of"),
        ("Leiestraat;14;8500;;3,26;50,82;;;;;", "swapped"),
        ("Leiestraat;14;8500;;150000;170000;;;;;", ""),
        ("Leiestraat;14;8500;;;;veel;;;;", "whole number"),
        ("Leiestraat;14;8500;;;;;30/09/2026;;;", "2026-09-30"),
        ("Goed;1;8500;;;;;;;;", "twice"),
    ],
)
def test_one_wrong_line_imports_nothing_and_says_why(amina, database, line, reason):
    answer = imported(amina, f"{HEAD}Goed;1;8500;;;;;;;;\r\n{line}\r\n")

    answer_in_english = post_form(
        amina,
        f"/en{LIST}/import",
        file=(io.BytesIO(f"{HEAD}Goed;1;8500;;;;;;;;\r\n{line}\r\n".encode()), "lijst.csv"),
    )
    assert answer.status_code == 422
    assert rows(database) == []
    assert reason.split(" ")[0] in Page(answer_in_english).text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\1\2",
        b"naam;adres\r\nA;B\r\n",
        b"PK\x03\x04" + b"\0" * 50,
        b"\xff\xfe" + "a;b".encode("utf-16-le"),
    ],
)
def test_what_is_no_list_gets_a_sentence(amina, database, content):
    answer = imported(amina, content)

    assert answer.status_code == 422
    assert Page(answer).errors
    assert rows(database) == []


def test_a_spreadsheets_own_signs_are_read(amina, database):
    content = (HEAD + "Sint-Jansstraat;3 bis;8500;;;;;;Café Zoë;;\r\n").encode("cp1252")

    imported(amina, content)

    assert rows(database)[0].contact == "Café Zoë"


def test_a_list_of_a_million_lines_is_refused(amina, database):
    answer = imported(amina, HEAD + "Leiestraat;1;8500;;;;;;;;\r\n" * 3_000)

    assert answer.status_code == 422
    assert rows(database) == []


def test_what_is_downloaded_is_read_back_without_loss(make, amina, database):
    make.vacancy(
        number="1", contact="=HYPERLINK(1)", note="-5", square_metres=12, latitude=50.8, longitude=3.2
    )
    file = post_form(amina, f"{LIST}/export")

    assert file.mimetype == "text/csv"
    assert "'=HYPERLINK(1)" in file.get_data(as_text=True)
    assert imported(amina, file.get_data()).headers["Location"].endswith("added=0&changed=0&unchanged=1")
    assert Happening.VACANCIES_EXPORTED in happenings(database)


@pytest.mark.parametrize("text", BAD_TEXTS)
def test_bad_input_gets_a_sentence_or_is_kept_as_text(amina, text):
    for name in FIELDS:
        answer = post_form(amina, f"{LIST}/new", **FIELDS | {"number": f"{name}{len(text)}", name: text})
        assert answer.status_code in (303, 409, 422), name


def test_the_list_asks_no_more_for_many(make, amina, queries):
    def asked():
        with queries() as counted:
            assert amina.get(LIST).status_code == 200
        return len(counted)

    make.vacancy()
    few = asked()
    for _ in range(10):
        make.vacancy()

    assert asked() == few
