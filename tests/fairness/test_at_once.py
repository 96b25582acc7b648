"""Two people at one case at the same moment: the database is the referee."""

import threading

import pytest
from sqlalchemy import select

from cityshop.core.db import choose_city
from cityshop.core.errors import Refusal
from cityshop.elections.models import Contest
from cityshop.fairness import services
from cityshop.fairness.models import CaseState, ReviewAction, ReviewCase
from cityshop.fairness.rules import AcceptReason, RejectReason
from tests.makers.base import NOW


@pytest.fixture
def at_once(database, poll):
    """Everybody runs an act on the case in a transaction of their own; gives who was refused with what."""

    def run(review, *acts):
        start, answers = threading.Barrier(len(acts)), []

        def one(act):
            start.wait()
            try:
                with database.writes.begin() as session:
                    choose_city(session, poll.contest.city_id)
                    found = session.scalars(select(ReviewCase).where(ReviewCase.id == review.id)).one()
                    act(session, session.scalars(select(Contest)).one(), found)
                answers.append("done")
            except Refusal as refusal:
                answers.append(refusal.code)

        people = [threading.Thread(target=one, args=(act,)) for act in acts]
        for person in people:
            person.start()
        for person in people:
            person.join()
        return sorted(answers)

    return run


def confirming(account_id):
    def act(session, contest, review):
        services.confirm_rejection(session, contest, review, account_id=account_id, now=NOW)

    return act


def accepting(account_id):
    def act(session, contest, review):
        services.accept_case(
            session, contest, review, AcceptReason.TOO_LITTLE, account_id=account_id, now=NOW
        )

    return act


def test_ten_people_confirm_and_one_does(make, poll, town, at_once, states):
    review = make.case(poll.bert, make.votes(poll.bert, 40))
    found = town.scalars(select(ReviewCase)).one()
    contest = town.scalars(select(Contest)).one()
    services.quarantine_case(town, contest, found, account_id=1, now=NOW)
    services.ask_rejection(town, contest, found, RejectReason.MACHINE, account_id=1, now=NOW)
    town.commit()

    answers = at_once(review, *(confirming(number) for number in range(2, 12)))

    assert answers == ["done"] + ["nothing-to-confirm"] * 9
    assert states() == {"rejected": 40}


def test_a_case_is_decided_by_the_first(make, poll, at_once, database):
    review = make.case(poll.bert, make.votes(poll.bert, 40), state=CaseState.QUARANTINED)

    answers = at_once(review, *(accepting(number) for number in range(1, 9)))

    assert answers == ["case-is-decided"] * 7 + ["done"]
    with database.reads() as session:
        assert len(session.scalars(select(ReviewAction)).all()) == 1
