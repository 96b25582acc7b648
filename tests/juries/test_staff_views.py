import pytest

from cityshop.core.permissions import Role
from cityshop.juries.models import Jury, JuryMember, JuryState
from tests.page import Page
from tests.sign_in import post_form, sign_in

NEW = {"name": "Omar", "email": "omar@jury.example"}


@pytest.fixture
def amina(make, client):
    return sign_in(client, make.staff())


def at(court, rest=""):
    return f"/staff/kortrijk/juries/{court.jury.id}{rest}"


def test_the_desk_shows_how_far_each_member_is_and_no_score(court, score, amina):
    a = court()
    score(a.jan, {a.bert: (8, 9, 7), a.chloe: (6, 6, 6)})

    page = Page(amina.get(at(a)))

    assert page.heading == "Jury: Kies je ambassadeur"
    assert "2 of 2" in page.text
    assert "0 of 2" in page.text
    assert "Omdat" not in page.html


def test_a_member_is_added_and_removed(court, amina, kept):
    a = court(state=JuryState.DRAFT)

    assert post_form(amina, at(a, "/members"), **NEW).status_code == 303
    omar = next(member for member in kept(JuryMember) if member.name == "Omar")
    assert post_form(amina, at(a, f"/members/{omar.id}/remove")).status_code == 303

    assert [member.name for member in kept(JuryMember)] == ["Jan", "Mia"]


@pytest.mark.parametrize("field", ["name", "email"])
def test_a_member_has_a_name_and_an_address(court, amina, field):
    page = Page(post_form(amina, at(court(state=JuryState.DRAFT), "/members"), **{**NEW, field: ""}))

    assert page.status == 422
    form = next(form for form in page.forms if form.action.endswith("/members"))
    assert [name for name in NEW if form.fields[name] == ""] == [field]


def test_the_same_address_twice_is_told(court, amina):
    page = Page(post_form(amina, at(court(), "/members"), name="Jan", email="jan@jury.example"))

    assert page.status == 422
    assert "Somebody with this address is in the jury already." in page.errors[0]


def test_when_the_jury_begins_each_member_gets_a_link_of_their_own(court, client, amina, letters, kept):
    a = court(state=JuryState.DRAFT)

    assert post_form(amina, at(a, "/begin")).status_code == 303

    assert [mail.recipient for mail in letters()] == ["jan@jury.example", "mia@jury.example"]
    links = [line for mail in letters() for line in mail.text.splitlines() if "/jury/" in line]
    assert len(set(links)) == 2
    assert Page(client.get(links[0].removeprefix("http://localhost"))).status == 200
    assert kept(Jury)[0].state == JuryState.SCORING


def test_pressing_begin_twice_mails_once(court, amina, letters):
    a = court(state=JuryState.DRAFT)
    post_form(amina, at(a, "/begin"))

    assert Page(post_form(amina, at(a, "/begin"))).status == 422
    assert len(letters()) == 2


def test_whoever_comes_later_gets_a_link_at_once(court, amina, letters):
    post_form(amina, at(court(), "/members"), **NEW)

    assert [mail.recipient for mail in letters()] == ["omar@jury.example"]


def test_a_new_link_is_mailed_and_the_old_one_ends(court, client, amina, letters):
    a = court()

    assert post_form(amina, at(a, f"/members/{a.jan.id}/link")).status_code == 303

    assert len(letters()) == 1
    assert client.get("/jury/jan").status_code == 404


def test_the_jury_gets_more_time(court, amina, kept):
    a = court()

    assert post_form(amina, at(a, "/deadline"), deadline="2026-12-20T18:00").status_code == 303
    assert kept(Jury)[0].deadline.day == 20
    assert Page(post_form(amina, at(a, "/deadline"), deadline="2026-12-19T18:00")).status == 422
    assert Page(post_form(amina, at(a, "/deadline"), deadline="morgen")).status == 422


def test_a_jury_of_another_city_does_not_exist(make, court, client):
    a = court()
    sign_in(client, make.staff(city=make.city("genk", "Genk")))

    path = f"/staff/genk/juries/{a.jury.id}"
    assert client.get(path).status_code == 404
    for rest in (
        "/members",
        "/begin",
        "/deadline",
        f"/members/{a.jan.id}/link",
        f"/members/{a.jan.id}/remove",
    ):
        assert post_form(client, path + rest, **NEW).status_code == 404


def test_a_member_of_another_jury_is_unknown(make, court, amina):
    a, b = court(), court(members=("Els", "Piet"))

    assert post_form(amina, at(a, f"/members/{b.jan.id}/remove")).status_code == 404
    assert post_form(amina, at(a, f"/members/{b.jan.id}/link")).status_code == 404


def test_a_writer_does_not_run_a_jury(make, court, client):
    sign_in(client, make.staff(Role.WRITER))

    assert client.get(at(court())).status_code == 403


def test_the_desk_costs_the_same_for_ten_members(make, court, amina, queries):
    a = court()
    with queries() as few:
        amina.get(at(a))
    for number in range(8):
        make.jury_member(a.jury, f"Lid {number}")

    with queries() as many:
        assert "Lid 7" in amina.get(at(a)).text

    assert len(many) == len(few)
