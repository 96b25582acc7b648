"""Partners, by their mailed link."""

import pytest

from cityshop.agenda.models import EventState
from cityshop.agenda.rules import MOST_WAITING
from tests.bad_input import BAD_TEXTS
from tests.page import Page
from tests.sign_in import post_form

FIELDS = {
    "title_nl": "Kooravond",
    "starts_at": "2026-12-12T20:00",
    "repeat": "once",
    "location": "Zaal Leie",
    "audience": "everyone",
}
LINK = "/partner/geheim"


@pytest.fixture
def koor(make):
    """The choir, which town hall does not trust yet."""
    return make.partner(name="Koor", token="geheim")  # noqa: S106 - of a test


@pytest.fixture
def own(make, koor):
    return make.event(title="Oude titel", partner_id=koor.id, location="Zaal Leie")


def test_what_a_partner_enters_waits_for_town_hall(client, koor, stored):
    answer = client.post(f"{LINK}/new", data=FIELDS)

    [event] = stored()
    assert answer.status_code == 303
    assert (event.state, event.partner.name) == (EventState.PENDING, "Koor")
    assert "Waits for town hall" in Page(client.get(f"/en{answer.headers['Location']}")).text
    assert client.get(f"/kortrijk/agenda/{event.slug}").status_code == 404


def test_what_a_trusted_partner_enters_is_public_at_once(make, client):
    make.partner(token="vertrouwd", is_trusted=True)  # noqa: S106 - of a test

    client.post("/partner/vertrouwd/new", data=FIELDS)

    assert Page(client.get("/kortrijk/agenda/kooravond")).heading == "Kooravond"


def test_a_change_of_what_residents_see_waits_while_they_see_the_old(client, own, amina, stored, letters):
    answer = client.post(f"{LINK}/{own.slug}", data=FIELDS)

    assert answer.status_code == 303
    assert Page(client.get(f"/kortrijk/agenda/{own.slug}")).heading == "Oude titel"
    desk = Page(amina.get(f"/en/staff/kortrijk/agenda/{own.slug}"))
    assert "Kooravond" in desk.text

    form = desk.form("/approve")
    assert amina.post(form.action, data=form.fields).status_code == 303
    assert Page(client.get(f"/kortrijk/agenda/{own.slug}")).heading == "Kooravond"
    assert (stored()[0].has_proposal, stored()[0].proposal) == (False, {})
    assert letters()[0].recipient == "markt@partner.example"


def test_a_refused_change_leaves_what_was_approved(client, own, amina, stored):
    client.post(f"{LINK}/{own.slug}", data=FIELDS)
    form = Page(amina.get(f"/staff/kortrijk/agenda/{own.slug}/refuse")).forms[-1]

    amina.post(f"/staff/kortrijk/agenda/{own.slug}/refuse", data=form.fields | {"reason": "Nee."})

    [event] = stored()
    assert (event.state, event.title, event.has_proposal) == (
        EventState.PUBLISHED,
        {"nl": "Oude titel"},
        False,
    )
    assert "Nee." in Page(client.get(LINK)).text


def test_a_refused_event_can_be_sent_again(make, client, koor, stored):
    event = make.event(partner_id=koor.id, state=EventState.DRAFT, state_reason="Waar is het?")

    client.post(f"{LINK}/{event.slug}", data=FIELDS)

    assert (stored()[0].state, stored()[0].state_reason) == (EventState.PENDING, "")


def test_what_lasts_all_day_has_no_hour(make, client, koor):
    make.event(title="Kermis", partner_id=koor.id, location="Plein", is_all_day=True)

    text = Page(client.get(f"/en{LINK}")).text

    assert "Monday 23 November" in text
    assert ":00" not in text


def test_a_partner_cancels_at_once(client, own, stored):
    assert client.post(f"{LINK}/{own.slug}/cancel", data={"reason": ""}).status_code == 422
    assert (
        client.post(f"{LINK}/{own.slug}/cancel", data={"reason": "De dirigent is ziek."}).status_code == 303
    )
    assert stored()[0].state == EventState.CANCELLED
    assert "De dirigent is ziek." in Page(client.get(f"/kortrijk/agenda/{own.slug}")).text


def test_a_cancelled_event_does_not_come_back_by_a_change(client, own, stored):
    client.post(f"{LINK}/{own.slug}/cancel", data={"reason": "Ziek."})

    assert client.post(f"{LINK}/{own.slug}", data=FIELDS).status_code == 409


def test_somebody_else_s_event_does_not_exist(make, client, koor):
    other = make.event(partner_id=make.partner(name="Ander").id)
    of_nobody = make.event()

    for event in (other, of_nobody):
        assert client.get(f"{LINK}/{event.slug}").status_code == 404
        assert client.post(f"{LINK}/{event.slug}", data=FIELDS).status_code == 404
        assert client.post(f"{LINK}/{event.slug}/cancel", data={"reason": "x"}).status_code == 404


@pytest.mark.parametrize("token", ["fout", "é", "%00", "x" * 5_000])
def test_a_link_that_is_none_leads_nowhere(make, client, koor, token):
    assert client.get(f"/partner/{token}").status_code == 404
    assert client.post(f"/partner/{token}/new", data=FIELDS).status_code == 404


def test_a_partner_may_not_fill_the_desk(make, client, koor, monkeypatch):
    assert MOST_WAITING == 100
    monkeypatch.setattr("cityshop.agenda.services.MOST_WAITING", 1)

    assert client.post(f"{LINK}/new", data=FIELDS).status_code == 303
    assert client.post(f"{LINK}/new", data=FIELDS).status_code == 409


@pytest.mark.parametrize(
    "field", ["title_nl", "text_nl", "location", "price", "link", "starts_at", "until", "place"]
)
def test_no_text_in_any_field_breaks_a_page(client, koor, field):
    for text in BAD_TEXTS:
        assert client.post(f"{LINK}/new", data=FIELDS | {field: text}).status_code in (303, 422)


def test_a_form_from_elsewhere_is_refused(client, koor, stored):
    answer = client.post(f"{LINK}/new", data=FIELDS, headers={"Origin": "https://elders.example"})

    assert answer.status_code in (400, 403)
    assert stored() == []


def test_a_look_at_a_partner_s_pages_changes_nothing_and_is_kept_by_nobody(client, own):
    for path in ("", "/new", f"/{own.slug}", f"/{own.slug}/cancel"):
        answer = client.get(LINK + path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers
        Page(answer)


def test_a_partner_cannot_say_that_it_is_somebody_else_or_published(client, make, koor, stored):
    client.post(f"{LINK}/new", data=FIELDS | {"partner": make.partner(name="X").slug, "state": "published"})

    assert (stored()[0].partner.name, stored()[0].state) == ("Koor", EventState.PENDING)


def test_town_hall_gives_an_event_to_a_partner(make, amina, koor, stored):
    event = make.event(location="Markt")

    post_form(amina, f"/staff/kortrijk/agenda/{event.slug}/edit", **FIELDS, partner=koor.slug)

    assert stored()[0].partner.name == "Koor"
