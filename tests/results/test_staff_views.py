from datetime import timedelta

import pytest

from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import Role
from cityshop.core.second_person import Proposal
from cityshop.elections.models import Contest, ContestState
from cityshop.elections.rules import Mixing, TieRule
from cityshop.juries.errors import JuryHasNotBegun
from cityshop.juries.models import Jury, JuryFinalist
from cityshop.results.models import Result
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

CRITERIA = {
    "finalists": "everybody",
    "deadline": "2026-12-01T18:00",
    **{f"name_{n}": word for n, word in enumerate(("Onthaal", "Vakmanschap", "Buurt"), 1)},
    **{f"weight_{n}": "1" for n in range(1, 6)},
}


@pytest.fixture
def amina(client, two):
    return sign_in(client, two[0])


@pytest.fixture
def second(app, two):
    return sign_in(app.test_client(), two[1])


def test_one_asks_and_another_publishes(ended, amina, second, kept):
    end = ended(30, 20)

    asked = post_form(amina, end.desk("/publish"), embargo_until="2026-11-25T20:00")
    confirmed = post_form(second, end.desk("/publish/confirm"))

    assert (asked.status_code, confirmed.status_code) == (303, 303)
    assert kept(Contest)[0].state == ContestState.PUBLISHED
    assert kept(Contest)[0].embargo_until.hour == 19
    assert kept(Result)[0].ballots == 50


def test_who_asked_cannot_confirm(ended, amina, kept):
    end = ended(30, 20)
    post_form(amina, end.desk("/publish"))

    page = Page(post_form(amina, end.desk("/publish/confirm")))

    assert page.status == 422
    assert "somebody else must confirm it" in page.errors[0]
    assert kept(Result) == []


def test_confirming_twice_makes_one_result(ended, amina, second, kept):
    end = ended(30, 20)
    post_form(amina, end.desk("/publish"))
    post_form(second, end.desk("/publish/confirm"))

    assert Page(post_form(second, end.desk("/publish/confirm"))).status == 422
    assert len(kept(Result)) == 1


def test_a_question_can_be_withdrawn(ended, amina, second, kept):
    end = ended(30, 20)
    post_form(amina, end.desk("/publish"))

    assert post_form(second, end.desk("/publish/withdraw")).status_code == 303
    assert Page(post_form(second, end.desk("/publish/withdraw"))).status == 422
    assert [one.state for one in kept(Proposal)] == ["withdrawn"]


@pytest.mark.parametrize("moment", ["gisteren", "2026-11-20T10:00", "2026-02-31T10:00"])
def test_a_wrong_moment_is_told_and_kept(ended, amina, kept, moment):
    page = Page(post_form(amina, ended(30, 20).desk("/publish"), embargo_until=moment))

    assert page.status == 422
    assert page.form("/publish").fields["embargo_until"] == moment
    assert kept(Proposal) == []


def test_the_page_to_publish_says_where_things_stand(ended, amina, second, publish):
    end = ended(30, 20)
    assert "A second person confirms." in Page(amina.get(end.desk("/publish"))).text
    post_form(amina, end.desk("/publish"))
    assert "You asked for this yourself." in Page(amina.get(end.desk("/publish"))).text
    assert "Count and publish" in Page(second.get(end.desk("/publish"))).text
    post_form(second, end.desk("/publish/confirm"))
    assert "The result is out" in Page(amina.get(end.desk("/publish"))).text


def test_before_closing_the_page_says_to_wait(ended, amina):
    end = ended(30, 20, state=ContestState.OPEN)

    assert "This vote is not closed yet" in Page(amina.get(end.desk("/publish"))).text
    assert Page(post_form(amina, end.desk("/publish"))).status == 422


def test_without_a_jury_that_is_needed_nothing_is_published(ended, amina, second, kept):
    end = ended(20, 20, tie=TieRule.JURY)
    post_form(amina, end.desk("/publish"))

    page = Page(post_form(second, end.desk("/publish/confirm")))

    assert page.status == 422
    assert "Convene one" in page.errors[0]
    assert [one.state for one in kept(Proposal)] == ["waiting"]


def test_a_jury_is_convened_for_the_contest(ended, amina, kept):
    end = ended(20, 20, 5, tie=TieRule.JURY)

    answer = post_form(amina, end.desk("/jury"), **CRITERIA)

    assert answer.location == f"/staff/kortrijk/juries/{kept(Jury)[0].id}"
    assert len(kept(JuryFinalist)) == 3
    assert amina.get(end.desk("/jury")).location == answer.location


def test_after_a_jury_is_dismissed_another_one_settles_the_tie(ended, judged, amina, publish, kept):
    end = ended(20, 20, 5, tie=TieRule.JURY)
    first = judged(end, 9, 8, 2)
    post_form(amina, f"/staff/kortrijk/juries/{first.id}/dismiss", reason_nl="Twee leden zijn familie.")
    assert end.desk("/jury") in Page(amina.get(end.desk())).links

    answer = post_form(amina, end.desk("/jury"), **{**CRITERIA, "finalists": "tied"})
    assert answer.status_code == 303
    assert sorted(jury.state for jury in kept(Jury)) == ["dismissed", "draft"]
    with pytest.raises(JuryHasNotBegun):
        publish(end)


def test_the_result_says_that_a_jury_was_dismissed(ended, judged, amina, publish, client):
    end = ended(30, 20, tie=TieRule.JURY)
    post_form(amina, f"/staff/kortrijk/juries/{judged(end, 9, 8).id}/dismiss", reason_nl="Familie.")
    publish(end)

    assert "An earlier jury was dismissed" in Page(client.get(end.path("/results"))).text


def test_the_form_for_a_jury_suggests_criteria(ended, amina):
    page = Page(amina.get(ended(20, 20, tie=TieRule.JURY).desk("/jury")))

    assert page.form("/jury").fields["name_2"] == "Vakmanschap"


@pytest.mark.parametrize(
    "wrong", [{"name_3": ""}, {"deadline": ""}, {"deadline": "2026-11-01T10:00"}, {"finalists": "nobody"}]
)
def test_a_jury_that_cannot_be_is_told(ended, amina, kept, wrong):
    end = ended(20, 20, tie=TieRule.JURY)

    page = Page(post_form(amina, end.desk("/jury"), **{**CRITERIA, **wrong}))

    assert page.status == 422
    assert page.errors
    assert kept(Jury) == []


def test_a_jury_with_nothing_to_decide_is_told(ended, amina):
    page = Page(post_form(amina, ended(20, 20).desk("/jury"), **CRITERIA))

    assert "give a jury nothing to decide" in page.errors[0]


def test_the_desk_of_a_vote_leads_to_all_of_it(ended, amina, publish):
    end = ended(30, 20, tie=TieRule.JURY)
    links = Page(amina.get(end.desk())).links
    assert end.desk("/publish") in links
    assert end.desk("/jury") in links

    publish(end)

    assert end.desk("/reveal") in Page(amina.get(end.desk())).links


def test_before_the_ceremony_the_screen_stays_dark_and_who_asks_is_noted(ended, amina, publish, two, kept):
    end = ended(30, 20)
    publish(end, embargo_until=NOW + timedelta(hours=3))

    page = Page(amina.get(end.desk("/reveal")))

    assert page.status == 403
    assert "The result follows on" in page.text
    noted = [one for one in kept(JournalEntry) if one.happening == Happening.RESULT_ASKED_TOO_EARLY]
    assert [line.account_id for line in noted] == [two[0].id]


def test_before_publication_the_screen_stays_dark(ended, amina):
    assert Page(amina.get(ended(30, 20).desk("/reveal"))).status == 403


def test_the_desk_shows_no_number_per_candidate_under_embargo(ended, amina, publish):
    end = ended(31, 26)
    publish(end, embargo_until=NOW + timedelta(hours=3))

    text = Page(amina.get(end.desk())).text

    assert "31" not in text
    assert "kept secret" in text


def test_the_screen_shows_one_place_at_a_time(ended, amina, publish):
    end = ended(30, 20, 10)
    publish(end)

    steps = [Page(amina.get(end.desk(f"/reveal?step={number}"))).text for number in range(4)]

    assert "60 votes that count" in steps[0]
    assert ["Place 3" in steps[1], "Place 2" in steps[2], "The winner" in steps[3]] == [True] * 3
    assert "Café Omar" in steps[1]
    assert "Bakkerij Bert" not in steps[1] + steps[2]


def test_all_who_share_the_title_come_on_together(ended, amina, publish):
    end = ended(20, 20, 4)
    publish(end)

    text = Page(amina.get(end.desk("/reveal?step=2"))).text

    assert "The winners" in text
    assert "Bakkerij Bert" in text
    assert "Bloemen Chloé" in text


def test_when_nobody_wins_the_screen_says_so_at_the_end(ended, amina, publish):
    end = ended(20, 12, minimum=30)
    publish(end)

    assert "Nobody wins" in Page(amina.get(end.desk("/reveal?step=3"))).text


@pytest.mark.parametrize(
    "query", ["step=99", "step=-1", "step=x", "shown=0", "shown=9999", "step=1e9", "step=²"]
)
def test_any_address_shows_some_step(ended, amina, publish, query):
    end = ended(30, 20)
    publish(end)

    assert Page(amina.get(end.desk(f"/reveal?{query}"))).status == 200


def test_the_last_places_stay_off_the_screen(ended, amina, publish):
    end = ended(30, 20, 10, 5)
    publish(end)

    assert "Place 2" in Page(amina.get(end.desk("/reveal?step=1&shown=2"))).text


def test_what_if_finds_another_winner_under_each_formula(ended, amina):
    page = Page(amina.get(ended(30, 20).desk("/what-if")))

    winners = [one.text for one in page.all("li") if "Winner" in one.text]
    assert ["A" in winners[1], "B" in winners[2], "D" in winners[3]] == [True] * 3


def test_what_if_takes_numbers_of_ones_own(ended, amina):
    page = Page(amina.get(ended(30, 20).desk("/what-if?votes=10,90&jury=9,1&percent=100")))

    assert page.status == 200
    assert "10, 90" not in page.errors


@pytest.mark.parametrize(
    "query",
    [
        "votes=a,b&jury=1,2&percent=50",
        "votes=1,2,3&jury=1,2&percent=50",
        "votes=1,2&jury=1,2&percent=101",
        "votes=&jury=&percent=",
        "votes=1&jury=1&percent=1",
        "votes=" + "1," * 200 + "&jury=1&percent=5",
    ],
)
def test_what_if_says_what_it_cannot_read(ended, amina, query):
    page = Page(amina.get(ended(30, 20).desk(f"/what-if?{query}")))

    assert page.errors
    assert page.title.startswith("Error:")


def test_what_if_shows_own_numbers_only_once_the_result_is_out(ended, amina, publish, judged):
    end = ended(37, 29, mixing=Mixing.RANK_POINTS)
    judged(end, 3, 9)
    assert "37" not in Page(amina.get(end.desk("/what-if"))).text
    publish(end, embargo_until=NOW + timedelta(hours=3))
    assert "37" not in Page(amina.get(end.desk("/what-if"))).text


def test_what_if_shows_own_numbers_after_publication(ended, amina, publish, judged):
    end = ended(37, 29, mixing=Mixing.RANK_POINTS)
    judged(end, 3, 9)
    publish(end)

    text = Page(amina.get(end.desk("/what-if"))).text

    assert "37" in text
    assert "Fixed beforehand" in text


def test_a_writer_may_not_publish_nor_convene(ended, make, client):
    end = ended(30, 20)
    sign_in(client, make.staff(Role.WRITER))

    for path in ("/publish", "/jury"):
        assert client.get(end.desk(path)).status_code == 403
        assert post_form(client, end.desk(path)).status_code == 403


@pytest.mark.parametrize("path", ["/publish", "/jury", "/what-if", "/reveal"])
def test_a_vote_of_another_city_does_not_exist(ended, make, client, path):
    end = ended(30, 20)
    sign_in(client, make.staff(city=make.city("genk", "Genk")))

    assert client.get(end.desk(path).replace("kortrijk", "genk")).status_code == 404
    assert client.get(end.desk(path)).status_code == 404
