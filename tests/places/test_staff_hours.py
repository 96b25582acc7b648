"""Opening hours at town hall: the week, hours as text, special days."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import PERMISSIONS, Act, Role
from cityshop.places.models import HoursException, Place
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

TODAY = NOW.date()
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
OFFICE = {"opens_1": "09:00", "closes_1": "12:00", "opens_2": "13:30", "closes_2": "18:00"}
WRITES = ("hours", "hours/text", "closures", "closures/1/end")


@pytest.fixture
def amina(make, client):
    """Amina is staff; here she works for Kortrijk."""
    return sign_in(client, make.staff(Role.WRITER))


def at(place, page="hours"):
    return f"/staff/kortrijk/places/{place.slug}/{page}"


def week(**days):
    """The fields of a week; days that are not named are closed."""
    fields = {"ph": "usual"}
    for day in DAYS:
        times = days.get(day)
        fields |= {f"{day}_{name}": hour for name, hour in (times or {"closed": "y"}).items()}
    return fields


def stored(database, place):
    with database.reads() as session, across_cities(session):
        row = session.scalars(select(Place).where(Place.id == place.id)).one()
        return row, list(row.exceptions)


def fields_of(page):
    """What stands in the boxes of the week, and which are ticked."""
    boxes = {one.facts["name"]: one.facts for one in page.all("input") if "name" in one.facts}
    return {
        name: "y" if "checked" in facts else facts.get("value", "")
        for name, facts in boxes.items()
        if facts.get("type") != "checkbox" or "checked" in facts
    }


def test_a_week_is_saved_as_rules_and_shown_at_once(make, amina, database):
    place = make.place(hours="", source_id="node/1")
    fields = week(mo=OFFICE, tu=OFFICE, fr={"opens_1": "16", "closes_1": "2u00"}) | {"ph": "closed"}

    answer = post_form(amina, at(place), **fields)

    row, _ = stored(database, place)
    assert answer.status_code == 303
    assert row.hours_text == "Mo,Tu 09:00-12:00,13:30-18:00; Fr 16:00-02:00; PH off"
    assert (row.hours_state, row.verified_at, row.owned_by_people) == ("parsed", NOW, ["hours_text"])
    assert "16:00 to 02:00" in Page(amina.get(f"/kortrijk/guide/{place.slug}")).text


def test_the_editor_shows_the_week_as_it_was_saved(make, amina):
    place = make.place(hours="Mo 09:00-12:00; Fr 16:00-02:00; PH 10:00-11:00")

    fields = fields_of(Page(amina.get(at(place))))

    shown = {name: fields.get(name) for name in ("mo_opens_1", "fr_closes_1", "ph_opens_1", "tu_closed")}
    assert shown == {"mo_opens_1": "09:00", "fr_closes_1": "02:00", "ph_opens_1": "10:00", "tu_closed": "y"}
    assert "mo_closed" not in fields


@pytest.mark.parametrize(
    "text", ["Tu-Th 16:00-24:00; Fr 16:00-02:00; Sa 12:00-02:00", "Mo-Fr 09:00-18:00; PH 10:00-12:00", "24/7"]
)
def test_saving_the_week_as_it_is_changes_nothing_but_the_confirmation(make, amina, database, text):
    place = make.place(hours=text, source_id="node/1")
    shown = Page(amina.get(at(place)))
    chosen = [one.facts["value"] for one in shown.all("option") if "selected" in one.facts]
    fields = {
        name: value for name, value in fields_of(shown).items() if name not in ("csrf_token", "hours_text")
    }

    answer = post_form(amina, at(place), **fields, ph=chosen[0])

    row, _ = stored(database, place)
    assert answer.status_code == 303
    assert (row.hours_text, row.owned_by_people, row.verified_at) == (text, [], NOW)


@pytest.mark.parametrize(
    ("pressed", "same"),
    [("mo-tu", ["tu"]), ("mo-days", ["tu", "we", "th", "fr"]), ("mo-week", list(DAYS[1:])), ("su-mo", [])],
)
def test_a_button_copies_a_day_and_saves_nothing(make, amina, database, pressed, same):
    place = make.place(hours="24/7")

    page = Page(post_form(amina, at(place), **week(mo=OFFICE), copy=pressed))

    fields = fields_of(page)
    assert page.status == 422
    assert not page.errors
    assert [day for day in DAYS[1:] if fields[f"{day}_opens_1"] == "09:00"] == same
    assert [day for day in DAYS[1:] if f"{day}_closed" not in fields] == same
    assert stored(database, place)[0].hours_text == "24/7"


def test_the_enter_key_saves_and_copies_nothing(make, amina):
    buttons = Page(amina.get(at(make.place()))).all("button")

    assert "name" not in buttons[1].facts  # the first is that of signing out
    assert buttons[2].facts["name"] == "copy"


def test_the_list_leads_to_the_week_of_a_place(make, amina):
    place = make.place(hours="")

    assert at(place) in Page(amina.get("/staff/kortrijk/places?hours=unknown")).links


@pytest.mark.parametrize("pressed", ["", "x", "mo-", "mo-mo-mo", "-tu", "mo-xx", "\0"])
def test_a_button_that_is_none_breaks_nothing(make, amina, pressed):
    answer = post_form(amina, at(make.place()), **week(mo=OFFICE), copy=pressed)

    assert answer.status_code in (303, 422)


@pytest.mark.parametrize(
    ("monday", "words"),
    [
        ({"opens_1": "09:00"}, "Maandag: write both"),
        ({"opens_1": ""}, "Maandag: fill in hours"),
        ({"opens_1": "9:00", "closes_1": "09:00"}, "at the same time"),
        (OFFICE | {"opens_2": "11:00"}, "before you are closed"),
        ({"opens_1": "25:00", "closes_1": "26:00"}, "Maandag: write an hour"),
        ({"opens_1": "vroeg", "closes_1": "laat"}, "Maandag: write an hour"),
    ],
)
def test_hours_that_cannot_be_are_refused_and_kept_in_the_form(make, amina, database, monday, words):
    place = make.place(hours="24/7")

    page = Page(post_form(amina, at(place), **week(mo=monday, tu=OFFICE)))

    assert page.status == 422
    assert words in " ".join(page.errors)
    assert fields_of(page)["tu_opens_1"] == "09:00"
    assert fields_of(page)["mo_opens_1"] == monday["opens_1"]
    assert stored(database, place)[0].hours_text == "24/7"


def test_what_is_left_in_the_boxes_of_a_closed_day_does_not_count(make, amina, database):
    place = make.place(hours="24/7")
    left_over = {"closed": "y", "opens_1": "laat", "closes_2": "18:00"}

    answer = post_form(amina, at(place), **week(mo=left_over, tu=OFFICE), ph_opens_1="nooit")

    assert answer.status_code == 303
    assert stored(database, place)[0].hours_text == "Tu 09:00-12:00,13:30-18:00"


def test_a_week_of_closed_days_is_refused(make, amina):
    page = Page(post_form(amina, at(make.place()), **week()))

    assert page.status == 422
    assert "Every day is closed" in " ".join(page.errors)


def test_other_hours_on_holidays_must_be_hours(make, amina):
    page = Page(post_form(amina, at(make.place()), **week(mo=OFFICE) | {"ph": "own"}))

    assert page.status == 422
    assert "Public holidays: fill in hours" in " ".join(page.errors)


@pytest.mark.parametrize("hours", ["Apr-Sep 10:00-18:00; Oct-Mar off", "als de vlag uithangt"])
def test_hours_that_no_week_can_show_are_kept_and_shown_until_somebody_starts_afresh(make, amina, hours):
    place = make.place(hours=hours)

    page, fresh = Page(amina.get(at(place))), Page(amina.get(at(place) + "?fresh=1"))

    assert hours in page.html
    assert "mo_opens_1" not in fields_of(page)
    assert fields_of(fresh)["mo_opens_1"] == ""
    assert hours in fresh.html


def test_seasons_are_written_as_text(make, amina, database):
    place = make.place()

    answer = post_form(amina, at(place, "hours/text"), hours_text="Apr-Sep Mo-Su 10:00-18:00")

    assert answer.status_code == 303
    assert stored(database, place)[0].hours_state == "parsed"


def test_a_holiday_closes_the_place_at_once_and_says_why(make, amina, database):
    place = make.place()
    before = amina.get(f"/kortrijk/guide/{place.slug}").data

    answer = post_form(
        amina,
        at(place, "closures"),
        first_day=TODAY.isoformat(),
        last_day=(TODAY + timedelta(days=9)).isoformat(),
        reason="yearly-holiday",
        hours="closed",
    )

    page = Page(amina.get(f"/kortrijk/guide/{place.slug}"))
    assert answer.status_code == 303
    assert "Yearly holiday" not in before.decode()
    assert "Yearly holiday" in page.text
    assert "22 november 2026 to 1 december 2026" in page.text


def test_a_single_day_can_have_hours_of_its_own(make, amina, database):
    place = make.place(hours="Mo-Fr 09:00-18:00")
    times = {f"day_{name}": hour for name, hour in OFFICE.items()}

    post_form(amina, at(place, "closures"), first_day="2026-12-04", hours="own", reason="", **times)

    _, [evening] = stored(database, place)
    assert (evening.first_day, evening.last_day) == (date(2026, 12, 4), date(2026, 12, 4))
    assert evening.intervals == [[540, 720], [810, 1080]]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "on which day it begins"),
        ({"first_day": "morgen"}, "on which day it begins"),
        ({"first_day": "2026-12-04", "last_day": "2026-12-03"}, "before the first"),
        ({"first_day": "2026-11-01", "last_day": "2026-11-21"}, "are over"),
        ({"first_day": "2026-12-01", "last_day": "2028-12-01"}, "at most one year"),
        ({"first_day": "2036-12-01"}, "within two years"),
        ({"first_day": "9999-12-31"}, "within two years"),
        ({"first_day": "2026-12-04", "hours": "own"}, "fill in hours"),
        ({"first_day": "2026-12-04", "hours": "half"}, "Choose one"),
        ({"first_day": "2026-12-04", "reason": "zomaar"}, "Choose one"),
    ],
)
def test_special_days_that_cannot_be_are_refused(make, amina, database, fields, words):
    place = make.place()

    page = Page(post_form(amina, at(place, "closures"), **{"hours": "closed", "reason": ""} | fields))

    assert page.status == 422
    assert words in " ".join(page.errors)
    assert stored(database, place)[1] == []


def test_nothing_begins_twice_on_a_day(make, amina, database):
    place = make.place()
    fields = {"first_day": "2026-12-04", "hours": "closed", "reason": "works"}
    post_form(amina, at(place, "closures"), **fields)

    page = Page(post_form(amina, at(place, "closures"), **fields))

    assert page.status == 422
    assert "already begins on that day" in " ".join(page.errors)
    assert len(stored(database, place)[1]) == 1


@pytest.mark.parametrize(
    ("begins", "left"), [(-3, [(TODAY - timedelta(days=3), TODAY - timedelta(days=1))]), (0, []), (3, [])]
)
def test_a_holiday_that_is_ended_leaves_only_what_is_past(make, amina, database, begins, left):
    first_day = TODAY + timedelta(days=begins)
    place = make.place(exceptions=[HoursException(first_day=first_day, last_day=TODAY + timedelta(days=5))])
    _, [closure] = stored(database, place)

    answer = post_form(amina, at(place, f"closures/{closure.id}/end"))
    again = post_form(amina, at(place, f"closures/{closure.id}/end"))

    assert (answer.status_code, again.status_code) == (303, 404)
    assert [(one.first_day, one.last_day) for one in stored(database, place)[1]] == left


def test_special_days_of_another_place_are_not_ended(make, amina, database):
    tomorrow = TODAY + timedelta(days=1)
    other = make.place(exceptions=[HoursException(first_day=tomorrow, last_day=tomorrow)])
    _, [closure] = stored(database, other)

    assert post_form(amina, at(make.place(), f"closures/{closure.id}/end")).status_code == 404
    assert len(stored(database, other)[1]) == 1


def test_every_change_of_hours_is_in_the_journal(make, amina, database):
    place = make.place()
    post_form(amina, at(place), **week(mo=OFFICE))
    post_form(amina, at(place, "hours/text"), hours_text="24/7")
    post_form(amina, at(place, "closures"), first_day="2026-12-04", hours="closed", reason="")
    _, [closure] = stored(database, place)
    post_form(amina, at(place, f"closures/{closure.id}/end"))

    with database.reads() as session:
        lines = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
    assert [line.happening for line in lines] == [
        Happening.HOURS_CHANGED,
        Happening.HOURS_CHANGED,
        Happening.CLOSURE_ADDED,
        Happening.CLOSURE_ENDED,
    ]
    assert {line.subject for line in lines} == {f"place {place.id}"}


@pytest.mark.parametrize("text", BAD_TEXTS)
@pytest.mark.parametrize(
    ("page", "field"),
    [("hours", "mo_opens_1"), ("hours", "ph"), ("hours", "copy"), ("hours/text", "hours_text"),
     ("closures", "first_day"), ("closures", "last_day"), ("closures", "reason"), ("closures", "hours")],
)  # fmt: skip
def test_no_text_breaks_the_forms(make, amina, page, field, text):
    fields = week(mo=OFFICE) | {"first_day": "2026-12-04", "hours": "closed", "reason": ""} | {field: text}

    answer = post_form(amina, at(make.place(), page), **fields)

    assert answer.status_code in (303, 422)
    assert b"<script>alert" not in answer.data


@pytest.mark.parametrize("page", WRITES)
def test_a_form_without_its_token_changes_nothing(make, amina, page):
    assert amina.post(at(make.place(), page), data=week(mo=OFFICE)).status_code == 400


@pytest.mark.parametrize("page", WRITES)
@pytest.mark.parametrize("slug", ["nergens", "%00", "x" * 3000])
def test_an_unknown_place_is_a_404(make, amina, page, slug):
    assert post_form(amina, f"/staff/kortrijk/places/{slug}/{page}").status_code == 404


@pytest.mark.parametrize("page", WRITES)
def test_nobody_of_elsewhere_gets_in(make, client, database, page):
    place = make.place(hours="24/7")
    amina_of_genk = make.staff(Role.COORDINATOR, city=make.city("genk"))
    there = make.place(make.city("zoutleeuw"))

    stranger = client.post(at(place, page)).status_code
    sign_in(client, amina_of_genk)

    assert stranger in (303, 400, 401, 403, 404)
    assert post_form(client, at(place, page), **week(mo=OFFICE)).status_code == 404
    assert post_form(client, f"/staff/genk/places/{there.slug}/{page}").status_code == 404
    assert stored(database, place)[0].hours_text == "24/7"


@pytest.mark.parametrize("role", [Role.READER, Role.WRITER, Role.APPROVER, Role.COORDINATOR, Role.AUDITOR])
def test_roles_may_what_the_table_says(make, client, role):
    place = make.place()
    sign_in(client, make.staff(role))
    may = role in PERMISSIONS[Act.EDIT_PLACE].roles

    shown = {client.get(at(place, page)).status_code for page in ("hours", "closures")}
    sent = {post_form(client, at(place, page)).status_code for page in WRITES}

    assert shown == {200 if may else 403}
    assert sent == ({422, 404} if may else {403})


@pytest.mark.parametrize("page", ["hours/text", "closures/1/end"])
def test_changing_is_no_link(make, amina, page):
    assert amina.get(at(make.place(), page)).status_code == 405


@pytest.mark.parametrize("language", ["", "/fr", "/en", "/de"])
def test_the_pages_speak_every_language(make, amina, language):
    tomorrow = TODAY + timedelta(days=1)
    place = make.place(exceptions=[HoursException(first_day=tomorrow, last_day=tomorrow, reason="works")])

    for page in ("hours", "closures"):
        assert Page(amina.get(language + at(place, page))).status == 200
