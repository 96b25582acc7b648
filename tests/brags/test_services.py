from datetime import timedelta

import pytest
from sqlalchemy import select, update

from cityshop.brags import queries, services
from cityshop.brags.errors import AlreadyBragged, BragAlreadyJudged, BragCodeOver, PhotoGone
from cityshop.brags.models import Brag, BragRequest, BragState
from cityshop.brags.rules import Reason
from cityshop.brags.services import BragAsked, BragDraft, TypedBragCode
from cityshop.core.db import choose_city
from cityshop.core.journal import JournalEntry
from cityshop.core.mailbox import read_mailbox
from cityshop.core.pictures import Picture
from cityshop.elections.models import Contest, ContestState
from tests.makers.base import NOW
from tests.makers.elections import CODE


@pytest.fixture
def desk(session, poll):
    """The session of somebody in Kortrijk, with the contest in it."""
    choose_city(session, poll.contest.city_id)
    return session


def confirm(session, poll, request, code=CODE, now=NOW):
    typed = TypedBragCode(poll.contest.id, request.id, code)
    return services.confirm_brag(session, typed, key=poll.key, now=now)


def contest_in(session, poll):
    return session.get_one(Contest, poll.contest.id)


def counted(session, poll):
    return queries.approved_per_candidate(session, poll.contest.id)


def close(session, poll):
    session.execute(update(Contest).where(Contest.id == poll.contest.id).values(state=ContestState.CLOSED))


def test_a_confirmed_brag_waits_for_town_hall(make, desk, poll):
    request = make.brag_request(poll.bert, poll.key)

    assert confirm(desk, poll, request) is True

    brag = desk.scalars(select(Brag)).one()
    assert (brag.state, brag.is_counted, brag.sentence) == (BragState.WAITING, False, request.sentence)
    assert desk.scalars(select(BragRequest)).all() == []
    assert all(picture.is_claimed for picture in desk.scalars(select(Picture)))
    assert counted(desk, poll) == {}


def test_the_same_click_twice_makes_one_brag(make, desk, poll):
    request = make.brag_request(poll.bert, poll.key)

    answers = [confirm(desk, poll, request) for _ in range(2)]

    assert answers == [True, True]
    assert len(desk.scalars(select(Brag)).all()) == 1


def test_a_wrong_code_counts_as_a_try_and_the_sixth_is_too_many(make, desk, poll):
    request = make.brag_request(poll.bert, poll.key)

    assert [confirm(desk, poll, request, code="000000") for _ in range(5)] == [False] * 5
    with pytest.raises(BragCodeOver):
        confirm(desk, poll, request)


def test_a_code_works_ten_minutes(make, desk, poll):
    request = make.brag_request(poll.bert, poll.key)

    with pytest.raises(BragCodeOver):
        confirm(desk, poll, request, now=NOW + timedelta(minutes=10))


def test_one_mailbox_brags_once_about_a_shop_however_it_is_spelled(make, desk, poll):
    first = make.brag_request(poll.bert, poll.key, mailbox="els@gmail.com")
    again = make.brag_request(poll.bert, poll.key, mailbox="E.l.s+brood@googlemail.com")
    confirm(desk, poll, first)

    with pytest.raises(AlreadyBragged):
        confirm(desk, poll, again)


def test_one_mailbox_brags_about_several_shops(make, desk, poll):
    requests = [make.brag_request(candidate, poll.key) for candidate in (poll.bert, poll.chloe)]

    for request in requests:
        confirm(desk, poll, request)

    assert len(desk.scalars(select(Brag)).all()) == 2


def test_the_mark_of_a_mailbox_tells_nothing_of_the_voter_roll_or_of_another_shop(poll):
    mailbox = read_mailbox("an@stad.example")

    marks = {services.mark_of(poll.key, one.id, mailbox) for one in (poll.bert, poll.chloe)}

    assert len(marks) == 2
    assert poll.key.ident(mailbox.key) not in marks


def test_another_rows_photo_cannot_be_passed_off_as_ones_own(make, desk, poll):
    shown = make.brag(poll.chloe)
    draft = BragDraft(read_mailbox("dirk@x.example"), "Van mij", "", shown.picture, "Niets")
    request = make.brag_request(poll.bert, poll.key, picture=shown.picture)

    with pytest.raises(PhotoGone):
        services.ask_for_code(desk, BragAsked(poll.contest.id, poll.bert.id, draft), key=poll.key, now=NOW)
    with pytest.raises(PhotoGone):
        confirm(desk, poll, request)


def test_a_photo_of_another_city_cannot_be_used(make, desk, poll):
    elsewhere = make.candidate(make.contest(make.campaign(make.city("genk"))))
    draft = BragDraft(read_mailbox("dirk@x.example"), "Van daar", "", make.kept_photo(elsewhere), "Niets")

    with pytest.raises(PhotoGone):
        services.ask_for_code(desk, BragAsked(poll.contest.id, poll.bert.id, draft), key=poll.key, now=NOW)


def test_approved_before_closing_counts(make, desk, poll):
    brags = [make.brag(poll.bert, state=BragState.WAITING) for _ in range(2)]

    approved = services.approve_brags(
        desk, contest_in(desk, poll), [brag.id for brag in brags], account_id=1, now=NOW
    )

    assert approved == 2
    assert counted(desk, poll) == {poll.bert.id: 2}
    assert [entry.subject for entry in desk.scalars(select(JournalEntry))] == [
        f"brag {brag.id}" for brag in brags
    ]


def test_approved_after_closing_is_shown_and_counts_nothing(make, desk, poll):
    brag = make.brag(poll.bert, state=BragState.WAITING)
    close(desk, poll)

    services.approve_brags(desk, contest_in(desk, poll), [brag.id], account_id=1, now=NOW)

    assert [row.id for row in queries.brags_of_candidate(desk, poll.bert.id)] == [brag.id]
    assert counted(desk, poll) == {}


def test_approving_again_changes_nothing(make, desk, poll):
    brag = make.brag(poll.bert)

    assert services.approve_brags(desk, contest_in(desk, poll), [brag.id], account_id=1, now=NOW) == 0
    assert desk.scalars(select(JournalEntry)).all() == []


def test_brags_of_another_contest_are_not_approved(make, desk, poll):
    other = make.brag(make.candidate(make.contest()), state=BragState.WAITING)

    assert services.approve_brags(desk, contest_in(desk, poll), [other.id], account_id=1, now=NOW) == 0


def test_a_refused_brag_leaves_neither_photo_nor_words(make, desk, poll):
    brag = desk.merge(make.brag(poll.bert, state=BragState.WAITING))

    services.refuse_brag(desk, brag, Reason.CHILDREN, account_id=1, now=NOW)

    kept = desk.execute(select(Brag.__table__)).one()
    assert (kept.state, kept.reason) == (BragState.REFUSED, Reason.CHILDREN)
    assert {kept.sentence, kept.first_name, kept.picture, kept.picture_text} == {""}
    assert desk.scalars(select(Picture)).all() == []


def test_of_two_who_judge_at_once_the_second_is_told(make, desk, poll):
    brag = desk.merge(make.brag(poll.bert, state=BragState.WAITING))
    services.refuse_brag(desk, brag, Reason.UNCLEAR, account_id=1, now=NOW)

    with pytest.raises(BragAlreadyJudged):
        services.refuse_brag(desk, brag, Reason.HURTFUL, account_id=2, now=NOW)
    assert services.approve_brags(desk, contest_in(desk, poll), [brag.id], account_id=2, now=NOW) == 0


@pytest.mark.parametrize("ended", [BragState.REFUSED, BragState.WITHDRAWN])
def test_after_a_refusal_or_a_change_of_mind_a_mailbox_may_brag_again(make, desk, poll, ended):
    first, again = (make.brag_request(poll.bert, poll.key) for _ in range(2))
    confirm(desk, poll, first)
    brag = desk.scalars(select(Brag)).one()
    if ended is BragState.REFUSED:
        services.refuse_brag(desk, brag, Reason.UNCLEAR, account_id=1, now=NOW)
    else:
        services.take_back_brag(desk, brag, now=NOW)

    confirm(desk, poll, again)

    kept = desk.execute(select(Brag.__table__)).one()
    assert (kept.state, kept.reason, bool(kept.picture)) == (BragState.WAITING, "", True)


def test_taken_back_before_closing_no_longer_counts(make, desk, poll):
    services.take_back_brag(desk, desk.merge(make.brag(poll.bert)), now=NOW)

    assert counted(desk, poll) == {}


def test_taken_back_after_closing_the_count_stays_and_the_photo_goes(make, desk, poll):
    brag = desk.merge(make.brag(poll.bert))
    close(desk, poll)

    services.take_back_brag(desk, brag, now=NOW)

    assert counted(desk, poll) == {poll.bert.id: 1}
    assert desk.scalars(select(Picture)).all() == []


def test_the_marks_go_with_the_roll_and_the_count_stays(make, desk, poll):
    make.brag(poll.bert)
    make.brag(poll.bert)
    make.brag_request(poll.bert, poll.key)

    services.forget_idents(desk, poll.contest.id)

    assert desk.scalars(select(Brag.ident)).all() == [None, None]
    assert desk.scalars(select(BragRequest)).all() == []
    assert counted(desk, poll) == {poll.bert.id: 2}


def test_what_was_never_confirmed_is_erased(make, desk, poll):
    make.brag_request(poll.bert, poll.key)

    services.forget_expired_requests(desk, now=NOW)
    kept = len(desk.scalars(select(BragRequest)).all())
    services.forget_expired_requests(desk, now=NOW + timedelta(minutes=10))

    assert (kept, desk.scalars(select(BragRequest)).all()) == (1, [])
