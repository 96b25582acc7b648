"""The agenda, for town hall."""

import io

import pytest

from cityshop.agenda.models import EventSource, EventState, Partner, SourceKind
from cityshop.agenda.repeats import Repeat, Rule
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import Role
from tests.agenda.conftest import calendar
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.page import Page
from tests.photos import photo
from tests.sign_in import post_form, sign_in

DESK = "/staff/kortrijk/agenda"
FIELDS = {
    "title_nl": "Kerstmarkt",
    "starts_at": "2026-12-12T14:00",
    "ends_at": "2026-12-12T20:00",
    "repeat": "once",
    "location": "Grote Markt",
    "audience": "everyone",
    "partner": "",
}
TEXT_FIELDS = (
    "title_nl", "starts_at", "ends_at", "repeat", "weeks", "until", "times", "place", "location", "audience",
    "price", "link", "text_nl", "photo_alt", "title_fr", "text_de", "partner", "photo_kept",
)  # fmt: skip


def test_a_new_event_is_a_draft_until_it_is_published(amina, client, stored):
    answer = post_form(amina, f"{DESK}/new", **FIELDS)
    path = answer.headers["Location"]

    assert client.get("/kortrijk/agenda/kerstmarkt").status_code == 404
    form = Page(amina.get(path)).form("/approve")
    assert amina.post(form.action, data=form.fields).status_code == 303

    assert stored()[0].state == EventState.PUBLISHED
    assert Page(client.get("/en/kortrijk/agenda/kerstmarkt")).heading == "Kerstmarkt"


def test_a_series_with_a_photo_in_the_guide(make, amina, stored):
    place = make.place(name="Zaal Leie", street="Kaai 1")
    fields = FIELDS | {
        "repeat": "weekly",
        "weeks": "2",
        "times": "3",
        "place": "zaal leie, kaai 1",
        "location": "",
    }

    sent = {"photo": (io.BytesIO(photo()), "kerst.jpg"), "photo_alt": "Een kerstboom"}
    answer = post_form(amina, f"{DESK}/new", **fields, **sent)

    [event] = stored()
    assert answer.status_code == 303
    assert [one.planned_on.isoformat() for one in event.dates] == ["2026-12-12", "2026-12-26", "2027-01-09"]
    assert (event.place_id, event.picture_alt) == (place.id, {"nl": "Een kerstboom"})
    assert amina.get(f"/picture/{event.picture}.webp").status_code == 200


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title_nl": ""}, "Give the event a title."),
        ({"starts_at": "straks"}, "Fill in a day and a time"),
        ({"ends_at": "2026-12-11T10:00"}, "It ends before it begins."),
        ({"ends_at": "2028-12-11T10:00"}, "One event lasts at most a year."),
        ({"repeat": "weekly"}, "Say how long it repeats"),
        ({"repeat": "weekly", "times": "3", "until": "2027-01-01"}, "Say how long it repeats"),
        ({"repeat": "weekly", "until": "2026-12-01"}, "The series ends before it begins."),
        ({"repeat": "weekly", "until": "2050-12-01"}, "A series has at most 200 dates."),
        ({"location": ""}, "Say where it is"),
        ({"place": "Nergens"}, "The guide has no place of this name."),
        ({"is_free": "y", "price": "€ 3"}, "It is free, so it has no price."),
        ({"link": "http://example.be"}, "beginning with https://"),
        ({"link": "javascript:alert(1)"}, "beginning with https://"),
    ],
)
def test_bad_input_gets_a_clear_sentence_and_stays_typed(amina, stored, changes, sentence):
    answer = post_form(amina, f"/en{DESK}/new", **FIELDS | {"text_nl": "Blijft staan"} | changes)

    page = Page(answer)
    assert answer.status_code in (409, 422)
    assert sentence in " ".join(page.errors)
    assert "Blijft staan" in page.text
    assert stored() == []


@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_no_text_in_any_field_breaks_a_page(amina, field):
    for text in BAD_TEXTS:
        assert post_form(amina, f"{DESK}/new", **FIELDS | {field: text}).status_code in (303, 422)


def test_saving_the_form_as_it_is_changes_nothing(make, amina, stored):
    event = make.event(rule=Rule(Repeat.WEEKLY, 2, None, 3), location="Markt", text={"nl": "Kramen"})
    form = Page(amina.get(f"{DESK}/{event.slug}/edit")).forms[-1]
    before = {name: getattr(event, name) for name in ("title", "starts_at", "ends_at", "repeat", "location")}

    fields = {
        name: value for name, value in form.fields.items() if name not in ("photo", "is_free", "is_all_day")
    }
    fields |= {"repeat": "weekly", "audience": "everyone", "text_nl": "Kramen", "partner": ""}
    answer = amina.post(f"{DESK}/{event.slug}/edit", data=fields)

    [kept] = stored()
    assert answer.status_code == 303
    assert {name: getattr(kept, name) for name in before} == before
    assert kept.owned_by_people == []


def test_one_date_of_a_series_is_left_out_cancelled_moved_and_put_back(make, amina, client, stored):
    event = make.event(rule=Rule(Repeat.WEEKLY, times=3))
    path = f"{DESK}/{event.slug}/dates/2026-11-30"

    def dates():
        return [(one.first_day.isoformat(), one.is_cancelled) for one in stored()[0].dates]

    whole = [("2026-11-23", False), ("2026-11-30", False), ("2026-12-07", False)]
    moved = {"change": "moved", "starts_at": "2026-12-01T09:00", "ends_at": "2026-12-01T10:00"}
    assert post_form(amina, path, change="dropped").status_code == 303
    assert dates() == [whole[0], whole[2]]
    assert post_form(amina, path, change="cancelled").status_code == 303
    assert dates() == [whole[0], ("2026-11-30", True), whole[2]]
    assert post_form(amina, path, **moved).status_code == 303
    assert dates() == [whole[0], ("2026-12-01", False), whole[2]]
    assert post_form(amina, path, change="").status_code == 303
    assert dates() == whole


@pytest.mark.parametrize("day", ["2026-12-01", "gisteren", "2026-11-24"])
def test_a_date_that_is_not_planned_does_not_exist(make, amina, day):
    event = make.event(rule=Rule(Repeat.WEEKLY, times=3))

    assert amina.get(f"{DESK}/{event.slug}/dates/{day}").status_code == 404
    assert post_form(amina, f"{DESK}/{event.slug}/dates/{day}", change="dropped").status_code == 404


def test_the_only_date_cannot_be_left_out(make, amina, stored):
    event = make.event()

    answer = post_form(amina, f"/en{DESK}/{event.slug}/dates/2026-11-23", change="dropped")

    assert "No date is left" in Page(answer).errors[0]
    assert len(stored()[0].dates) == 1


def test_two_people_cannot_decide_about_the_same_event(make, amina, stored):
    event = make.event(state=EventState.PENDING)
    form = Page(amina.get(f"/en{DESK}/{event.slug}")).form("/approve")

    first = amina.post(form.action, data=form.fields)
    second = amina.post(form.action, data=form.fields)

    assert (first.status_code, second.status_code) == (303, 409)
    assert "A colleague was first" in Page(second).errors[0]


def test_what_changed_since_it_was_read_is_not_approved(make, amina, database, stored):
    event = make.event(state=EventState.PENDING)
    form = Page(amina.get(f"{DESK}/{event.slug}")).form("/approve")
    post_form(amina, f"{DESK}/{event.slug}/edit", **FIELDS)

    assert amina.post(form.action, data=form.fields).status_code == 409
    assert stored()[0].state == EventState.PENDING


def test_a_refusal_goes_to_the_partner_with_its_reason(make, amina, stored, letters):
    event = make.event(state=EventState.PENDING, partner_id=make.partner().id)
    form = Page(amina.get(f"{DESK}/{event.slug}/refuse")).forms[-1]

    answer = amina.post(
        f"{DESK}/{event.slug}/refuse", data=form.fields | {"reason": "Er staat geen plaats bij."}
    )

    assert answer.status_code == 303
    assert (stored()[0].state, stored()[0].state_reason) == (EventState.DRAFT, "Er staat geen plaats bij.")
    assert "Er staat geen plaats bij." in letters()[0].text


def test_a_refusal_needs_a_reason(make, amina):
    event = make.event(state=EventState.PENDING)

    assert post_form(amina, f"{DESK}/{event.slug}/refuse", revision="1").status_code == 422


def test_an_event_is_cancelled_with_a_reason(make, amina, client, stored):
    event = make.event()

    assert post_form(amina, f"{DESK}/{event.slug}/cancel").status_code == 422
    assert post_form(amina, f"{DESK}/{event.slug}/cancel", reason="Storm.").status_code == 303
    assert "Storm." in Page(client.get(f"/kortrijk/agenda/{event.slug}")).text


def test_an_event_is_taken_out_of_sight(make, amina, client):
    event = make.event()
    form = Page(amina.get(f"{DESK}/{event.slug}")).form("/hide")

    assert amina.post(form.action, data=form.fields).status_code == 303
    assert client.get(f"/kortrijk/agenda/{event.slug}").status_code == 404


def test_what_vanished_can_be_confirmed(make, amina, stored):
    event = make.event(needs_check=True)

    assert "vanished" in Page(amina.get(f"/en{DESK}/{event.slug}")).text
    assert post_form(amina, f"{DESK}/{event.slug}/confirm").status_code == 303
    assert not stored()[0].needs_check


def test_the_list_of_events_is_filtered(make, amina):
    make.event(title="Wacht", state=EventState.PENDING)
    make.event(title="Staat erin")

    def found(query):
        return [
            one.text.strip()
            for one in Page(amina.get(DESK + query)).all("th")
            if one.facts.get("scope") == "row"
        ]

    assert found("") == ["Wacht", "Staat erin"]
    assert found("?state=pending") == ["Wacht"]
    assert found("?q=erin") == ["Staat erin"]
    assert found("?check=1") == []


def test_a_partner_gets_a_link_by_mail_and_a_new_one_ends_the_old(make, amina, client, letters):
    post_form(amina, f"{DESK}/partners/new", name="Koor Kortrijk", email="koor@partner.example")
    post_form(amina, f"{DESK}/partners/koor-kortrijk/link")
    post_form(amina, f"{DESK}/partners/koor-kortrijk/link")

    old, new = (next(line for line in letter.text.split() if "/partner/" in line) for letter in letters())
    old, new = (link.removeprefix("http://localhost") for link in (old, new))
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_a_stopped_partner_has_no_link(make, amina, client, letters, stored):
    partner = make.partner(token="geheim")  # noqa: S106 - of a test

    post_form(amina, f"{DESK}/partners/{partner.slug}/stop")

    assert client.get("/partner/geheim").status_code == 404
    assert post_form(amina, f"{DESK}/partners/{partner.slug}/link").status_code == 409
    post_form(amina, f"{DESK}/partners/{partner.slug}/start")
    assert not stored(Partner)[0].is_stopped
    assert letters() == []


def test_two_partners_cannot_have_the_same_name(make, amina):
    post_form(amina, f"{DESK}/partners/new", name="Koor")

    answer = post_form(amina, f"/en{DESK}/partners/new", name="koor")

    assert answer.status_code == 409
    assert "There is a partner with this name already" in Page(answer).errors[0]


def test_a_partner_is_changed(make, amina, stored):
    partner = make.partner()
    fields = {
        "name": "Nieuwe naam",
        "email": "nieuw@partner.example",
        "website": "https://x.example",
        "is_trusted": "y",
    }

    assert post_form(amina, f"{DESK}/partners/{partner.slug}", **fields).status_code == 303
    assert (
        post_form(amina, f"{DESK}/partners/{partner.slug}", **fields | {"website": "http://x"}).status_code
        == 422
    )
    assert (stored(Partner)[0].name, stored(Partner)[0].is_trusted) == ("Nieuwe naam", True)


def test_a_file_is_looked_at_before_it_is_taken_in(make, amina, stored):
    partner = make.partner()
    content = calendar(
        ["UID:1", "SUMMARY:Concert", "DTSTART:20261205T190000Z"], ["UID:2", "DTSTART:20261205T190000Z"]
    )

    sent = post_form(
        amina, f"{DESK}/calendars/file", partner=partner.slug, file=(io.BytesIO(content), "a.ics")
    )
    page = Page(amina.get("/en" + sent.headers["Location"]))
    assert "It has no title." in page.text
    assert stored() == []

    form = page.form("/take-in")
    assert amina.post(form.action, data=form.fields).status_code == 303
    assert [event.title for event in stored()] == [{"nl": "Concert"}]
    assert amina.post(form.action, data=form.fields).status_code == 409


@pytest.mark.parametrize(
    "content", [b"", b"geen agenda", calendar(["UID:1", "SUMMARY:Oud", "DTSTART:20200101T100000Z"])]
)
def test_a_file_that_holds_nothing_is_refused(make, amina, stored, content):
    partner = make.partner()

    answer = post_form(
        amina, f"{DESK}/calendars/file", partner=partner.slug, file=(io.BytesIO(content), "a.ics")
    )

    assert answer.status_code == 422
    assert Page(answer).errors
    assert stored(EventSource) == []


def test_another_content_than_was_looked_at_is_not_taken_in(make, amina, stored):
    source = make.source(
        content=calendar(["UID:1", "SUMMARY:Concert", "DTSTART:20261205T190000Z"]), content_at=NOW
    )

    answer = post_form(amina, f"{DESK}/calendars/{source.id}/take-in", digest="ander")

    assert answer.status_code == 409
    assert stored() == []


def test_a_calendar_is_followed_once(make, amina, stored):
    fields = {"kind": "ical", "address": "https://agenda.example/a.ics", "partner": make.partner().slug}

    assert post_form(amina, f"{DESK}/calendars/new", **fields).status_code == 303
    assert post_form(amina, f"{DESK}/calendars/new", **fields).status_code == 409
    assert [(one.kind, one.is_followed) for one in stored(EventSource)] == [("ical", False)]


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("ical", "http://agenda.example/"),
        ("ical", "https://localhost/"),
        ("uitdatabank", "Kortrijk"),
        ("uitdatabank", ""),
    ],
)
def test_an_address_that_may_not_be_fetched_is_refused(make, amina, stored, kind, address):
    fields = {"kind": kind, "address": address, "partner": make.partner().slug}

    assert post_form(amina, f"{DESK}/calendars/new", **fields).status_code == 422
    assert stored(EventSource) == []


def test_a_calendar_is_read_again_and_stopped(make, amina, stored):
    source = make.source(look_at=None, kind=SourceKind.ICAL)

    post_form(amina, f"{DESK}/calendars/{source.id}/again")
    assert stored(EventSource)[0].look_at == NOW
    post_form(amina, f"{DESK}/calendars/{source.id}/stop")
    assert stored(EventSource)[0].look_at is None
    assert Page(amina.get(f"{DESK}/calendars")).status == 200


@pytest.mark.parametrize("path", ["new", "partners/new", "calendars/new", "calendars/file"])
def test_a_reader_changes_nothing(make, client, path):
    sign_in(client, make.staff(Role.READER))

    assert client.get(f"{DESK}/{path}").status_code == 403
    assert post_form(client, f"{DESK}/{path}").status_code == 403


def test_events_partners_and_calendars_of_another_city_do_not_exist(make, amina):
    genk = make.city("genk", "Genk")
    event, partner, source = make.event(genk), make.partner(genk), make.source(genk)

    for path in (event.slug, f"{event.slug}/edit", f"partners/{partner.slug}", f"calendars/{source.id}"):
        assert amina.get(f"{DESK}/{path}").status_code == 404
    for path in (f"{event.slug}/approve", f"{event.slug}/cancel", f"partners/{partner.slug}/link"):
        assert post_form(amina, f"{DESK}/{path}", reason="x").status_code == 404


def test_every_act_stands_in_the_journal(make, amina, stored):
    event = make.event(state=EventState.PENDING)
    form = Page(amina.get(f"{DESK}/{event.slug}")).form("/approve")

    amina.post(form.action, data=form.fields)

    assert [entry.happening for entry in stored(JournalEntry)] == [Happening.EVENT_PUBLISHED]
