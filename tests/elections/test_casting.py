from datetime import timedelta

import pytest
from sqlalchemy import inspect, select

from cityshop.core.codes import new_token
from cityshop.core.db import choose_city
from cityshop.core.errors import Refusal
from cityshop.core.mailbox import read_mailbox
from cityshop.elections.asking import CodeRequest, ask_for_code, read_nonce
from cityshop.elections.casting import CodeVote, TypedCode, cast_codes
from cityshop.elections.errors import (
    AlreadyVoted,
    CandidateDoesNotStand,
    CodeDead,
    CodeOver,
    CodeWrong,
    VotingNotOpen,
    VotingPaused,
)
from cityshop.elections.models import (
    Ballot,
    CandidateState,
    Challenge,
    ContestState,
    DeadLeaf,
    Voter,
)
from cityshop.elections.rules import ChangePolicy, VoteRules
from tests.makers.base import NOW
from tests.makers.elections import CODE, NONCE

OTHER_NONCE = "f" * 32


@pytest.fixture
def cast(database):
    """Type a code; gives the leaf."""

    def type_code(poll, challenge, *, code=CODE, nonce=NONCE, now=NOW):
        with database.writes.begin() as session:
            vote = CodeVote(poll.contest.id, TypedCode(challenge.id, code, nonce), poll.key)
            [outcome] = cast_codes(session.connection(), [vote], now=now)
        if isinstance(outcome, Refusal):
            raise outcome
        return outcome.leaf

    return type_code


@pytest.fixture
def asked(make):
    def ask(poll, candidate=None, **facts):
        return make.challenge(candidate or poll.bert, poll.key, **facts)

    return ask


def test_the_right_code_puts_one_ballot_in_the_box(poll, asked, cast, box, counted):
    here = poll()

    leaf = cast(here, asked(here))

    assert len(leaf) == 64
    assert box() == [1, 1, 0]
    assert counted(Challenge) == 0


def test_the_same_click_again_gives_the_same_receipt(poll, asked, cast, box):
    here = poll()
    challenge = asked(here)

    assert cast(here, challenge) == cast(here, challenge)
    assert box() == [1, 1, 0]


def test_a_code_works_once(poll, asked, cast):
    here = poll()
    challenge = asked(here)
    cast(here, challenge)

    with pytest.raises(CodeOver):
        cast(here, challenge, nonce=OTHER_NONCE)


def test_a_wrong_code_casts_nothing_and_is_counted(poll, asked, cast, box, session):
    here = poll()
    challenge = asked(here)

    with pytest.raises(CodeWrong):
        cast(here, challenge, code="654321")
    assert box() == [0, 0, 0]
    assert session.scalar(select(Challenge.tries)) == 1


def test_after_five_wrong_codes_the_right_one_comes_too_late(poll, asked, cast):
    here = poll()
    challenge = asked(here)
    for _ in range(5):
        with pytest.raises(CodeWrong):
            cast(here, challenge, code="654321")

    with pytest.raises(CodeDead):
        cast(here, challenge)


def test_a_code_lives_ten_minutes(poll, asked, cast):
    here = poll()
    challenge = asked(here)

    with pytest.raises(CodeOver):
        cast(here, challenge, now=NOW + timedelta(minutes=10))


def test_a_code_asked_for_before_closing_works_just_after_it(poll, asked, cast):
    here = poll(closes_at=NOW + timedelta(minutes=1))

    assert cast(here, asked(here), now=NOW + timedelta(minutes=9))


def test_a_code_of_another_contest_is_no_code(poll, asked, cast, make, settings):
    here, there = poll(), poll()

    with pytest.raises(CodeOver):
        cast(there, asked(here))


def test_whoever_votes_again_counts_once_for_the_last_choice(poll, asked, cast, box, session):
    here = poll()
    first = cast(here, asked(here))

    second = cast(here, asked(here, here.chloe, nonce=OTHER_NONCE), nonce=OTHER_NONCE)

    assert second != first
    assert box() == [1, 1, 1]
    ballot = session.scalars(select(Ballot)).one()
    assert (ballot.candidate_id, ballot.revision, ballot.leaf) == (here.chloe.id, 1, second)
    assert session.scalars(select(DeadLeaf)).one().leaf == first


def test_two_spellings_of_one_mailbox_share_one_ballot(poll, asked, cast, box):
    here = poll()
    cast(here, asked(here, mailbox="jan.peeters@gmail.com"))

    cast(here, asked(here, mailbox="JanPeeters+x@googlemail.com", nonce=OTHER_NONCE), nonce=OTHER_NONCE)

    assert box() == [1, 1, 1]


def test_where_the_first_vote_is_final_the_second_is_refused(poll, asked, cast, box):
    here = poll(rules=VoteRules(change_policy=ChangePolicy.FINAL))
    cast(here, asked(here))

    with pytest.raises(AlreadyVoted):
        cast(here, asked(here, here.chloe, nonce=OTHER_NONCE), nonce=OTHER_NONCE)
    assert box() == [1, 1, 0]


def test_two_people_with_one_nonce_get_two_receipts(poll, asked, cast, box):
    here = poll()
    first = cast(here, asked(here, mailbox="an@stad.example"))

    second = cast(here, asked(here, mailbox="piet@stad.example"))

    assert first != second
    assert box() == [2, 2, 0]


def test_whoever_changes_a_vote_with_the_nonce_of_another_keeps_both_ballots(poll, asked, cast, box):
    here = poll()
    cast(here, asked(here, mailbox="an@stad.example"))
    cast(here, asked(here, mailbox="piet@stad.example", nonce=OTHER_NONCE), nonce=OTHER_NONCE)

    cast(here, asked(here, here.chloe, mailbox="piet@stad.example", nonce=NONCE))

    assert box() == [2, 2, 1]


def test_one_mailbox_votes_in_each_contest_and_nothing_links_the_two(poll, asked, cast, session):
    here, there = poll(), poll()
    cast(here, asked(here))
    cast(there, asked(there))

    idents = session.scalars(select(Voter.ident)).all()
    slots = session.scalars(select(Ballot.slot)).all()
    assert len(set(idents)) == len(set(slots)) == 2


@pytest.mark.parametrize("table", [Ballot, Voter, DeadLeaf])
def test_neither_roll_nor_ballots_tell_when(table):
    columns = {column.name for column in inspect(table).columns}

    assert not [name for name in columns if name.endswith("_at")]
    assert not columns & {"address", "email", "voter_id", "created", "number"}


def test_a_paused_campaign_takes_no_ballots_and_keeps_the_code(poll, asked, cast, make, counted):
    here = poll(campaign=make.campaign(paused=True))
    challenge = asked(here)

    with pytest.raises(VotingPaused):
        cast(here, challenge)
    assert counted(Challenge) == 1


@pytest.mark.parametrize(
    ("state", "refusal"), [(ContestState.PAUSED, VotingPaused), (ContestState.CLOSED, VotingNotOpen)]
)
def test_a_contest_that_is_not_open_takes_no_ballots(poll, asked, cast, state, refusal):
    here = poll(state=state)

    with pytest.raises(refusal):
        cast(here, asked(here))


@pytest.mark.parametrize("state", [CandidateState.WITHDRAWN, CandidateState.PROPOSED, CandidateState.REFUSED])
def test_nobody_votes_for_who_does_not_stand(poll, asked, cast, make, state):
    here = poll()
    gone = make.candidate(here.contest, shop=make.shop(), state=state)

    with pytest.raises(CandidateDoesNotStand):
        cast(here, asked(here, gone))


def wish(poll, *, nonce=NONCE, mailbox="an@stad.example"):
    return CodeRequest(poll.contest.id, poll.bert.id, read_mailbox(mailbox), nonce)


def test_a_request_keeps_neither_code_nor_address(poll, session):
    here = poll()
    asked = wish(here)
    choose_city(session, here.contest.city_id)

    ask_for_code(session, asked, key=here.key, now=NOW)

    row = session.scalars(select(Challenge)).one()
    kept = " ".join(str(value) for value in vars(row).values())
    assert "an@stad" not in kept
    assert asked.code not in kept.replace(row.id, "").replace(row.nonce, "")
    assert row.expires_at == NOW + timedelta(minutes=10)


def test_a_nonce_that_was_used_is_replaced(poll, asked, cast, session):
    here = poll()
    cast(here, asked(here))
    choose_city(session, here.contest.city_id)

    ask_for_code(session, wish(here), key=here.key, now=NOW)

    assert session.scalar(select(Challenge.nonce)) != NONCE


def test_only_a_real_nonce_is_read():
    assert [read_nonce(sent) for sent in ("", "zz", NONCE)] == ["", "", NONCE]


def test_a_phone_without_script_gets_a_nonce_of_its_request(poll, session):
    here = poll()
    choose_city(session, here.contest.city_id)
    both = [wish(here, nonce="", mailbox=f"{name}@stad.example") for name in ("an", "piet")]
    for asked in both:
        ask_for_code(session, asked, key=here.key, now=NOW)

    nonces = session.scalars(select(Challenge.nonce)).all()
    assert sorted(nonces) == sorted(here.key.nonce_of(asked.id) for asked in both)


def test_before_opening_nobody_gets_a_code(poll, session):
    here = poll(opens_at=NOW + timedelta(days=1))
    choose_city(session, here.contest.city_id)

    with pytest.raises(VotingNotOpen):
        ask_for_code(session, wish(here), key=here.key, now=NOW)


def test_ids_of_requests_are_not_guessable():
    assert len({new_token() for _ in range(100)}) == 100
