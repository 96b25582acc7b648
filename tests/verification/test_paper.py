"""Residents vote with a code on paper."""

import pytest
from sqlalchemy import select, update

from cityshop.core.db import choose_city
from cityshop.elections.models import CandidateState, Contest, ContestState, Level, Voter
from cityshop.elections.rules import ChangePolicy, VoteRules
from cityshop.verification import services
from cityshop.verification.models import PaperCode
from cityshop.verification.rules import GUESSES_A_NETWORK, grouped, guess_limits
from cityshop.web.limits import count_tries
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.makers.elections import NONCE
from tests.page import Page

OTHER_NONCE = "f" * 32


@pytest.fixture
def resident(client, make, poll):
    """Somebody with a code on paper, in front of an open vote."""

    class Resident:
        def __init__(self, **facts):
            self.poll = poll(**facts)
            self.code = make.codes(self.poll.contest).codes[0]

        def votes(self, candidate=None, code=None, **fields):
            chosen = candidate or self.poll.bert
            facts = {"candidate": chosen.slug, "code": code or self.code}
            return client.post(self.poll.path("/paper"), data=facts | fields)

    return Resident


def test_a_code_casts_a_vote_and_leads_to_the_receipt(client, resident, votes):
    somebody = resident()

    answer = somebody.votes(nonce=NONCE)

    assert answer.status_code == 303
    receipt = Page(client.get(answer.location.partition("#")[0]))
    assert receipt.heading == "Thank you, your vote is in"
    assert votes() == {(somebody.poll.bert.id, "paper"): 1}


def test_the_code_on_paper_opens_the_page_and_uses_nothing_up(client, resident, box):
    somebody = resident()
    address = somebody.poll.path(f"/paper?code={somebody.code}")

    for _ in range(2):
        page = Page(client.get(address))
        client.head(address)

    assert page.form("/paper").fields["code"] == somebody.code
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.response.headers
    assert box() == [0, 0, 0]


@pytest.mark.parametrize("spelling", [str.lower, grouped, lambda code: f" {code[:4]} {code[4:]} ".lower()])
def test_however_it_is_typed_it_is_the_same_code(resident, box, spelling):
    somebody = resident()

    somebody.votes(nonce=NONCE)
    answer = somebody.votes(code=spelling(somebody.code), nonce=OTHER_NONCE)

    assert answer.status_code == 303
    assert box() == [1, 1, 1]


def test_look_alikes_are_read_as_they_were_meant(resident, make):
    somebody = resident()
    codes = make.codes(somebody.poll.contest, 40).codes
    code = next(one for one in codes if "0" in one or "1" in one)

    assert somebody.votes(code=code.replace("0", "o").replace("1", "l")).status_code == 303


def test_a_typing_error_is_told_apart_from_a_code_of_elsewhere(resident, make, poll, box):
    somebody = resident()
    wrong = somebody.code[:-1] + ("0" if somebody.code[-1] != "0" else "2")
    elsewhere = make.codes(poll().contest).codes[0]

    mistyped, unknown = Page(somebody.votes(code=wrong)), Page(somebody.votes(code=elsewhere))

    assert (mistyped.status, unknown.status) == (422, 422)
    assert "typing error" in mistyped.errors[0]
    assert "does not belong to this vote" in unknown.errors[0]
    assert box() == [0, 0, 0]


def test_what_was_typed_and_chosen_stays_after_an_error(resident):
    somebody = resident()

    page = Page(somebody.votes(code="ABCDE-FGHJK"))

    chosen = [one.facts["value"] for one in page.all("input") if "checked" in one.facts]
    assert chosen == [somebody.poll.bert.slug]
    assert page.form("/paper").fields["code"] == "ABCDE-FGHJK"


def test_the_same_code_changes_the_vote(resident, votes, box):
    somebody = resident()

    somebody.votes(nonce=NONCE)
    somebody.votes(somebody.poll.chloe, nonce=OTHER_NONCE)

    assert votes() == {(somebody.poll.chloe.id, "paper"): 1}
    assert box() == [1, 1, 1]


def test_where_the_first_vote_is_final_a_second_is_refused(resident, votes):
    somebody = resident(rules=VoteRules(change_policy=ChangePolicy.FINAL))

    somebody.votes(nonce=NONCE)
    answer = somebody.votes(somebody.poll.chloe, nonce=OTHER_NONCE)

    assert answer.status_code == 409
    assert votes() == {(somebody.poll.bert.id, "paper"): 1}


@pytest.mark.parametrize("nonce", ["", NONCE])
def test_a_double_click_gives_one_ballot_and_one_receipt(resident, box, nonce):
    somebody = resident(rules=VoteRules(change_policy=ChangePolicy.FINAL))

    answers = [somebody.votes(nonce=nonce) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert box() == [1, 1, 0]


def test_a_code_of_a_withdrawn_batch_casts_nothing(resident, make, session, box):
    somebody = resident()
    contest = somebody.poll.contest
    stolen = make.codes(contest)
    choose_city(session, contest.city_id)
    services.revoke_batch(session, stolen.batch, "gestolen", account_id=1, now=NOW)
    session.commit()

    page = Page(somebody.votes(code=stolen.codes[0]))

    assert page.status == 409
    assert "withdrew this code" in page.errors[0]
    assert box() == [0, 0, 0]


def test_a_vote_cast_before_its_batch_was_withdrawn_stays(resident, make, session, votes):
    somebody = resident()
    printed = make.codes(somebody.poll.contest)
    somebody.votes(code=printed.codes[0])
    choose_city(session, somebody.poll.contest.city_id)
    services.revoke_batch(session, printed.batch, "gestolen", account_id=1, now=NOW)
    session.commit()

    again = somebody.votes(somebody.poll.chloe, code=printed.codes[0])

    assert again.status_code == 409
    assert votes() == {(somebody.poll.bert.id, "paper"): 1}


def test_nothing_readable_of_a_code_is_kept(resident, make, session):
    somebody = resident()
    key = make.clerk(somebody.poll.contest).key

    somebody.votes()

    digest = key.ident_of(Level.PAPER, somebody.code)
    assert session.scalars(select(PaperCode.code_digest)).all() == [digest]
    assert session.scalars(select(Voter.ident)).all() == [digest]


@pytest.mark.parametrize("code", [*BAD_TEXTS, "😀" * 10, "x" * 5_000, "0" * 10])
def test_a_bad_code_casts_nothing(resident, box, code):
    somebody = resident()

    answer = somebody.votes(code=code or " ")

    assert answer.status_code in (400, 422)
    assert box() == [0, 0, 0]


@pytest.mark.parametrize("candidate", [*BAD_TEXTS, "-1", str(2**63), "[1,2]", "nobody"])
def test_a_bad_candidate_casts_nothing(client, resident, box, candidate):
    somebody = resident()

    answer = client.post(somebody.poll.path("/paper"), data={"candidate": candidate, "code": somebody.code})

    assert answer.status_code == 422
    assert box() == [0, 0, 0]


def test_a_list_of_candidates_is_one_vote_at_most(client, resident, box):
    somebody = resident()
    both = [somebody.poll.bert.slug, somebody.poll.chloe.slug]

    client.post(somebody.poll.path("/paper"), data={"candidate": both, "code": [somebody.code] * 2})

    assert box()[0] <= 1


def test_a_candidate_of_another_vote_or_city_is_no_choice(resident, make, poll, box):
    somebody = resident()
    genk = make.city("genk", "Genk")
    elsewhere = make.candidate(make.contest(make.campaign(genk)), shop=make.shop(genk))

    assert somebody.votes(poll().bert).status_code == 422
    assert somebody.votes(elsewhere).status_code == 422
    assert box() == [0, 0, 0]


def test_a_candidate_who_withdrew_is_no_choice(resident, make, box):
    somebody = resident()
    shop = make.shop(name="Café De Leie")
    gone = make.candidate(somebody.poll.contest, shop=shop, state=CandidateState.WITHDRAWN)

    assert somebody.votes(gone).status_code == 422
    assert box() == [0, 0, 0]


def test_five_megabytes_are_not_read(client, resident, box):
    somebody = resident()

    answer = client.post(somebody.poll.path("/paper"), data={"code": "x" * 5_000_000})

    assert answer.status_code == 413
    assert box() == [0, 0, 0]


def test_guessing_is_stopped_before_the_codes_are_looked_at(app, resident, box):
    somebody = resident()
    with app.test_request_context():
        for _ in range(GUESSES_A_NETWORK):
            count_tries(guess_limits("127.0.0.1"))

    answer = somebody.votes()

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert Page(answer).errors
    assert box() == [0, 0, 0]


@pytest.mark.parametrize("state", [ContestState.PAUSED, ContestState.CLOSED, ContestState.ANNULLED])
def test_no_code_works_in_a_vote_that_is_not_open(resident, database, box, state):
    somebody = resident()
    with database.writes.begin() as session:
        session.execute(update(Contest.__table__).values(state=state))

    assert somebody.votes().status_code == 409
    assert box() == [0, 0, 0]


def test_after_closing_a_code_works_no_more(resident, site_clock, box):
    somebody = resident()
    site_clock.move(days=30)

    assert somebody.votes().status_code == 409
    assert box() == [0, 0, 0]


def test_without_its_key_the_vote_pauses_itself(client, resident, settings, database, box):
    somebody = resident()
    for file in settings.keys_folder.iterdir():
        file.unlink()

    answer = somebody.votes()

    assert answer.status_code == 409
    with database.reads() as session:
        assert session.scalar(select(Contest.__table__.c.state)) == ContestState.PAUSED
    assert box() == [0, 0, 0]


def test_the_candidate_page_asks_for_the_code_not_for_an_address(client, resident):
    somebody = resident()

    page = Page(client.get(somebody.poll.path(f"/{somebody.poll.bert.slug}")))

    form = page.form("/paper")
    assert set(form.fields) == {"candidate", "nonce", "code"}
    assert form.fields["candidate"] == somebody.poll.bert.slug
    assert "Set-Cookie" not in page.response.headers
    assert page.response.headers["Cache-Control"].startswith("public")


def test_the_page_of_the_vote_says_how_to_show_that_one_may_vote(client, resident):
    somebody = resident()

    page, rules = (Page(client.get(somebody.poll.path(rest))) for rest in ("", "/rules"))

    assert somebody.poll.path("/paper") in page.links
    assert "Type the code on your paper." in page.text
    assert "mail you" not in page.text
    assert "One vote counts for each code on paper." in rules.text


def test_no_code_is_mailed_in_a_vote_with_paper_codes(client, resident, box):
    somebody = resident()

    answer = client.post(somebody.poll.path(f"/{somebody.poll.bert.slug}"), data={"email": "an@stad.example"})

    assert answer.status_code == 404


def test_a_vote_by_mail_has_no_page_for_codes(client, poll):
    by_mail = poll(Level.EMAIL)

    assert client.get(by_mail.path("/paper")).status_code == 404
    assert client.post(by_mail.path("/paper"), data={"code": "x"}).status_code == 404


def test_another_city_does_not_know_the_vote(client, make, resident):
    somebody = resident()
    make.city("genk", "Genk")

    assert client.get(f"/genk/vote/{somebody.poll.contest.slug}/paper").status_code == 404


def test_another_site_cannot_cast_a_vote(client, resident, box):
    somebody = resident()
    facts = {"candidate": somebody.poll.bert.slug, "code": somebody.code}

    answer = client.post(
        somebody.poll.path("/paper"), data=facts, headers={"Origin": "https://elsewhere.example"}
    )

    assert answer.status_code == 403
    assert box() == [0, 0, 0]
