"""Town hall answers reports of fakes and replaces the keys of vouchers."""

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import Role
from cityshop.genuine.models import FakeReport
from cityshop.offers import keys
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

PAGE = "/staff/kortrijk/codes"


@pytest.fixture
def amina(client, make):
    account = make.staff(Role.APPROVER)
    sign_in(client, account)
    return account


@pytest.fixture
def journal(database):
    def read(happening):
        with database.reads() as session:
            return session.scalars(select(JournalEntry).where(JournalEntry.happening == happening)).all()

    return read


@pytest.fixture
def campaign(make, settings):
    """A campaign with a key."""
    campaign = make.campaign()
    make.signing_key(campaign, secret=settings.secret_key)
    return campaign


def kept(database, report):
    with database.reads() as session, across_cities(session):
        return session.get(FakeReport, report.id)


def test_reports_and_keys_are_listed(client, amina, make, settings):
    make.fake_report(place="Grote Markt 12")
    make.fake_report(city=make.city("genk", "Genk"), place="Stadsplein 1")
    make.signing_key(make.campaign(), secret=settings.secret_key)

    page = Page(client.get(PAGE))

    assert page.heading == "Codes that are ours"
    assert "Grote Markt 12" in page.text
    assert "Stadsplein 1" not in page.text
    assert any("/codes/keys/" in link for link in page.links)
    assert "/staff/kortrijk/codes" in Page(client.get("/staff/kortrijk")).links


def test_nothing_yet_is_said_kindly(client, amina):
    page = Page(client.get(PAGE))

    assert "No fakes were reported" in page.text
    assert "No keys yet" in page.text


def test_queries_do_not_grow_with_reports(client, amina, make, queries):
    make.fake_report()
    with queries() as before:
        client.get(PAGE)
    for _ in range(5):
        make.fake_report()
    with queries() as after:
        client.get(PAGE)

    assert len(after) == len(before)


def test_a_report_is_answered_once_and_its_photo_goes(client, amina, make, database, journal):
    report = make.fake_report()
    address = f"{PAGE}/reports/{report.id}"

    first = post_form(client, address, state="removed", sentence="Weggehaald.")
    again = post_form(client, address, state="ours", sentence="Toch van ons.")

    assert (first.status_code, again.status_code) == (303, 409)
    answered = kept(database, report)
    assert (answered.state, answered.answer, answered.answered_by) == ("removed", "Weggehaald.", amina.id)
    assert [entry.account_id for entry in journal(Happening.FAKE_ANSWERED)] == [amina.id]


@pytest.mark.parametrize("state", ["", "waiting", "nonsense"])
def test_an_answer_needs_one_of_the_words(client, amina, make, database, state):
    report = make.fake_report()

    answer = post_form(client, f"{PAGE}/reports/{report.id}", state=state, sentence="Tekst.")

    assert answer.status_code == 422
    assert "Tekst." in Page(answer).html
    assert kept(database, report).state == "waiting"


def test_reports_of_another_city_are_unknown(client, amina, make):
    report = make.fake_report(city=make.city("genk", "Genk"))

    assert client.get(f"{PAGE}/reports/{report.id}").status_code == 404
    assert post_form(client, f"{PAGE}/reports/{report.id}", state="ours").status_code == 404


@pytest.fixture
def replaced(client, amina, campaign, database, settings):
    """The keys that are good after the old one was replaced, the newest first."""

    def replace(signed):
        answer = post_form(client, f"{PAGE}/keys/{campaign.slug}", signed=signed, reason="Laptop kwijt")
        assert answer.status_code == 303
        with database.reads() as session:
            return keys.open_keys(session, campaign.id, secret=settings.secret_key)

    return replace


@pytest.mark.parametrize(("signed", "good"), [("kept", [2, 1]), ("stolen", [2])])
def test_a_key_is_replaced(replaced, signed, good):
    found = replaced(signed)

    assert [key.id for key in found] == good
    assert found[0].valid_from == NOW


def test_a_replaced_key_stands_in_the_journal_with_its_reason(client, amina, campaign, journal):
    post_form(client, f"{PAGE}/keys/{campaign.slug}", signed="kept", reason="Laptop kwijt")

    (entry,) = journal(Happening.SIGNING_KEY_REPLACED)
    assert (entry.note, entry.account_id) == ("Laptop kwijt", amina.id)


@pytest.mark.parametrize(
    "facts", [{"signed": "kept"}, {"reason": "Zomaar"}, {"signed": "x", "reason": "Zomaar"}]
)
def test_a_key_is_not_replaced_without_reason_or_choice(client, amina, make, facts):
    campaign = make.campaign()

    assert post_form(client, f"{PAGE}/keys/{campaign.slug}", **facts).status_code == 422


def test_a_writer_answers_reports_and_replaces_no_keys(client, make):
    sign_in(client, make.staff(Role.WRITER))
    campaign = make.campaign()

    assert client.get(PAGE).status_code == 200
    assert client.get(f"{PAGE}/keys/{campaign.slug}").status_code == 403


def test_strangers_see_nothing(client, make):
    sign_in(client, make.staff(city=make.city("genk", "Genk")))

    assert client.get(PAGE).status_code == 404
