import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from cityshop.core.journal import Happening
from cityshop.core.mailbox import read_mailbox
from cityshop.elections.models import BallotState, Challenge, Contest, ContestState, Voter
from cityshop.elections.sealing import Addressee
from cityshop.fairness.models import CaseKind, CaseState, Complaint, ReviewCaseSlot
from cityshop.fairness.tokens import AGAIN, NOT_ME, make_token
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form

MAILBOX = "an@inwoner.example"


@pytest.fixture
def voted(make, poll, database):
    """Somebody of the roll with a ballot; gives ident and slot."""

    def vote(mailbox=MAILBOX, *, state=BallotState.COUNTED, language="nl", asked_at=NOW):
        ident = poll.key.ident(read_mailbox(mailbox).key)
        voter = make.kept(Voter(id=f"voter-{mailbox}", contest_id=poll.contest.id, ident=ident))
        slot = poll.key.slot(voter.id)
        make.vote_at(poll.bert, slot, state=state)
        make.sealed_mailbox(poll.contest, Addressee(ident, mailbox, language), poll.key, asked_at=asked_at)
        return ident, slot

    return vote


@pytest.fixture
def publish(database):
    def at_once(embargo=None):
        with database.writes.begin() as session:
            session.execute(
                update(Contest.__table__).values(state=ContestState.PUBLISHED, embargo_until=embargo)
            )

    return at_once


def link_in(letter):
    return re.search(r"http://localhost(/\S+(?:not-me|again)\S+)", letter.text).group(1)


def rows(database, column):
    with database.reads() as session:
        return session.scalars(select(column)).all()


# --- I did not ask for this ---


@pytest.fixture
def not_mine(client, poll, letters):
    """Asks for a code for a mailbox and gives the link of its owner."""

    def ask():
        client.post(poll.public(f"/{poll.bert.slug}"), data={"email": MAILBOX})
        return link_in(letters()[-1])

    return ask


def test_every_code_mail_has_the_link_and_it_names_no_mailbox(not_mine):
    link = not_mine()

    assert "inwoner" not in link
    assert re.search(r"/not-me\?token=[A-Za-z0-9_-]{80}$", link)


def test_opening_the_link_does_nothing(client, not_mine, cases, database):
    link = not_mine()

    page = Page(client.get(link))
    client.head(link)

    assert page.heading == "Did you not ask for a code?"
    assert page.response.headers["Cache-Control"] == "no-store"
    assert cases() == []
    assert len(rows(database, Challenge.__table__.c.id)) == 1


def test_one_button_takes_the_code_back_and_opens_a_case(client, not_mine, cases, database, journal):
    form = Page(client.get(not_mine())).form()

    answer = client.post(form.action)

    assert Page(client.get(answer.location)).heading == "Thank you, we will look at it"
    assert cases() == [("complaint", 0)]
    assert rows(database, Challenge.__table__.c.id) == []
    assert journal() == [(Happening.CASE_OPENED, "")]


def test_after_the_code_was_used_the_vote_is_in_the_case(client, poll, voted, cases, database):
    ident, slot = voted()
    token = make_token(NOT_ME, ident, key=poll.key)

    client.post(poll.public(f"/not-me?token={token}"))

    assert cases() == [("complaint", 1)]
    assert rows(database, ReviewCaseSlot.slot) == [slot]


def test_complaints_join_one_case_and_twice_is_once(client, poll, voted, cases, database):
    for mailbox in ("an@inwoner.example", "bob@inwoner.example", "an@inwoner.example"):
        ident = poll.key.ident(read_mailbox(mailbox).key)
        if mailbox not in str(rows(database, Voter.id)):
            voted(mailbox)
        client.post(poll.public(f"/not-me?token={make_token(NOT_ME, ident, key=poll.key)}"))

    assert cases() == [("complaint", 2)]
    assert len(rows(database, Complaint.mark)) == 2


def test_after_a_decision_complaints_open_a_new_case(client, make, poll, voted, cases):
    make.case(
        poll.bert, [], kind=CaseKind.COMPLAINT, state=CaseState.ACCEPTED, tag="complaint", decided_at=NOW
    )
    ident, _ = voted()

    client.post(poll.public(f"/not-me?token={make_token(NOT_ME, ident, key=poll.key)}"))

    assert cases() == [("complaint", 0), ("complaint", 1)]


@pytest.mark.parametrize("token", ["x" * 80, "AAAA", *BAD_TEXTS])
@pytest.mark.parametrize("page", ["/not-me", "/fairness/again"])
def test_a_token_that_we_did_not_write_leads_nowhere(client, poll, cases, page, token):
    path = poll.public(page)

    assert client.get(path, query_string={"token": token}).status_code == 404
    assert client.post(path, query_string={"token": token}).status_code == 404
    assert cases() == []


def test_a_token_is_good_for_one_purpose_and_one_contest(client, make, poll, settings):
    other = make.contest(poll.contest.campaign)
    ident = poll.key.ident(MAILBOX)
    token = make_token(NOT_ME, ident, key=poll.key)

    assert client.post(f"/kortrijk/vote/{other.slug}/not-me?token={token}").status_code == 404
    assert client.post(poll.public(f"/fairness/again?token={token}")).status_code == 404


def test_when_the_result_is_out_a_complaint_opens_nothing(client, poll, voted, publish, cases):
    ident, _ = voted()
    publish()

    answer = client.post(poll.public(f"/not-me?token={make_token(NOT_ME, ident, key=poll.key)}"))

    assert answer.status_code == 303
    assert cases() == []


# --- asked again by mail ---


@pytest.fixture
def apart(make, poll, voted):
    """A case with one vote that is set apart, of somebody who can be asked again."""

    def case(**facts):
        _, slot = voted(state=BallotState.QUARANTINED, **facts)
        return make.case(poll.bert, [slot], state=CaseState.QUARANTINED)

    return case


@pytest.fixture
def ask_again(amina, poll):
    return lambda review: post_form(amina, poll.desk(f"/{review.id}/again"))


@pytest.fixture
def asked(ask_again, apart, letters):
    """The letter to somebody who was asked again."""

    def write(**facts):
        assert ask_again(apart(**facts)).status_code == 303
        return letters()[-1]

    return write


def test_a_voter_who_confirms_counts_again(client, asked, states):
    letter = asked()
    page = Page(client.get(link_in(letter)))
    assert states() == {"quarantined": 1}

    answer = client.post(page.form().action)

    assert letter.recipient == MAILBOX
    assert Page(client.get(answer.location)).heading == "Thank you, that is all"
    assert states() == {"counted": 1}


def test_the_letter_speaks_the_language_of_the_voter(asked):
    assert "http://localhost/fr/kortrijk/vote/" in asked(language="fr").text


def test_the_letter_never_says_whom_the_vote_is_for(asked):
    assert "Bert" not in asked().text


def test_nobody_is_asked_twice(ask_again, apart, letters):
    review = apart()
    ask_again(review)

    assert ask_again(review).status_code == 409
    assert len(letters()) == 1


def test_after_a_day_nobody_can_be_asked(ask_again, apart, letters):
    answer = ask_again(apart(asked_at=NOW - timedelta(days=1)))

    assert answer.status_code == 409
    assert "addresses are kept for a day only" in Page(answer).text
    assert letters() == []


def test_a_vote_that_still_counts_is_not_asked_about(make, poll, voted, ask_again, letters):
    _, slot = voted()

    assert ask_again(make.case(poll.bert, [slot])).status_code == 409
    assert letters() == []


def test_after_three_days_two_people_decide(client, asked, states, site_clock):
    link = link_in(asked())

    site_clock.move(days=3, minutes=1)
    answer = client.post(link)

    assert Page(client.get(answer.location)).heading == "The time to confirm is over"
    assert states() == {"quarantined": 1}


def test_confirming_twice_is_once(client, asked, states):
    link = link_in(asked())

    assert [client.post(link).status_code for _ in range(2)] == [303, 303]
    assert states() == {"counted": 1}


def test_a_token_for_a_vote_nobody_asked_about_leads_nowhere(client, poll, voted):
    _, slot = voted()
    token = make_token(AGAIN, slot, key=poll.key)

    assert client.post(poll.public(f"/fairness/again?token={token}")).status_code == 404


def test_a_missing_key_is_said(ask_again, apart, settings):
    review = apart()
    for file in settings.keys_folder.iterdir():
        file.rename(file.with_suffix(".away"))

    answer = ask_again(review)
    for file in settings.keys_folder.iterdir():
        file.rename(file.with_suffix(".key"))

    assert answer.status_code == 409
    assert "key file" in Page(answer).text


# --- the report ---


def reported(make, poll):
    """A contest with a decided case."""
    make.votes(poll.chloe, 30)
    slots = make.votes(poll.bert, 12, state=BallotState.REJECTED)
    make.dead(poll.bert, 12, reason="rejected:machine")
    make.votes(poll.bert, 3, state=BallotState.QUARANTINED)
    return make.case(poll.bert, slots, state=CaseState.REJECTED, reason="machine", decided_at=NOW)


def test_before_the_result_the_page_explains_and_gives_no_number(client, make, poll):
    reported(make, poll)

    page = Page(client.get(poll.public("/fairness")))

    assert "The numbers come with the result" in page.text
    assert "12" not in page.text
    assert client.get(poll.public("/fairness.json")).status_code == 403


def test_during_the_embargo_too(client, make, poll, publish):
    reported(make, poll)
    publish(embargo=NOW + timedelta(hours=1))

    assert "The numbers come with the result" in Page(client.get(poll.public("/fairness"))).text
    assert client.get(poll.public("/fairness.json")).status_code == 403


def test_with_the_result_it_says_what_happened(client, make, poll, publish):
    reported(make, poll)
    publish()

    page = Page(client.get(poll.public("/fairness")))

    assert "A program cast these votes" in page.text
    assert "Bloemen Chloé" in page.text
    assert "30 votes count" in page.text
    assert "Set-Cookie" not in page.response.headers


def test_programs_read_the_same(client, make, poll, publish):
    reported(make, poll)
    publish()

    document = client.get(poll.public("/fairness.json")).json

    assert document["ballots"] == {"counted": 30, "quarantined": 3, "rejected": 12}
    assert document["rejected_by_reason"] == {"machine": 12}
    assert {"candidate": poll.bert.slug, "counted": 0, "quarantined": 3, "rejected": 12} in document[
        "candidates"
    ]
    assert document["cases"][0]["votes"] == 12


def test_a_small_contest_publishes_totals_only(client, make, poll, publish):
    make.votes(poll.bert, 24)
    publish()

    page = Page(client.get(poll.public("/fairness")))

    assert "With fewer than 25 votes" in page.text
    assert client.get(poll.public("/fairness.json")).json["candidates"] == []


def test_the_report_asks_no_more_for_more_cases(client, make, poll, publish, queries):
    reported(make, poll)
    publish()
    forget_pages = client.application.extensions["cityshop.page_cache"].forget_all
    client.get(poll.public("/fairness"))
    forget_pages()
    with queries() as few:
        client.get(poll.public("/fairness"))
    for _ in range(5):
        reported(make, poll)
    forget_pages()

    with queries() as many:
        client.get(poll.public("/fairness"))

    assert len(many) == len(few)


def test_the_public_page_of_a_vote_leads_to_it(client, poll):
    assert poll.public("/fairness") in Page(client.get(poll.public())).links


def test_a_draft_and_another_city_have_none(client, make, poll):
    draft = make.contest(poll.contest.campaign, state=ContestState.DRAFT)
    make.city("genk", "Genk")

    for path in (f"/kortrijk/vote/{draft.slug}", f"/genk/vote/{poll.contest.slug}"):
        for page in ("/fairness", "/fairness.json", "/not-me", "/not-me/told"):
            assert client.get(path + page).status_code == 404
