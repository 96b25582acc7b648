"""The organiser's pages: one edition over many cities."""

import io

import pytest
from PIL import Image

from cityshop.core.permissions import Role
from cityshop.core.pictures import Picture
from cityshop.elections.models import Contest, ContestState
from cityshop.programmes.models import Edition, EditionCity, EditionState, Funder, Programme
from tests.bad_input import BAD_TEXTS
from tests.page import Page
from tests.sign_in import post_form, sign_in

AT = "/organiser/ik-koop-lokaal/2026"
EDITION = {
    "title_nl": "Ik koop lokaal 2026",
    "message_nl": "Koop bij een winkelier van hier.",
    "vote_title_nl": "Wie wordt ambassadeur van {city}?",
    "vote_introduction_nl": "Wie zou je het meest missen?",
    "prize_nl": "een jaar op de affiches",
    "nominations_from": "2026-11-25T09:00",
    "opens_at": "2026-12-02T10:00",
    "closes_at": "2026-12-30T18:00",
    "ceremony_at": "2027-01-12T20:00",
    "change_policy": "last-counts",
    "tie": "shared",
    "again": "no",
    "minimum": "40",
    "standings_hidden_days": "7",
    "brag_weight": "1",
    "contact_name": "Team Ik koop lokaal",
    "contact_email": "team@programma.example",
}
WRITES = ("edit", "cities", "votes", "show", "hide", "funders", "funders/1/remove", "copy", "votes/copy")


def filled(page, name):
    """What the form with a field of this name holds."""
    return next(form.fields for form in page.forms if name in form.fields)


def logo():
    """A logo that is partly see-through, as they are."""
    written = io.BytesIO()
    Image.new("RGBA", (400, 220), (200, 20, 40, 0)).save(written, "PNG")
    return (io.BytesIO(written.getvalue()), "logo.png")


def test_the_list_says_how_far_each_edition_is(make, towns, ine):
    edition = make.edition(make.programme(*towns(3)))
    make.takes_part(edition, make.contest())

    page = Page(ine.get("/organiser"))

    assert "Ik koop lokaal 2026" in page.text
    assert " 3 " in page.text
    assert AT in page.links


def test_without_an_edition_the_list_says_so(ine):
    assert "There is no edition yet." in Page(ine.get("/organiser")).text


def test_an_edition_shows_its_cities_with_totals(make, towns, ine):
    edition = make.edition(make.programme(*towns(2)))
    contest = make.contest()
    make.takes_part(edition, contest)
    make.ballots(make.candidate(contest), 37)

    page = Page(ine.get(AT))

    assert "Kortrijk" in page.text
    assert "Stad 01" in page.text
    assert "37" in page.text
    assert "No vote yet" in page.text
    assert "One vote keeps dates or rules of its own" in page.text


def test_what_one_candidate_has_is_nowhere(make, ine):
    edition, contest = make.edition(), make.contest(state=ContestState.CLOSED)
    make.takes_part(edition, contest)
    make.ballots(make.candidate(contest), 31)
    make.ballots(make.candidate(contest, shop=make.shop(name="Bloemen Chloé")), 29)

    html = ine.get(AT).text

    assert "60" in html
    assert ">31<" not in html
    assert "Chloé" not in html


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("?q=stad", "Stad 01"),
        ("?stage=open", "Kortrijk"),
        ("?stage=none", "Stad 01"),
        ("?q=KORTR", "Kortrijk"),
    ],
)
def test_the_cities_are_filtered_by_the_address(make, towns, ine, asked, shown):
    edition = make.edition(make.programme(*towns(2)))
    make.takes_part(edition, make.contest())

    rows = Page(ine.get(AT + asked)).html.partition("<tbody>")[2]

    assert [name for name in ("Kortrijk", "Stad 01") if f">{name}<" in rows] == [shown]


def test_the_cities_are_sorted_by_the_address(make, towns, ine):
    edition = make.edition(make.programme(*towns(3)))
    contest = make.contest(make.campaign(edition.programme.cities[-1]))
    make.takes_part(edition, contest)
    make.ballots(make.candidate(contest), 3)

    rows = Page(ine.get(f"{AT}?sort=votes")).html.partition("<tbody>")[2]

    assert rows.index("Stad 02") < rows.index("Kortrijk")


def test_a_filter_that_fits_nothing_says_so(make, ine):
    make.edition()

    for asked in ("?q=zzz", "?stage=nonsense", "?q=" + "x" * 5_000):
        assert "No city fits." in Page(ine.get(AT + asked)).text


def test_queries_do_not_grow_with_cities(make, towns, ine, queries):
    edition = make.edition(make.programme(*towns(2)))
    make.takes_part(edition, make.contest())
    with queries() as few:
        ine.get(AT)
    for number in range(62):
        city = make.city(f"dorp-{number:02}", f"Dorp {number:02}")
        make.kept(EditionCity(edition_id=edition.id, city_id=city.id))
        make.takes_part(edition, make.contest(make.campaign(city)))

    with queries() as many:
        page = Page(ine.get(AT))

    assert len(many) == len(few)
    assert "64" in page.text


def test_one_button_makes_a_vote_in_every_city(make, towns, ine, stored):
    make.edition(make.programme(*towns(64)))

    answer = post_form(ine, f"{AT}/votes", everywhere="1")

    assert (answer.status_code, answer.location) == (303, AT)
    assert len(stored(Contest)) == 64


def test_only_ticked_cities_get_a_vote(make, towns, ine, stored):
    make.edition(make.programme(*towns(3)))

    assert post_form(ine, f"{AT}/votes", city="stad-01").status_code == 303

    assert len(stored(Contest)) == 1


@pytest.mark.parametrize("city", ["", "nergens", "\0", "x" * 10_000])
def test_without_a_city_that_needs_one_nothing_is_made(make, ine, stored, city):
    make.edition()

    page = Page(post_form(ine, f"{AT}/votes", city=city))

    assert page.status == 422
    assert "Tick at least one city" in page.errors[0]
    assert stored(Contest) == []


def test_a_new_edition_starts_with_the_cities_of_its_programme(make, towns, ine, stored):
    make.programme(*towns(3))

    answer = post_form(ine, "/organiser/ik-koop-lokaal/new", season="2026", **EDITION)

    assert answer.location == AT
    assert len(stored(EditionCity)) == 3
    edition = stored(Edition)[0]
    assert edition.state == EditionState.DRAFT
    assert edition.rules["winner_may_stand_again"] is False
    assert edition.rules["minimum"] == 40


def test_the_form_of_a_new_edition_shows_our_rules(make, ine):
    make.programme()

    assert filled(Page(ine.get("/organiser/ik-koop-lokaal/new")), "minimum")["minimum"] == "30"


@pytest.mark.parametrize("season", ["", "26", "tweeduizend", "99999", "-1", "9" * 400])
def test_a_season_is_a_year(make, ine, stored, season):
    make.programme()

    page = Page(post_form(ine, "/organiser/ik-koop-lokaal/new", season=season, **EDITION))

    assert page.status == 422
    assert stored(Edition) == []
    assert filled(page, "title_nl")["title_nl"] == "Ik koop lokaal 2026"


def test_a_season_there_is_already_is_refused(make, ine):
    make.edition()

    page = Page(post_form(ine, "/organiser/ik-koop-lokaal/new", season="2026", **EDITION))

    assert page.status == 422
    assert "Choose another year" in page.errors[0]


def test_an_edition_changes(make, ine, stored):
    make.edition()

    assert post_form(ine, f"{AT}/edit", **EDITION).location == AT

    assert stored(Edition)[0].rules["minimum"] == 40
    assert filled(Page(ine.get(f"{AT}/edit")), "closes_at")["closes_at"] == "2026-12-30T18:00"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"closes_at": "2026-12-01T10:00"}, "close later"),
        ({"ceremony_at": "2026-12-20T10:00"}, "after the vote closes"),
        ({"nominations_from": "2026-12-05T10:00"}, "before the vote opens"),
        ({"opens_at": ""}, "when the vote opens"),
        ({"contact_email": "geen adres"}, "e-mail address"),
        ({"again": "misschien"}, "Choose one"),
        ({"minimum": "-1"}, "whole number"),
    ],
)
def test_what_cannot_be_gets_a_sentence(make, ine, stored, wrong, sentence):
    make.edition()

    page = Page(post_form(ine, f"{AT}/edit", **(EDITION | wrong)))

    assert page.status == 422
    assert sentence in page.errors[0]
    assert stored(Edition)[0].rules["minimum"] == 30


@pytest.mark.parametrize("text", BAD_TEXTS)
def test_bad_input_is_never_a_fault(make, ine, text):
    make.edition()

    for field in EDITION:
        assert post_form(ine, f"{AT}/edit", **(EDITION | {field: text})).status_code in (303, 422), field
    assert "<script>alert" not in ine.get(AT).text


def test_the_public_page_is_shown_and_hidden(make, ine, client):
    make.edition(state=EditionState.DRAFT)
    assert client.get("/programme/ik-koop-lokaal").status_code == 404

    post_form(ine, f"{AT}/show")
    assert client.get("/programme/ik-koop-lokaal").status_code == 200

    post_form(ine, f"{AT}/hide")
    assert client.get("/programme/ik-koop-lokaal").status_code == 404


def test_a_funder_with_a_logo(make, ine, stored, database):
    make.edition()
    sent = {
        "name": "Provincie",
        "website": "https://www.provincie.example",
        "alt_nl": "De provincie",
        "photo": logo(),
    }

    assert post_form(ine, f"{AT}/funders", **sent).status_code == 303

    funder = stored(Funder)[0]
    with database.reads() as session:
        kept = session.get(Picture, funder.picture)
    assert kept.is_claimed
    assert Image.open(io.BytesIO(kept.content)).getpixel((5, 5))[:3] >= (250, 250, 250)
    page = Page(ine.get("/programme/ik-koop-lokaal"))
    assert f"/picture/{funder.picture}.webp" in page.html
    assert 'alt="De provincie"' in page.html


def test_a_funder_without_a_logo_is_called_by_its_name(make, ine):
    make.edition()
    post_form(ine, f"{AT}/funders", name="Europa")

    assert "Europa" in Page(ine.get("/programme/ik-koop-lokaal")).text


@pytest.mark.parametrize(
    "field",
    [{"website": "javascript:alert(1)"}, {"website": "geen adres"}, {"name": ""}, {"name": "x" * 500}],
)
def test_a_funder_that_cannot_be_is_refused(make, ine, stored, field):
    make.edition()

    page = Page(post_form(ine, f"{AT}/funders", **({"name": "Provincie"} | field)))

    assert page.status == 422
    assert stored(Funder) == []


def test_a_logo_that_is_no_picture_is_refused(make, ine, stored):
    make.edition()
    sent = (io.BytesIO(b"<svg onload=alert(1)>"), "logo.svg")

    page = Page(post_form(ine, f"{AT}/funders", name="Provincie", photo=sent))

    assert page.status == 422
    assert filled(page, "website")["name"] == "Provincie"
    assert stored(Funder) == []


def test_a_funder_is_taken_off_with_its_logo(make, ine, stored, database):
    make.edition()
    post_form(ine, f"{AT}/funders", name="Provincie", photo=logo())
    funder = stored(Funder)[0]

    assert post_form(ine, f"{AT}/funders/{funder.id}/remove").status_code == 303

    assert stored(Funder) == []
    with database.reads() as session:
        assert session.get(Picture, funder.picture) is None


def test_a_logo_that_another_season_shows_stays(make, ine, stored, database):
    make.edition()
    post_form(ine, f"{AT}/funders", name="Provincie", photo=logo())
    post_form(ine, f"{AT}/copy", season="2027")
    funder = stored(Funder)[0]

    post_form(ine, f"{AT}/funders/{funder.id}/remove")

    with database.reads() as session:
        assert session.get(Picture, funder.picture) is not None


def test_the_funder_of_another_edition_is_unknown(make, ine, stored):
    make.edition()
    other = make.funder(make.edition(make.programme(slug="ander"), season=2025))

    assert post_form(ine, f"{AT}/funders/{other.id}/remove").status_code == 404
    assert len(stored(Funder)) == 1


def test_an_edition_is_copied(make, ine, stored):
    make.edition()

    assert filled(Page(ine.get(f"{AT}/copy")), "season")["season"] == "2027"
    assert post_form(ine, f"{AT}/copy", season="2027").location == "/organiser/ik-koop-lokaal/2027"

    page = Page(post_form(ine, f"{AT}/copy", season="2027"))
    assert page.status == 422
    assert len(stored(Edition)) == 2


def test_a_vote_is_copied_to_another_city(make, towns, ine, stored):
    edition = make.edition(make.programme(*towns(2)))
    contest = make.contest(opens_at=edition.opens_at, closes_at=edition.closes_at)
    make.takes_part(edition, contest)

    assert post_form(ine, f"{AT}/votes/copy", source="kortrijk", city="stad-01").location == AT

    assert len(stored(Contest)) == 2
    again = Page(post_form(ine, f"{AT}/votes/copy", source="kortrijk", city="stad-01"))
    assert again.status == 422


@pytest.mark.parametrize("city", ["kortrijk", "", "nergens", "\0"])
def test_a_vote_goes_only_to_a_city_without_one(make, ine, stored, city):
    edition, contest = make.edition(), make.contest()
    make.takes_part(edition, contest)

    page = Page(post_form(ine, f"{AT}/votes/copy", source="kortrijk", city=city))

    assert page.status == 422
    assert len(stored(Contest)) == 1


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MERCHANT, Role.AUDITOR])
def test_nobody_else_finds_these_pages(make, client, role):
    make.edition()
    sign_in(client, make.account(role, city=make.kortrijk()))

    pages = (
        "/organiser",
        "/organiser/ik-koop-lokaal/new",
        AT,
        *(f"{AT}/{rest}" for rest in ("edit", "copy")),
    )
    assert {client.get(page).status_code for page in pages} == {404}
    assert {post_form(client, f"{AT}/{rest}").status_code for rest in WRITES} == {404}


def test_unknown_editions_are_unknown(make, ine):
    make.edition()

    for address in ("/organiser/ik-koop-lokaal/1999", "/organiser/ander/2026", f"/organiser/x/{10**30}"):
        assert ine.get(address).status_code == 404
    assert {post_form(ine, f"/organiser/ander/2026/{rest}").status_code for rest in WRITES} == {404}


def test_writing_asks_for_a_post(make, ine, stored):
    make.edition()

    assert {ine.get(f"{AT}/{rest}").status_code for rest in ("show", "hide")} == {405}
    ine.get(f"{AT}/votes")
    assert stored(Contest) == []


def test_a_new_programme_joins_the_ticked_cities(make, towns, ine, stored):
    cities = towns(3)
    sent = {
        "name": "Zomer in de stad",
        "message_nl": "Kom langs.",
        "cities": [str(one.id) for one in cities[:2]],
    }

    answer = post_form(ine, "/organiser/new", **sent)

    assert answer.location == "/organiser/zomer-in-de-stad/new"
    post_form(ine, answer.location, season="2026", **EDITION)
    assert [one.city_id for one in stored(EditionCity)] == [one.id for one in cities[:2]]
    again = Page(post_form(ine, "/organiser/new", **sent))
    assert "already a programme" in again.errors[0]


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"cities": "0"}, {"cities": "x"}, {"cities": ""}, {"name": "New"}]
)
def test_a_programme_that_cannot_be_is_refused(make, ine, stored, wrong):
    sent = {"name": "Zomer", "message_nl": "Kom langs.", "cities": str(make.kortrijk().id)}

    page = Page(post_form(ine, "/organiser/new", **(sent | wrong)))

    assert page.status == 422
    assert stored(Programme) == []


def test_cities_join_and_leave_an_edition(make, towns, ine, stored):
    cities = towns(3)
    make.edition(make.programme(*cities[:2]))
    assert Page(ine.get(f"{AT}/cities")).html.count(" checked") == 2

    answer = post_form(ine, f"{AT}/cities", cities=[str(cities[0].id), str(cities[2].id)])

    assert answer.location == AT
    assert [one.city_id for one in stored(EditionCity)] == [cities[0].id, cities[2].id]


def test_a_city_that_has_its_vote_stays(make, towns, ine, stored):
    cities = towns(2)
    edition = make.edition(make.programme(*cities))
    make.takes_part(edition, make.contest())

    post_form(ine, f"{AT}/cities", cities=[str(cities[1].id)])

    assert len(stored(EditionCity)) == 2


@pytest.mark.parametrize("cities", ["", "x", "999999", "\0", "9" * 40])
def test_an_edition_has_at_least_one_city(make, ine, stored, cities):
    make.edition()

    assert Page(post_form(ine, f"{AT}/cities", cities=cities)).status == 422
    assert len(stored(EditionCity)) == 1
