import re

import pytest

from cityshop.elections.models import CandidateState, ContestState
from tests.page import Page


def test_an_empty_wall_invites(client, poll):
    page = Page(client.get(poll.path("/wall")))

    assert "Who brags first about a shop of here?" in page.text
    assert page.all("svg")


def test_the_wall_reloads_itself_without_script(client, poll):
    assert (
        '<noscript><meta http-equiv="refresh" content="20"></noscript>' in client.get(poll.path("/wall")).text
    )


def test_the_wall_shows_another_candidate_in_the_next_scene(client, make, poll, site_clock):
    make.brag(poll.bert, sentence="Over Bert")
    for _ in range(3):
        make.brag(poll.chloe, sentence="Over Chloé")
    shown = []

    for _ in range(6):
        page = Page(client.get(poll.path("/wall")))
        shown.append("Over Bert" if "Over Bert" in page.text else "Over Chloé")
        client.application.extensions["cityshop.page_cache"].forget_all()
        site_clock.move(seconds=20)

    assert shown in (["Over Bert", "Over Chloé"] * 3, ["Over Chloé", "Over Bert"] * 3)


def test_who_withdrew_is_no_longer_on_the_wall(client, make, poll, becomes):
    make.brag(poll.bert, sentence="Over Bert")
    becomes(poll.bert, CandidateState.WITHDRAWN)

    assert "Over Bert" not in client.get(poll.path("/wall")).text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ContestState.PAUSED, "Voting is paused"),
        (ContestState.CLOSED, "This vote is closed"),
        (ContestState.ANNULLED, "This vote was annulled"),
        (ContestState.PUBLISHED, "The result is out"),
    ],
)
def test_the_wall_says_where_the_vote_stands(client, becomes, poll, state, words):
    becomes(poll.contest, state)

    assert words in Page(client.get(poll.path("/wall"))).text


def test_no_page_tells_how_many_brags_a_candidate_has(client, make, poll):
    for _ in range(9):
        make.brag(poll.bert)
    seven = Page(client.get(poll.path(f"/{poll.bert.slug}")))
    wall = client.get(poll.path("/wall")).text
    for _ in range(4):
        make.brag(poll.bert)
    client.application.extensions["cityshop.page_cache"].forget_all()

    thirteen = Page(client.get(poll.path(f"/{poll.bert.slug}")))

    assert len(re.findall("brag__photo", seven.html)) == len(re.findall("brag__photo", thirteen.html)) == 6
    assert len(wall) == pytest.approx(len(client.get(poll.path("/wall")).text), abs=50)


def test_the_wall_asks_as_much_of_the_database_for_60_brags_as_for_one(client, make, poll, queries):
    make.brag(poll.bert)
    with queries() as few:
        client.get(poll.path("/wall"))
    client.application.extensions["cityshop.page_cache"].forget_all()
    for _ in range(30):
        make.brag(poll.bert)
        make.brag(poll.chloe)

    with queries() as many:
        client.get(poll.path("/wall"))

    assert len(many) == len(few)
