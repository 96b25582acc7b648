"""The jury over the local winners, from its beginning to the laureate on the page."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from cityshop.core.outbox import OutgoingMail
from cityshop.core.permissions import Role
from cityshop.juries.models import Jury, JuryFinalist, JuryMember, JuryState
from cityshop.programmes.models import Title
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

AT = "/organiser/ik-koop-lokaal/2026"
PLAN = {
    "name_1": "Onthaal",
    "name_2": "Vakmanschap",
    "name_3": "Buurt",
    "weight_1": "1",
    "weight_2": "2",
    "weight_3": "1",
    "weight_4": "1",
    "weight_5": "1",
    "deadline": "2026-12-20T18:00",
}


@pytest.fixture
def winners(make, towns):
    """A local winner in each of so many cities, with their titles."""

    def act(count=2):
        cities = towns(count)
        edition = make.edition(make.programme(*cities))
        found = []
        for city in cities:
            contest = make.contest(make.campaign(city))
            make.takes_part(edition, contest)
            shop = make.shop(name=f"Winkel van {city.name}", city=city)
            found.append(make.candidate(contest, shop=shop))
            make.kept(
                Title(
                    city_id=city.id,
                    shop_id=shop.id,
                    contest_id=contest.id,
                    season=2026,
                    held_from=NOW - timedelta(days=1),
                    held_until=NOW + timedelta(days=364),
                    programme_id=edition.programme_id,
                )
            )
        return found

    return act


@pytest.fixture
def convened(ine, stored):
    """The address of the jury that was just convened."""

    def act(**facts):
        answer = post_form(ine, f"{AT}/jury", **(PLAN | facts))
        assert answer.status_code == 303, answer.text
        return answer.location

    return act


@pytest.fixture
def begun(ine, convened, database):
    """A jury of Jan and Mia that has begun: its address, and the members' links as they were mailed."""

    def act():
        jury = convened()
        for name in ("Jan", "Mia"):
            post_form(ine, f"{jury}/members", name=name, email=f"{name}@jury.example")
        assert post_form(ine, f"{jury}/begin").status_code == 303
        with database.reads() as session:
            mails = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
        return jury, [re.search(r"/jury/[\w-]+", mail.text).group() for mail in mails]

    return act


def judges(client, link, scores):
    """A member gives each finalist the same points on every criterion, and hands in."""
    for candidate, points in scores.items():
        sheet = {f"points_{number}": str(points) for number in (1, 2, 3)}
        answer = client.post(f"{link}/{candidate.id}", data=sheet | {"reason": f"Daarom {points}."})
        assert answer.status_code == 303, answer.text
    assert client.post(link).status_code == 303


def test_a_jury_chooses_one_of_the_local_winners(ine, app, winners, begun):
    kortrijk, other = winners()
    jury, (jan, mia) = begun()
    judges(app.test_client(), jan, {kortrijk: 6, other: 9})
    judges(app.test_client(), mia, {kortrijk: 7, other: 8})
    assert "Ready for the ceremony" in Page(ine.get(jury)).text

    assert post_form(ine, f"{jury}/reveal").status_code == 303

    page = Page(ine.get("/programme/ik-koop-lokaal"))
    chosen = page.text.partition("The laureate")[2].partition("Chosen by the jury")[0]
    assert "Winkel van Stad 01" in chosen
    assert "Winkel van Kortrijk" not in chosen
    assert "8,5" in page.text
    assert "Jan: 6, 6, 6. Daarom 6." in page.text


def test_nobody_reads_a_score_before_all_are_open(ine, app, winners, begun):
    kortrijk, other = winners()
    jury, (jan, _) = begun()
    judges(app.test_client(), jan, {kortrijk: 6, other: 9})

    assert "is not ready" in Page(post_form(ine, f"{jury}/reveal")).errors[0]
    assert "Daarom" not in ine.get(jury).text + ine.get("/programme/ik-koop-lokaal").text


def test_equal_scores_share_the_title(ine, app, winners, begun):
    kortrijk, other = winners()
    jury, (jan, mia) = begun()
    judges(app.test_client(), jan, {kortrijk: 8, other: 6})
    judges(app.test_client(), mia, {kortrijk: 6, other: 8})
    post_form(ine, f"{jury}/reveal")

    chosen = Page(ine.get("/programme/ik-koop-lokaal")).text.partition("The laureates")[2]
    assert "Winkel van Kortrijk" in chosen.partition("Chosen by the jury")[0]
    assert "Winkel van Stad 01" in chosen.partition("Chosen by the jury")[0]


def test_a_tie_is_declared_and_published(ine, app, winners, begun):
    kortrijk, other = winners()
    jury, (jan, mia) = begun()
    app.test_client().post(f"{jan}/{kortrijk.id}/tie", data={"words": "Mijn zus werkt daar."})
    judges(app.test_client(), jan, {other: 5})
    judges(app.test_client(), mia, {kortrijk: 9, other: 5})

    post_form(ine, f"{jury}/reveal")

    assert "Mijn zus werkt daar." in Page(ine.get("/programme/ik-koop-lokaal")).text


def test_the_jury_judges_every_local_winner(winners, convened, database):
    found = winners(4)

    convened()

    with database.reads() as session:
        finalists = set(session.scalars(select(JuryFinalist.candidate_id)))
    assert finalists == {one.id for one in found}


def test_before_there_are_winners_there_is_no_jury(make, ine, stored):
    make.edition()

    page = Page(post_form(ine, f"{AT}/jury", **PLAN))

    assert "at least two candidates" in page.errors[0]
    assert stored(Jury) == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name_3": ""}, "3 to 5 criteria"),
        ({"deadline": "2026-11-01T10:00"}, "future"),
        ({"deadline": ""}, "until when"),
    ],
)
def test_a_plan_that_cannot_be_gets_a_sentence(winners, ine, stored, wrong, sentence):
    winners()

    page = Page(post_form(ine, f"{AT}/jury", **(PLAN | wrong)))

    assert page.status == 422
    assert sentence in page.errors[0]
    assert stored(Jury) == []


def test_an_edition_has_one_jury(winners, ine, convened, stored):
    winners()
    jury = convened()

    assert ine.get(f"{AT}/jury").location == jury
    assert Page(post_form(ine, f"{AT}/jury", **PLAN)).status == 422
    assert len(stored(Jury)) == 1


def test_members_come_go_and_get_more_time(winners, ine, convened, stored):
    winners()
    jury = convened()
    post_form(ine, f"{jury}/members", name="Jan", email="jan@jury.example")
    member = stored(JuryMember)[0]

    assert Page(post_form(ine, f"{jury}/members", name="Jan", email="geen adres")).status == 422
    assert Page(post_form(ine, f"{jury}/members/{member.id}/link")).status == 422
    assert Page(post_form(ine, f"{jury}/begin")).status == 422
    assert Page(post_form(ine, f"{jury}/deadline", deadline="2026-11-01T10:00")).status == 422
    assert post_form(ine, f"{jury}/deadline", deadline="2026-12-27T18:00").status_code == 303
    assert post_form(ine, f"{jury}/members/{member.id}/remove").status_code == 303
    assert stored(JuryMember) == []


def test_the_jury_of_one_city_is_not_the_organisers(make, ine, winners):
    jury = make.jury(winners())

    assert ine.get(f"/organiser/juries/{jury.id}").status_code == 404
    assert post_form(ine, f"/organiser/juries/{jury.id}/reveal").status_code == 404


def test_nobody_else_finds_a_jury(make, client, winners, convened, stored):
    winners()
    jury = convened()
    sign_in(client, make.account(Role.COORDINATOR, city=make.kortrijk()))

    assert client.get(jury).status_code == 404
    assert client.get(f"{AT}/jury").status_code == 404
    for act in ("members", "begin", "deadline", "reveal", "members/1/remove", "members/1/link"):
        assert post_form(client, f"{jury}/{act}").status_code == 404
    assert stored(Jury)[0].state == JuryState.DRAFT
