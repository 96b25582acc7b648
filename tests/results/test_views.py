from datetime import timedelta

import pytest

from cityshop.core.db import choose_city
from cityshop.core.journal import Happening, JournalEntry
from cityshop.elections.models import Candidate, ContestState
from cityshop.elections.rules import Mixing, TieRule
from tests.makers.base import NOW
from tests.page import Page

CEREMONY = NOW + timedelta(days=3)
PUBLIC = ("/results", "/results.json", "/results/what-if", "/certificate/winkel-1")


def early_questions(kept):
    return [one for one in kept(JournalEntry) if one.happening == Happening.RESULT_ASKED_TOO_EARLY]


def test_everybody_reads_who_won_and_all_numbers(ended, publish, client):
    end = ended(1_234, 20, 3)
    publish(end)

    page = Page(client.get(end.path("/results")))

    assert page.heading == "Result: Kies je ambassadeur"
    assert "Bert wins with 1.234 of 1.257 votes." in page.text
    assert "Bloemen Chloé" in page.text


def test_who_share_the_title_are_named_together(ended, publish, client, make, database):
    end = ended(30, 30, 2)
    publish(end)

    page = Page(client.get(end.path("/results")))

    assert "share the title" in page.text
    assert "Equal for the last place that wins: they share it." in page.text


def test_when_nobody_reached_the_minimum_the_page_says_so(ended, publish, client):
    end = ended(20, 12, minimum=30)
    publish(end)

    text = Page(client.get(end.path("/results"))).text

    assert "Nobody wins: no candidate reached the minimum of 30 votes." in text


def test_a_winner_is_shown_with_the_own_photo(ended, publish, database, client):
    end = ended(30, 20)
    with database.writes.begin() as session:
        choose_city(session, end.contest.city_id)
        winner = session.get_one(Candidate, end.candidates[0].id)
        winner.photo, winner.photo_alt = "a-photo", {"nl": "Bert voor zijn oven"}
    publish(end)

    pictures = [one.facts for one in Page(client.get(end.path("/results"))).all("img")]

    assert {"src": "/picture/a-photo.webp", "alt": "Bert voor zijn oven"}.items() <= pictures[0].items()


def test_a_small_result_shows_the_total_and_who_won_only(ended, publish, client):
    end = ended(13, 11)
    publish(end)

    page, file = Page(client.get(end.path("/results"))), client.get(end.path("/results.json")).json

    assert "Too few votes for numbers per candidate" in page.text
    assert "24" in page.text
    assert "13" not in page.text
    assert file["totals_only"] is True
    assert {line["votes"] for line in file["lines"]} == {None}


def test_brags_that_count_stand_beside_the_votes(ended, publish, make, client):
    end = ended(30, 20)
    for _ in range(3):
        make.brag(end.candidates[1])
    publish(end)

    text = Page(client.get(end.path("/results"))).text

    assert "3 brags" in text
    assert "as 1 vote" in text


def test_a_draw_shows_how_to_repeat_it(ended, publish, client):
    end = ended(20, 20, tie=TieRule.DRAW)
    result = publish(end)

    text = Page(client.get(end.path("/results"))).text

    assert result.draw_seed in text
    assert result.final_root in text


def test_the_jury_is_published_with_its_reasons(ended, publish, judged, client):
    end = ended(30, 20, mixing=Mixing.SHARE_OF_BEST)
    judged(end, 4, 9)
    publish(end)

    page = Page(client.get(end.path("/results")))

    assert "Om het warme onthaal." in page.text
    assert "Vakmanschap: 9" in page.text
    assert "jury: 9 of 10" in page.text


def test_numbers_per_way_of_voting_stand_apart(ended, publish, make, client):
    end = ended(40, 30)
    make.ballots(end.candidates[0], 25, level="assisted")
    publish(end)

    text = Page(client.get(end.path("/results"))).text

    assert "at the counter of the town hall: 25" in text


@pytest.mark.parametrize("path", PUBLIC)
def test_before_the_embargo_nobody_reads_anything(ended, publish, client, path):
    end = ended(30, 20)
    publish(end, embargo_until=CEREMONY)

    page = Page(client.get(end.path(path)))

    assert page.status == 403
    assert "The result follows on" in page.text
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "30" not in page.text.replace("30 november", "")


@pytest.mark.parametrize("path", PUBLIC)
def test_from_the_moment_of_the_embargo_everybody_does(ended, publish, client, site_clock, path):
    end = ended(30, 20)
    publish(end, embargo_until=CEREMONY)
    client.get(end.path(path))
    site_clock.move(days=3)

    assert client.get(end.path(path).replace("winkel-1", end.candidates[0].slug)).status_code == 200


def test_while_the_vote_runs_there_is_no_result(poll_open, client):
    page = Page(client.get(f"/kortrijk/vote/{poll_open.slug}/results"))

    assert page.status == 403
    assert "You can vote until" in page.text


def test_a_vote_that_was_annulled_has_no_result(ended, client):
    page = Page(client.get(ended(30, 20, state=ContestState.ANNULLED).path("/results")))

    assert (page.status, page.heading) == (403, "This vote was annulled")


def test_a_draft_does_not_exist(make, client):
    contest = make.contest(state=ContestState.DRAFT)

    assert client.get(f"/kortrijk/vote/{contest.slug}/results").status_code == 404


def test_a_vote_of_another_city_does_not_exist(make, ended, publish, client):
    make.city("genk", "Genk")
    end = ended(30, 20)
    publish(end)

    assert client.get(f"/genk/vote/{end.contest.slug}/results").status_code == 404


def test_whoever_asks_too_early_stands_in_the_journal_once_a_minute(ended, publish, client, kept, site_clock):
    end = ended(30, 20)
    publish(end, embargo_until=CEREMONY)

    for path in PUBLIC * 2:
        client.get(end.path(path))
    assert [line.account_id for line in early_questions(kept)] == [None]
    site_clock.move(minutes=2)
    client.get(end.path("/results"))

    assert len(early_questions(kept)) == 2


def test_another_process_does_not_write_the_same_minute_again(ended, publish, client, app, kept):
    end = ended(30, 20)
    publish(end, embargo_until=CEREMONY)

    client.get(end.path("/results"))
    app.extensions["cityshop.early_questions"].clear()
    client.get(end.path("/results"))

    assert len(early_questions(kept)) == 1


def test_a_page_of_a_result_reads_no_ballot_and_costs_the_same(ended, publish, client, queries):
    small, large = ended(20, 6), ended(300, 200, 100, 50, 25)
    publish(small)
    publish(large)
    with queries() as few:
        client.get(small.path("/results"))

    with queries() as many:
        client.get(large.path("/results"))

    assert len(many) == len(few)
    assert not [one for one in many if "ballot" in one.replace("result.ballots", "")]


def test_the_file_is_exact(ended, publish, judged, client):
    end = ended(65, 20, mixing=Mixing.SHARE_OF_TOTAL, jury_percent=50)
    judged(end, 4, 9)
    publish(end)

    file = client.get(end.path("/results.json")).json

    assert [line["votes"] for line in file["lines"]] == [65, 20]
    assert file["lines"][0]["jury"] == "4"
    assert file["lines"][0]["score"] == "237/442"
    assert file["formula"] == "share-of-total"
    assert file["made_at"] == "2026-11-22T10:00:00Z"


def test_what_if_shows_the_frozen_formula_among_the_others(ended, publish, judged, client):
    end = ended(65, 20, 10, mixing=Mixing.RANK_POINTS)
    judged(end, 1, 8, 9)
    publish(end)

    page = Page(client.get(end.path("/results/what-if")))

    headings = [one.text for one in page.all("h3")]
    assert headings == ["Votes alone", "Share of the total", "Share of the best", "Points for ranks"]
    assert page.text.count("Fixed beforehand") == 1


def test_without_a_jury_there_is_nothing_to_compare(ended, publish, client):
    end = ended(30, 20)
    publish(end)

    assert "Nothing to compare" in Page(client.get(end.path("/results/what-if"))).text


def test_a_winner_gets_a_certificate_with_the_address_to_check_it(ended, publish, client):
    end = ended(30, 20)
    publish(end)

    page = Page(client.get(end.path(f"/certificate/{end.candidates[0].slug}")))

    assert page.heading.startswith("Certificate of Bert")
    assert f"http://localhost{end.path('/results')}" in page.text
    assert "won with 30 of 50 votes" in page.text


def test_who_did_not_win_gets_no_certificate(ended, publish, client):
    end = ended(30, 20)
    publish(end)

    assert client.get(end.path(f"/certificate/{end.candidates[1].slug}")).status_code == 404
    assert client.get(end.path("/certificate/niemand")).status_code == 404


def test_the_page_of_the_vote_shows_who_won(ended, publish, client, site_clock):
    end = ended(30, 20)
    publish(end, embargo_until=CEREMONY)

    assert "Bert wins with" not in Page(client.get(end.path())).text
    site_clock.move(days=3)

    assert "Bert wins with 30 of 50 votes." in Page(client.get(end.path("?later"))).text


def test_the_front_page_shows_who_won_from_the_ceremony_on_for_two_months(ended, publish, client, site_clock):
    publish(ended(30, 20), embargo_until=CEREMONY)

    assert "Bert wins with" not in Page(client.get("/kortrijk")).text
    site_clock.move(days=3)
    assert "Bert wins with 30 of 50 votes." in Page(client.get("/kortrijk?later")).text
    site_clock.move(days=61)
    assert "Bert wins with" not in Page(client.get("/kortrijk?much-later")).text


def test_programs_get_every_result_that_is_out(ended, publish, client):
    first, second = ended(30, 20), ended(40, 10)
    publish(first)
    publish(second, embargo_until=CEREMONY)

    found = client.get("/api/v1/cities/kortrijk/results").json

    assert [one["contest"] for one in found] == [first.contest.slug]
    assert found[0]["lines"][0] == {
        "candidate": first.candidates[0].slug,
        "shop": "Bakkerij Bert",
        "place": 1,
        "votes": 30,
        "votes_by_level": {},
        "brags": 0,
        "jury": None,
        "score": "30",
        "winner": True,
        "tie": None,
        "withdrawn": False,
    }


def test_programs_are_told_when_no_result_is_out(ended, publish, client, kept):
    publish(ended(30, 20), embargo_until=CEREMONY)

    answer = client.get("/api/v1/cities/kortrijk/results")

    assert answer.status_code == 403
    assert answer.json["code"] == "result-not-out"
    assert len(early_questions(kept)) == 1


def test_a_city_without_votes_has_no_results(make, client):
    make.kortrijk()

    assert client.get("/api/v1/cities/kortrijk/results").json == []


def test_the_list_of_results_costs_the_same_for_three(ended, publish, client, queries):
    publish(ended(30, 20))
    with queries() as few:
        client.get("/api/v1/cities/kortrijk/results?one")
    publish(ended(30, 20))
    publish(ended(30, 20))

    with queries() as many:
        assert len(client.get("/api/v1/cities/kortrijk/results?three").json) == 3

    assert len(many) == len(few)


def test_a_public_result_touches_no_session(ended, publish, client):
    end = ended(30, 20)
    publish(end)

    answer = client.get(end.path("/results"))

    assert "Set-Cookie" not in answer.headers
    assert answer.headers["ETag"]
