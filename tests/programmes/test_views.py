"""A programme as everybody sees it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cityshop.core.db import choose_city
from cityshop.elections.models import ContestState
from cityshop.programmes.models import EditionCity, EditionState
from tests.makers.base import NOW
from tests.page import Page

AT = "/programme/ik-koop-lokaal"


def write(database, **values):
    with database.writes.begin() as session:
        session.execute(EditionCity.__table__.update().values(**values))


def test_the_page_says_the_message_and_lists_every_city(make, towns, client, database):
    edition = make.edition(make.programme(*towns(2)))
    make.funder(edition)
    make.takes_part(edition, make.contest())
    write(database, usp={"nl": "Altijd zon."}, prize={"nl": "een fiets"})

    page = Page(client.get(AT))

    assert page.heading == "Ik koop lokaal 2026"
    assert "Koop bij een winkelier van hier." in page.text
    assert "Altijd zon." in page.text
    assert "een fiets" in page.text
    assert "Provincie" in page.text
    assert "mailto:team@programma.example" in page.links
    assert any(link.startswith("/kortrijk/vote/") for link in page.links)
    assert "/stad-01" in page.links


def test_a_draft_of_a_vote_is_not_linked(make, client):
    edition, contest = make.edition(), make.contest(state=ContestState.DRAFT)
    make.takes_part(edition, contest)

    assert contest.slug not in client.get(AT).text


def test_an_edition_that_is_no_ones_yet_does_not_exist(make, client):
    make.edition(state=EditionState.DRAFT)

    for address in (AT, f"{AT}/2026", f"{AT}/winners", "/programme/ander", f"{AT}/{2**40}", f"{AT}/-1"):
        assert client.get(address).status_code == 404


def test_an_earlier_season_keeps_its_page(make, client):
    programme = make.programme()
    make.edition(programme, season=2025)
    make.edition(programme, season=2026)

    assert Page(client.get(AT)).heading == "Ik koop lokaal 2026"
    assert Page(client.get(f"{AT}/2025")).heading == "Ik koop lokaal 2025"
    assert f"{AT}/2025" in Page(client.get(AT)).links


def test_the_page_is_kept_whole_until_a_city_changes(make, client, database, queries):
    make.edition()
    first = client.get(AT)
    assert "Set-Cookie" not in first.headers
    assert first.headers["ETag"]

    with queries() as again:
        second = client.get(AT)
    assert again.other_than("version") == []
    assert second.headers["ETag"] == first.headers["ETag"]

    with database.writes() as session:
        choose_city(session, make.kortrijk().id)
        place = session.scalars(select(EditionCity)).one()
        place.usp = {"nl": "Nieuw."}
        session.commit()
    assert "Nieuw." in client.get(AT).text


def test_queries_do_not_grow_with_cities(make, towns, client, queries):
    edition = make.edition(make.programme(*towns(2)))
    make.takes_part(edition, make.contest())
    with queries() as few:
        client.get(f"{AT}?few")
    for number in range(62):
        city = make.city(f"dorp-{number:02}", f"Dorp {number:02}")
        make.kept(EditionCity(edition_id=edition.id, city_id=city.id))
        make.takes_part(edition, make.contest(make.campaign(city)))

    with queries() as many:
        page = Page(client.get(f"{AT}?many"))

    assert len(many.other_than("version")) == len(few.other_than("version"))
    assert "64" in page.text


def test_the_page_of_a_vote_says_of_which_programme_it_is(make, client, database):
    edition, contest = make.edition(), make.contest()
    make.funder(edition)
    make.takes_part(edition, contest)
    write(
        database, usp={"nl": "Altijd zon."}, contact_name="Dienst Handel", contact_email="handel@stad.example"
    )

    page = Page(client.get(f"/kortrijk/vote/{contest.slug}"))

    assert "Altijd zon." in page.text
    assert "Ik koop lokaal 2026" in page.text
    assert "With the support of" in page.text
    assert "mailto:handel@stad.example" in page.links
    assert AT in page.links


def test_a_vote_of_no_programme_says_nothing(make, client):
    make.edition()

    assert "Ik koop lokaal" not in client.get(f"/kortrijk/vote/{make.contest().slug}").text


def test_a_programme_that_is_not_public_says_nothing(make, client):
    edition, contest = make.edition(state=EditionState.DRAFT), make.contest()
    make.takes_part(edition, contest)

    assert "Ik koop lokaal" not in client.get(f"/kortrijk/vote/{contest.slug}").text
    assert "Ik koop lokaal" not in client.get("/kortrijk").text.replace("Kortrijk koopt lokaal", "")


def test_the_front_page_of_a_city_and_of_all_cities_lead_there(make, client, towns):
    make.edition(make.programme(*towns(2)))

    assert AT in Page(client.get("/kortrijk")).links
    assert AT in Page(client.get("/")).links


def test_the_wall_shows_every_season_of_a_city(make, client):
    make.title(make.shop(name="Bakkerij Bert"), season=2025)
    make.title(make.shop(name="Bloemen Chloé"), season=2024)
    make.title(make.shop(name="Elders", city=make.city("genk", "Genk")), season=2025)

    page = Page(client.get("/kortrijk/winners"))

    assert page.text.index("2025") < page.text.index("2024")
    assert "Bloemen Chloé" in page.text
    assert "Elders" not in page.text


def test_an_empty_wall_says_so(make, client):
    make.kortrijk()

    assert "The wall is still empty" in Page(client.get("/kortrijk/winners")).text


def test_a_title_that_starts_later_is_not_shown(make, client):
    make.title(make.shop(name="Bakkerij Bert"), held_from=NOW + timedelta(days=1))

    assert "Bakkerij Bert" not in client.get("/kortrijk/winners").text


def test_the_wall_of_a_programme_shows_its_cities(make, client):
    edition = make.edition()
    make.title(make.shop(name="Bakkerij Bert"), programme=edition.programme)
    elsewhere = make.shop(name="Elders", city=make.city("genk", "Genk"))
    make.title(elsewhere, programme=edition.programme)
    make.title(make.shop(name="Beste Frituur"))

    page = Page(client.get(f"{AT}/winners"))

    assert "Bakkerij Bert" in page.text
    assert "Genk" in page.text
    assert "Beste Frituur" not in page.text


def test_queries_of_the_wall_do_not_grow_with_winners(make, client, queries):
    edition = make.edition()
    make.title(make.shop(), programme=edition.programme)
    with queries() as few:
        client.get(f"{AT}/winners?few")
    for _ in range(20):
        make.title(make.shop(), programme=edition.programme)

    with queries() as many:
        client.get(f"{AT}/winners?many")

    assert len(many.other_than("version")) == len(few.other_than("version"))


@pytest.mark.parametrize("days", [0, 400])
def test_a_candidate_who_holds_the_title_says_so_as_long_as_it_lasts(make, client, site_clock, days):
    contest = make.contest(closes_at=NOW + timedelta(days=500))
    shop = make.shop()
    candidate = make.candidate(contest, shop=shop)
    make.title(shop)
    site_clock.move(days=days)

    html = client.get(f"/kortrijk/vote/{contest.slug}/{candidate.slug}").text

    assert ("Ambassador 2025" in html) is (days == 0)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_there_is_nothing_to_write(make, client, method):
    make.edition()

    assert getattr(client, method)(AT).status_code == 405
