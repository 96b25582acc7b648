"""The rules that everybody can read, and hash again."""

import hashlib
import json

from cityshop.core.db import choose_city
from cityshop.elections import services
from cityshop.elections.models import ContestState
from cityshop.elections.queries import contest_by_slug
from cityshop.elections.rules import VoteRules
from tests.makers.base import NOW
from tests.page import Page


def opened(make, session, settings):
    """A vote that was opened as town hall opens it."""
    made = make.contest(state=ContestState.NOMINATIONS)
    for _ in range(2):
        make.candidate(made, shop=make.shop())
    choose_city(session, made.city_id)
    contest = contest_by_slug(session, made.slug)
    services.open_contest(session, contest, keys_folder=settings.keys_folder, account_id=1, now=NOW)
    session.commit()
    return contest


def test_whoever_hashes_the_document_finds_the_fingerprint(client, make, session, settings):
    contest = opened(make, session, settings)

    answer = client.get(f"/kortrijk/vote/{contest.slug}/rules.json")

    assert answer.mimetype == "application/json"
    assert hashlib.sha256(answer.data).hexdigest() == contest.rules_hash
    assert json.loads(answer.data)["contest"] == f"kortrijk/{contest.slug}"


def test_the_page_says_the_rules_their_fingerprint_and_how_to_check_it(client, make, session, settings):
    contest = opened(make, session, settings)
    path = f"/kortrijk/vote/{contest.slug}/rules"

    page = Page(client.get(path))

    assert contest.rules_hash in page.text
    assert "Nobody wins with fewer than 30 votes." in page.text
    assert f"curl -s http://localhost{path}.json | sha256sum" in page.text
    assert f"{path}.json" in page.links
    assert path in Page(client.get(f"/kortrijk/vote/{contest.slug}")).links


def test_before_opening_the_rules_are_shown_and_not_frozen(client, make):
    contest = make.contest(state=ContestState.NOMINATIONS)
    path = f"/kortrijk/vote/{contest.slug}/rules"

    page = Page(client.get(path))

    assert "Not frozen yet" in page.text
    assert "Nobody wins with fewer than 30 votes." in page.text
    assert client.get(f"{path}.json").status_code == 404


def test_the_rules_say_whether_a_winner_may_stand_again(client, make):
    open_to_all = make.contest(state=ContestState.NOMINATIONS)
    others_first = make.contest(state=ContestState.NOMINATIONS, rules=VoteRules(winner_may_stand_again=False))

    assert "may stand again" in client.get(f"/kortrijk/vote/{open_to_all.slug}/rules").text
    assert "others go first" in client.get(f"/kortrijk/vote/{others_first.slug}/rules").text


def test_the_rules_of_another_city_or_of_no_vote_are_not_found(client, make):
    contest = make.contest(make.campaign(make.city("genk", "Genk")))
    make.kortrijk()

    for rest in ("rules", "rules.json"):
        assert client.get(f"/kortrijk/vote/{contest.slug}/{rest}").status_code == 404
        assert client.get(f"/genk/vote/niets/{rest}").status_code == 404
