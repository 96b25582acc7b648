"""A vote with a paper code leaves how it came, so that many alike are seen; the counter leaves nothing."""

import pytest
from sqlalchemy import select

from cityshop.core.db import choose_city
from cityshop.core.permissions import Role
from cityshop.elections.models import CastSignal, Contest, Level
from cityshop.fairness import clusters
from cityshop.fairness.models import ReviewCase
from tests.makers.base import NOW


@pytest.fixture
def signals(database):
    def read():
        with database.reads() as session:
            return session.execute(select(CastSignal.__table__)).all()

    return read


@pytest.fixture
def paper(client, make, poll):
    """An open vote, and somebody with codes on paper who votes with each of them."""
    here = poll()
    codes = iter(make.codes(here.contest, 60).codes)

    def vote(candidate=None, *, network="203.0.113.7", **fields):
        facts = {"candidate": (candidate or here.bert).slug, "code": next(codes)}
        from_there = {"REMOTE_ADDR": network}
        return client.post(here.path("/paper"), data=facts | fields, environ_base=from_there)

    vote.poll = here
    return vote


def test_a_vote_on_paper_leaves_its_hour_and_unreadable_tags(paper, signals):
    paper(seconds="41")

    [signal] = signals()
    assert (signal.hour, signal.seconds, signal.score) == (NOW, 41, 0)
    assert signal.ip_tag
    assert signal.agent_tag
    assert (signal.domain_class, signal.name_tag) == ("", "")
    assert "203.0.113" not in str(signal)
    assert not hasattr(signal, "candidate_id")


def test_one_network_has_one_tag_and_another_another(paper, signals):
    for network in ("203.0.113.7", "203.0.113.99", "198.51.100.1"):
        paper(network=network)

    assert len({signal.ip_tag for signal in signals()}) == 2


def test_a_pile_of_codes_from_one_network_becomes_a_case(make, paper, database):
    for number in range(40):
        paper(network="203.0.113.7")
        if number < 10:
            paper(paper.poll.chloe, network=f"198.51.{number}.1")

    with database.writes.begin() as session:
        choose_city(session, paper.poll.contest.city_id)
        contest = session.get_one(Contest, paper.poll.contest.id)
        opened = clusters.look_at_votes(session, contest, now=NOW)
        kinds = session.scalars(select(ReviewCase.kind)).all()

    assert (opened, kinds) == (1, ["network"])


@pytest.mark.parametrize("told", ["", "-1", "veel", "9" * 30])
def test_nonsense_about_the_time_on_the_page_tells_nothing(paper, signals, told):
    assert paper(seconds=told).status_code == 303

    assert [signal.seconds for signal in signals()] == [0]


def test_a_vote_at_the_counter_leaves_no_signal(poll, clerk, signals, box):
    here = poll(Level.EMAIL)
    amina = clerk(Role.WRITER)

    facts = {"is_seen": "y", "card": "591-1917064-58", "candidate": here.bert.slug}
    amina.post(here.desk("/assisted"), **facts)

    assert box() == [1, 1, 0]
    assert signals() == []
