"""The draw at the town hall, and everybody who repeats it."""

import hashlib
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from cityshop.core.db import choose_city
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import Role
from cityshop.elections.keys import destroy_key
from cityshop.elections.models import ContestState
from cityshop.elections.queries import contest_by_slug
from cityshop.elections.rules import VoteRules
from cityshop.elections.services import ContestDraft, ContestPlan, change_contest
from cityshop.prizes import services
from cityshop.prizes.errors import AlreadyDrawn, EntryOver
from cityshop.prizes.models import Prize, PrizeEntry
from cityshop.prizes.services import Draw
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.makers.prizes import ROOT
from tests.page import Page
from tests.sign_in import post_form, sign_in

DRAFT = {
    "text_nl": "Een mand lekkers",
    "text_fr": "Un panier gourmand",
    "question_nl": "Hoeveel stemmen?",
    "question_fr": "Combien de votes ?",
}
HOW_TO = Path(__file__).parents[2] / "docs/how-to/repeat-the-prize-draw.md"


@pytest.fixture
def amina(make, client, rows):
    """Somebody of the town hall, at the page of a prize."""

    class Amina:
        def __init__(self):
            self.get = sign_in(client, make.staff()).get

        def sets(self, contest, **fields):
            return post_form(client, at(contest), **fields)

        def draws(self, contest, answer="100"):
            return post_form(client, at(contest, "/draw"), answer=answer)

        def sees(self, contest):
            return Page(client.get(at(contest)))

        @property
        def prize(self):
            return rows(Prize)[0]

    return Amina()


@pytest.fixture
def journal(database):
    def read():
        with database.reads() as session:
            return session.scalars(select(JournalEntry.happening).order_by(JournalEntry.id)).all()

    return read


def at(contest, rest=""):
    return f"/staff/kortrijk/contests/{contest.slug}/prize{rest}"


def public(contest, rest=""):
    return f"/kortrijk/vote/{contest.slug}/prize{rest}"


def test_the_prize_of_a_draft_is_set_and_its_question_becomes_a_rule(make, amina):
    contest = make.contest(state=ContestState.DRAFT)

    answer = amina.sets(contest, **DRAFT)

    assert answer.status_code == 303
    prize = amina.prize
    assert prize.text == {"nl": "Een mand lekkers", "fr": "Un panier gourmand"}
    shown = next(form for form in amina.sees(contest).forms if "text_nl" in form.fields)
    assert {name: shown.fields[name] for name in DRAFT} == DRAFT
    assert "Een mand lekkers" in Page(amina.get(f"/staff/kortrijk/contests/{contest.slug}")).text


def test_the_question_survives_a_change_of_the_dates(make, amina, session):
    contest = make.contest(state=ContestState.DRAFT)
    amina.sets(contest, **DRAFT)
    choose_city(session, contest.city_id)
    kept = contest_by_slug(session, contest.slug)

    plan = ContestPlan(NOW, NOW + timedelta(days=9), VoteRules())
    draft = ContestDraft(contest.title, contest.introduction, contest.prize, plan)
    change_contest(session, kept, draft, account_id=None, now=NOW)

    assert kept.rules["prize_question"] == "Hoeveel stemmen?"


def test_an_empty_form_takes_the_prize_away(make, amina, rows):
    contest = make.contest(state=ContestState.DRAFT)
    amina.sets(contest, **DRAFT)

    assert amina.sets(contest, **dict.fromkeys(DRAFT, "")).status_code == 303
    assert rows(Prize) == []


@pytest.mark.parametrize("missing", ["text_nl", "question_nl"])
def test_half_a_prize_is_refused(make, amina, rows, missing):
    contest = make.contest(state=ContestState.DRAFT)

    page = Page(amina.sets(contest, **{**DRAFT, missing: ""}))

    assert page.status == 422
    assert page.errors
    assert rows(Prize) == []


@pytest.mark.parametrize("name", DRAFT)
@pytest.mark.parametrize("text", BAD_TEXTS)
def test_any_text_is_kept_or_refused_with_a_sentence(make, amina, name, text):
    contest = make.contest(state=ContestState.DRAFT)

    answer = amina.sets(contest, **{**DRAFT, name: text})

    assert answer.status_code in (303, 422)
    assert answer.status_code == 303 or Page(answer).errors


def test_the_prize_of_an_open_vote_is_frozen(prized, amina):
    contest = prized()

    page = Page(amina.sets(contest, **DRAFT))

    assert page.status == 422
    assert "can no longer change" in page.errors[0]
    assert amina.prize.text == {"nl": "Een mand lekkers"}


def test_town_hall_sees_how_many_and_never_an_answer_before_the_draw(over, make, amina):
    contest = over()
    make.entry(contest, answer=987_654)
    make.entry(contest, is_confirmed=False)

    page = amina.sees(contest)

    assert "987" not in page.text
    assert "@inwoner.example" not in page.text
    assert "takes part" in page.text


def test_nobody_draws_while_people_can_vote(prized, make, amina, journal):
    contest = prized()
    make.last_checkpoint(contest)
    make.entry(contest)

    page = Page(amina.draws(contest))

    assert page.status == 422
    assert amina.prize.drawn_at is None
    assert Happening.PRIZE_DRAWN not in journal()


def test_nobody_draws_before_the_ledger_is_complete(prized, make, amina):
    contest = prized(state=ContestState.CLOSED)
    make.entry(contest)

    assert "all ballots stand in the ledger" in Page(amina.draws(contest, "1")).errors[0]


def test_the_nearest_wins_and_gets_a_mail(over, make, amina, letters, journal):
    contest = over()
    for answer in (90, 130):
        make.entry(contest, answer=answer)
    nearest = make.entry(contest, answer=104)
    make.entry(contest, answer=100, is_confirmed=False)

    assert amina.draws(contest).status_code == 303

    prize = amina.prize
    assert (prize.winner, prize.winning_answer, prize.entries) == (nearest.id, 104, 3)
    assert [letter.recipient for letter in letters()] == [nearest.address]
    assert nearest.id in letters()[0].text
    assert journal()[-1] == Happening.PRIZE_DRAWN
    desk = amina.sees(contest).text
    assert nearest.address in desk
    assert nearest.address not in Page(amina.get(public(contest))).text


def test_the_winner_reads_the_language_in_which_they_took_part(over, make, amina, letters):
    contest = over()
    make.entry(contest, language="fr")

    amina.draws(contest)

    assert "http://localhost/fr/kortrijk/vote/" in letters()[0].text
    assert "Choisissez votre ambassadeur" in letters()[0].text


def test_a_prize_is_drawn_once(over, make, amina, letters):
    contest = over()
    make.entry(contest)
    amina.draws(contest)
    before = amina.prize.answer

    page = Page(amina.draws(contest, "5"))

    assert page.status == 422
    assert amina.prize.answer == before == 100
    assert len(letters()) == 1


def test_two_who_draw_at_once_draw_once(over, make, database):
    contest = over()
    make.entry(contest)

    def draw(_):
        with database.writes() as session:
            choose_city(session, contest.city_id)
            try:
                services.draw_prize(session, contest, Draw(100, "a1" * 32), account_id=None, now=NOW)
            except AlreadyDrawn:
                return False
            session.commit()
            return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(draw, range(8))) == 1


def test_with_nobody_on_the_list_nothing_is_drawn(over, amina):
    contest = over()

    page = Page(amina.draws(contest))

    assert "nobody to draw" in page.errors[0]
    assert amina.prize.drawn_at is None


@pytest.mark.parametrize("answer", [*BAD_TEXTS, "1,5", "10000001"])
def test_what_is_no_answer_draws_nothing(over, make, amina, answer):
    contest = over()
    make.entry(contest)

    page = Page(amina.draws(contest, answer))

    assert page.status == 422
    assert amina.prize.drawn_at is None


def test_without_its_key_a_prize_is_not_drawn(over, make, amina, settings):
    contest = over()
    make.entry(contest)
    destroy_key(settings.keys_folder, contest.key_fingerprint)

    page = Page(amina.draws(contest))

    assert "Put the key file back" in page.errors[0]
    assert amina.prize.drawn_at is None


def test_a_seed_that_was_not_promised_draws_nothing(make, amina):
    contest = make.contest(state=ContestState.CLOSED)
    make.prize(contest)
    make.last_checkpoint(contest)
    make.entry(contest)

    assert amina.draws(contest).status_code == 422
    assert amina.prize.drawn_at is None


def test_a_writer_sets_the_prize_and_does_not_draw(over, make, client):
    contest = over()
    sign_in(client, make.staff(Role.WRITER))

    assert client.get(at(contest)).status_code == 200
    assert post_form(client, at(contest, "/draw"), answer="100").status_code == 403


def test_after_the_draw_nobody_comes_onto_the_list(over, make, amina, session):
    contest = over()
    make.entry(contest)
    waiting = make.entry(contest, is_confirmed=False)
    amina.draws(contest)

    choose_city(session, contest.city_id)
    with pytest.raises(EntryOver):
        services.confirm_entry(session, contest.id, waiting.token_digest)


def test_whoever_leaves_after_the_draw_leaves_no_address(over, make, amina, database, client):
    contest = over()
    gone = make.entry(contest, answer=4)
    amina.draws(contest)
    before = client.get(public(contest, "/entries.csv")).get_data()

    with database.writes.begin() as session:
        choose_city(session, contest.city_id)
        services.leave(session, contest.id, gone.token_digest)

    with database.reads() as session:
        assert session.scalars(select(PrizeEntry.address)).all() == [""]
    assert client.get(public(contest, "/entries.csv")).get_data() == before


def test_the_public_page_holds_all_that_is_needed_to_repeat_the_draw(over, make, amina, client, tmp_path):
    """The script of our how-to, on the published page and list and nothing else."""
    contest = over()
    for number in range(40):
        make.entry(contest, answer=95 + 10 * (number % 2))
    amina.draws(contest)
    shown = re.findall(r'<code class="fingerprint">([0-9a-f]{64})</code>', client.get(public(contest)).text)
    seed, commitment, root, list_hash = shown
    (tmp_path / "entries.csv").write_bytes(client.get(public(contest, "/entries.csv")).get_data())
    script = re.search(r"```python\n(.*?)```", HOW_TO.read_text(), re.DOTALL)[1]

    done = subprocess.run(
        [sys.executable, "-c", script, "entries.csv", seed, root, "100"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    drawn = {"winner": amina.prize.winner, "commitment": commitment, "list_hash": list_hash}
    assert json.loads(done.stdout) == drawn
    assert amina.prize.winner in Page(client.get(public(contest))).text
    assert commitment == contest.rules["prize_commitment"] == hashlib.sha256(seed.encode()).hexdigest()
    assert root == ROOT
