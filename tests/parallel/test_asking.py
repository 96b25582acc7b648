"""Asking for a code over HTTP tells nobody whether a mailbox voted before: same answer, same time."""

import re
import statistics
import time
from datetime import UTC, datetime, timedelta

import pytest

from cityshop.campaigns.models import CampaignKind
from cityshop.core.outbox import letters_to

MAILBOXES = 9  # with their votes, as many codes as a network may ask for without a proof of work
MOST_APART = 0.05


@pytest.fixture
def page(make, settings):
    make.keys_folder = settings.keys_folder
    now, days = datetime.now(UTC), timedelta(days=3)
    campaign = make.campaign(kind=CampaignKind.VOTE, starts_at=now - days, ends_at=now + days)
    contest = make.contest(campaign, opens_at=now - days, closes_at=now + days)
    make.candidate(contest, shop=make.shop(name="Chloé"))
    return f"/kortrijk/vote/{contest.slug}/{make.candidate(contest).slug}"


@pytest.fixture
def vote(server, database, page):
    """Votes for a mailbox, as its owner would."""

    def cast(mailbox):
        asked = server.post(page, {"email": mailbox})
        with database.reads() as session:
            code = re.search(r"\d{6}", letters_to(session, mailbox)[0].subject)[0]
        assert server.post(asked.location, {"code": code}).status == 303

    return cast


def timed(ask):
    began = time.perf_counter()
    answer = ask()
    return answer, time.perf_counter() - began


def shape(answer):
    """What anybody can see of an answer, without the number of the request."""
    headers = {name: value for name, value in answer.headers.items() if name != "date"}
    return answer.status, re.sub(r"request=[\w-]{22}", "", f"{headers}{answer.body}")


def test_a_known_and_a_new_mailbox_get_the_same_answer_in_the_same_time(server, page, vote):
    known = [f"els{number}@inwoner.example" for number in range(MAILBOXES)]
    for mailbox in known:
        vote(mailbox)
    server.post(page, {"email": "warm@inwoner.example"})
    answers = {"known": [], "new": []}

    for number, mailbox in enumerate(known):
        # in turn, so that whatever else the machine does slows both
        pair = [("known", mailbox), ("new", f"piet{number}@inwoner.example")]
        for kind, one in pair if number % 2 else reversed(pair):
            answers[kind].append(timed(lambda one=one: server.post(page, {"email": one})))

    assert {shape(answer) for answer, _ in answers["known"]} == {
        shape(answer) for answer, _ in answers["new"]
    }
    assert {answer.status for answer, _ in answers["new"]} == {303}
    seconds = {kind: [second for _, second in answers[kind]] for kind in answers}
    apart = [one - other for one, other in zip(seconds["known"], seconds["new"], strict=True)]
    assert abs(statistics.median(apart)) <= MOST_APART
