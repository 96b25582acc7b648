import pytest
from sqlalchemy import select

from cityshop.core.permissions import Role
from cityshop.elections.models import CandidateState
from cityshop.links.models import ShortLink
from tests.page import Page
from tests.sign_in import post_form, sign_in

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36"}


@pytest.fixture
def amina(make, client):
    return sign_in(client, make.staff())


@pytest.fixture
def codes(database):
    def read():
        table = ShortLink.__table__
        with database.reads() as session:
            return session.execute(select(table).order_by(table.c.id)).all()

    return read


def at(contest, rest=""):
    return f"/staff/kortrijk/contests/{contest.slug}{rest}"


@pytest.fixture
def contest(make):
    contest = make.contest()
    for name in ("Bakkerij Bert", "Bloemen Chloé"):
        make.candidate(contest, shop=make.shop(name=name))
    make.candidate(contest, shop=make.shop(name="Weg"), state=CandidateState.WITHDRAWN)
    return contest


def test_all_kits_are_made_and_printed_in_one_run(amina, contest, codes):
    made = post_form(amina, at(contest, "/kit"))
    again = post_form(amina, at(contest, "/kit"))

    posters = Page(amina.get(at(contest, "/kit/print?sheet=poster-a4")))
    stickers = Page(amina.get(at(contest, "/kit/print?sheet=stickers-square")))

    assert (made.status_code, again.status_code, len(codes())) == (303, 303, 8)
    assert posters.html.count("paper-poster__name--") == 2
    assert stickers.html.count("sticker--square") == 2
    assert "Weg" not in posters.text


def test_scans_stand_on_the_page_of_the_vote(amina, contest, codes):
    post_form(amina, at(contest, "/kit"))
    for _ in range(7):
        amina.get(f"/k/{codes()[0].code}", headers=PHONE)

    for path in ("", "/kit"):
        page = Page(amina.get(at(contest, path)))
        code = codes()[0].code
        assert f"localhost/k/{code[:5]}-{code[5:]}" in page.text
        assert "7" in [cell.text for cell in page.all("td")]


def test_a_code_is_taken_out_of_use_and_replaced(amina, contest, codes):
    post_form(amina, at(contest, "/kit"))
    old = codes()[0]

    retired = post_form(amina, at(contest, f"/kit/links/{old.id}/retire"))
    twice = post_form(amina, at(contest, f"/kit/links/{old.id}/retire"))
    post_form(amina, at(contest, "/kit"))

    assert (retired.status_code, twice.status_code) == (303, 404)
    assert amina.get(f"/k/{old.code}").status_code == 410
    assert [row.about for row in codes()].count(old.about) == 2


def test_another_citys_code_is_not_found(amina, contest, make):
    link = make.short_link(make.city("genk"))

    assert post_form(amina, at(contest, f"/kit/links/{link.id}/retire")).status_code == 404


def test_a_reader_prints_nothing(make, client, contest):
    sign_in(client, make.staff(Role.READER))

    assert client.get(at(contest, "/kit")).status_code == 403
    assert client.get(at(contest, "/kit/print")).status_code == 403


def test_a_vote_without_candidates_has_nothing_to_print(amina, make):
    contest = make.contest()

    assert Page(amina.get(at(contest, "/kit"))).status == 200
    assert "Nothing to print yet" in Page(amina.get(at(contest, "/kit/print"))).text


def test_the_kits_ask_as_much_of_the_database_for_20_candidates_as_for_two(amina, contest, make, queries):
    post_form(amina, at(contest, "/kit"))
    with queries() as few:
        amina.get(at(contest, "/kit"))
    for _ in range(18):
        make.candidate(contest, shop=make.shop())
    post_form(amina, at(contest, "/kit"))

    with queries() as many:
        amina.get(at(contest, "/kit"))

    assert len(many) == len(few)
