from datetime import timedelta

from sqlalchemy import select, update

from cityshop.core.journal import Happening
from cityshop.elections.models import Ballot, BallotState
from cityshop.fairness.models import CaseKind, CaseState, ReviewCase
from tests.makers.base import NOW
from tests.makers.fairness import HOUR, Way


def elsewhere(make, poll):
    """What the rest of the town votes: half and half."""
    make.votes(poll.bert, 50)
    make.votes(poll.chloe, 50)


def test_36000_votes_with_changed_addresses_become_one_case_each_way(make, poll, look, cases, states):
    elsewhere(make, poll)
    make.votes(poll.bert, 36_000, Way(network="his", names="x#@his.example"))

    look()

    assert cases() == [("names", 36_000), ("network", 36_000)]
    assert states() == {"counted": 36_100}


def test_a_school_of_200_honest_voters_opens_no_case(make, poll, look, cases):
    elsewhere(make, poll)
    school = Way(network="school", agent="chromebook", score=1)
    make.votes(poll.bert, 110, school)
    make.votes(poll.chloe, 90, school)

    look()

    assert cases() == []


def test_a_burst_from_one_browser_is_one_hour_only(make, poll, look, cases):
    elsewhere(make, poll)
    for hours in (0, 1):
        make.votes(poll.bert, 59, Way(agent="robot", hour=HOUR - timedelta(hours=hours)))
    look()
    assert cases() == []

    make.votes(poll.bert, 1, Way(agent="robot"))
    look()

    assert cases() == [("burst", 60)]


def test_unusual_hosts_in_one_hour_become_a_case(make, poll, look, cases):
    elsewhere(make, poll)
    make.votes(poll.chloe, 30, Way(host="relay", score=2))

    look()

    assert cases() == [("hosts", 30)]


def test_common_hosts_are_never_unusual(make, poll, look, cases):
    make.votes(poll.chloe, 300, Way(host="common"))

    look()

    assert cases() == []


def test_doubtful_votes_need_no_favourite(make, poll, look, cases):
    elsewhere(make, poll)
    doubtful = Way(network="odd", score=3)
    make.votes(poll.bert, 25, doubtful)
    make.votes(poll.chloe, 25, doubtful)

    look()

    assert cases() == [("network", 50)]


def test_a_second_look_opens_nothing_twice(make, poll, look, cases, journal):
    make.votes(poll.chloe, 100)
    make.votes(poll.bert, 50, Way(network="his"))

    assert [look(), look(NOW + timedelta(minutes=3))] == [1, 0]

    assert cases() == [("network", 50)]
    assert journal() == [(Happening.CASE_OPENED, "")]


def test_votes_that_come_later_join_the_case(make, poll, look, cases, database):
    make.votes(poll.chloe, 100)
    make.votes(poll.bert, 50, Way(network="his"))
    look()

    make.votes(poll.bert, 10, Way(network="his"))
    look(NOW + timedelta(minutes=3))

    assert cases() == [("network", 60)]
    with database.reads() as session:
        assert session.scalar(select(ReviewCase.__table__.c.summary))["votes"] == 60


def test_after_a_decision_later_votes_make_a_new_case(make, poll, look, cases, database):
    make.votes(poll.chloe, 200)
    make.votes(poll.bert, 50, Way(network="his"))
    look()
    with database.writes.begin() as session:
        session.execute(update(ReviewCase.__table__).values(state=CaseState.ACCEPTED, decided_at=NOW))

    make.votes(poll.bert, 39, Way(network="his"))
    look(NOW + timedelta(minutes=3))
    assert cases() == [("network", 50)]

    make.votes(poll.bert, 1, Way(network="his"))
    look(NOW + timedelta(minutes=6))

    assert cases() == [("network", 40), ("network", 50)]


def test_a_vote_that_was_changed_is_looked_at_as_it_came_last(make, poll, look, cases):
    make.votes(poll.chloe, 100)
    slots = make.votes(poll.bert, 50, Way(network="his"))
    make.come_again(poll.bert, slots[:11], Way(network="elsewhere"))

    look()

    assert cases() == []


def test_changing_a_vote_without_a_signal_hides_nothing(make, poll, look, cases, database):
    make.votes(poll.chloe, 100)
    make.votes(poll.bert, 50, Way(network="his"))
    with database.writes.begin() as session:
        session.execute(update(Ballot.__table__).values(revision=3))

    look()

    assert cases() == [("network", 50)]


def test_votes_of_another_contest_do_not_count(make, poll, look, cases):
    other = make.candidate(make.contest(poll.contest.campaign), shop=make.shop())
    make.votes(poll.chloe, 100)
    make.votes(poll.bert, 30, Way(network="his"))
    make.votes(other, 30, Way(network="his"))

    look()

    assert cases() == []


def test_the_number_of_statements_does_not_grow_with_votes_or_cases(make, poll, look, queries):
    make.votes(poll.chloe, 200)
    make.votes(poll.bert, 50, Way(network="a"))
    with queries() as few:
        look()
    for number in range(10):
        make.votes(poll.bert, 50, Way(network=f"b{number}", agent=f"b{number}", hour=HOUR))

    with queries() as many:
        look(NOW + timedelta(minutes=3))

    assert len(many) <= len(few) + 1  # the watch is there already, and journal lines are sent together


def test_the_machine_changes_no_vote(make, poll, look, states):
    make.votes(poll.bert, 100, Way(network="his", score=7))

    look()

    assert states() == {str(BallotState.COUNTED): 100}


def test_signals_without_a_tag_make_no_group(make, poll, look, cases):
    make.votes(poll.bert, 100, Way(names=""))

    look()

    assert not [kind for kind, _ in cases() if kind == CaseKind.NAMES]
