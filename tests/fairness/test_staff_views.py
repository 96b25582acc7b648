import pytest
from sqlalchemy import select, update

from cityshop.core.journal import Happening
from cityshop.core.permissions import Role
from cityshop.elections.models import Contest, ContestState, DeadLeaf
from cityshop.elections.precautions import AllowedHost
from cityshop.fairness.models import CaseState, ReviewCase, ReviewCaseSlot
from cityshop.merchants.models import Keeper
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.makers.fairness import Way
from tests.page import Page
from tests.sign_in import post_form, sign_in


class Suspicion:
    """A case of a poll, with what reviewers do to it."""

    def __init__(self, poll, review, states):
        self.poll, self.id, self.states = poll, review.id, states

    @property
    def path(self):
        return self.poll.desk(f"/{self.id}")

    def act(self, client, what, **fields):
        return post_form(client, f"{self.path}/{what}", **fields)

    def ask_for_rejection(self, client):
        """The first person's part: set apart, and ask."""
        self.act(client, "quarantine")
        return self.act(client, "reject", chosen="machine")


@pytest.fixture
def suspicion(make, poll, states):
    """An open case about 40 of 140 votes."""
    make.votes(poll.chloe, 100)
    slots = make.votes(poll.bert, 40, Way(network="his", score=3, host="relay"))
    return Suspicion(poll, make.case(poll.bert, slots), states)


@pytest.fixture
def case_state(database):
    def read():
        with database.reads() as session:
            return session.scalars(select(ReviewCase.__table__.c.state)).all()

    return read


def test_the_desk_lists_cases_and_explains_itself(amina, poll, suspicion):
    page = Page(amina.get(poll.desk()))

    assert page.heading == "Fairness desk"
    assert "One network" in page.text
    assert "at least 80 of 100 are for one candidate" in page.text


def test_without_a_case_the_desk_says_so(amina, poll):
    assert "No case." in Page(amina.get(poll.desk())).text


def test_the_button_lets_the_machine_look(make, amina, poll):
    make.votes(poll.chloe, 100)
    make.votes(poll.bert, 40, Way(network="his"))

    answer = post_form(amina, poll.desk())

    assert answer.status_code == 303
    assert "One network" in Page(amina.get(poll.desk())).text


def test_a_case_names_no_candidate_and_no_slot(amina, suspicion):
    page = Page(amina.get(suspicion.path))

    assert page.heading == f"Case {suspicion.id}: One network"
    assert "90 %" in page.text
    assert "Bert" not in page.text.replace("Albert", "")
    assert "Passes mail on" in page.text


def test_long_cases_have_pages(make, amina, poll):
    review = make.case(poll.bert, make.votes(poll.bert, 130))

    first = Page(amina.get(poll.desk(f"/{review.id}")))
    second = Page(amina.get(poll.desk(f"/{review.id}?page=2")))

    assert first.html.count("<code>") > second.html.count("<code>") > 30
    for odd in ("-1", "x", "9" * 30, "²", ""):
        assert amina.get(poll.desk(f"/{review.id}"), query_string={"page": odd}).status_code == 200


def test_a_case_asks_the_database_no_more_for_more_votes(make, amina, poll, queries):
    small = make.case(poll.bert, make.votes(poll.bert, 2))
    large = make.case(poll.bert, make.votes(poll.bert, 90))
    amina.get(poll.desk(f"/{small.id}"))

    with queries() as few:
        amina.get(poll.desk(f"/{small.id}"))
    with queries() as many:
        amina.get(poll.desk(f"/{large.id}"))

    assert len(many) == len(few)


def test_the_list_of_cases_asks_no_more_for_more_cases(make, amina, poll, queries):
    make.case(poll.bert, make.votes(poll.bert, 2))
    amina.get(poll.desk())
    with queries() as few:
        amina.get(poll.desk())
    for _ in range(10):
        make.case(poll.bert, make.votes(poll.bert, 2))

    with queries() as many:
        amina.get(poll.desk())

    assert len(many) == len(few)


def test_setting_apart_takes_votes_out_of_the_count_and_keeps_them(amina, suspicion, journal):
    answer = suspicion.act(amina, "quarantine")

    assert answer.status_code == 303
    assert suspicion.states() == {"counted": 100, "quarantined": 40}
    assert journal()[-1] == (Happening.CASE_DECIDED, "quarantine")


def test_one_person_lets_votes_count_again_with_a_reason(amina, suspicion, case_state):
    suspicion.act(amina, "quarantine")

    answer = suspicion.act(amina, "accept", chosen="shared-network")

    assert answer.status_code == 303
    assert suspicion.states() == {"counted": 140}
    assert case_state() == [CaseState.ACCEPTED]


@pytest.mark.parametrize("chosen", ["", "nothing", *BAD_TEXTS])
@pytest.mark.parametrize("what", ["accept", "reject"])
def test_a_decision_without_a_reason_of_the_list_is_refused(amina, suspicion, what, chosen):
    suspicion.act(amina, "quarantine")

    page = Page(suspicion.act(amina, what, chosen=chosen))

    assert page.status == 422
    assert page.errors
    assert suspicion.states() == {"counted": 100, "quarantined": 40}


def test_a_reviewer_alone_rejects_nothing(amina, suspicion, case_state):
    suspicion.ask_for_rejection(amina)

    answer = suspicion.act(amina, "confirm")

    assert answer.status_code == 409
    assert "somebody else must confirm" in Page(answer).text
    assert suspicion.states() == {"counted": 100, "quarantined": 40}
    assert case_state() == [CaseState.QUARANTINED]


def test_two_people_reject_with_a_reason_that_the_receipts_tell(amina, els, suspicion, database, journal):
    suspicion.ask_for_rejection(amina)

    answer = suspicion.act(els, "confirm")

    assert answer.status_code == 303
    assert suspicion.states() == {"counted": 100, "rejected": 40}
    assert journal()[-1] == (Happening.CASE_DECIDED, "reject machine")
    with database.reads() as session:
        assert session.scalars(select(DeadLeaf.reason)).all() == ["rejected:machine"] * 40


def test_a_case_is_not_decided_twice(amina, els, suspicion):
    suspicion.ask_for_rejection(amina)
    suspicion.act(els, "confirm")

    again = suspicion.act(els, "confirm")
    accepted = suspicion.act(amina, "accept", chosen="too-little")

    assert (again.status_code, accepted.status_code) == (409, 409)
    assert suspicion.states() == {"counted": 100, "rejected": 40}


def test_votes_must_be_set_apart_before_anybody_asks_to_reject_them(amina, suspicion):
    page = Page(suspicion.act(amina, "reject", chosen="machine"))

    assert page.status == 409
    assert "Set these votes apart first" in page.text


def test_while_a_rejection_waits_nothing_else_happens(amina, els, suspicion):
    suspicion.ask_for_rejection(amina)

    for what in ("quarantine", "accept", "reject"):
        assert (
            suspicion.act(els, what, chosen="machine" if what == "reject" else "too-little").status_code
            == 409
        )

    assert "A rejection waits for a second person" in Page(els.get(suspicion.path)).text
    assert suspicion.states() == {"counted": 100, "quarantined": 40}


def test_a_request_can_be_taken_back(amina, els, suspicion):
    suspicion.ask_for_rejection(amina)

    answer = suspicion.act(amina, "take-back")

    assert answer.status_code == 303
    assert suspicion.act(els, "confirm").status_code == 409
    assert suspicion.states() == {"counted": 100, "quarantined": 40}


def test_votes_that_joined_after_the_request_are_not_rejected_with_it(make, amina, els, suspicion, database):
    suspicion.ask_for_rejection(amina)
    late = make.votes(suspicion.poll.bert, 3, Way(network="his"))
    with database.writes.begin() as session:
        session.add_all(ReviewCaseSlot(case_id=suspicion.id, slot=slot) for slot in late)

    suspicion.act(els, "confirm")

    assert suspicion.states() == {"counted": 103, "rejected": 40}
    with database.reads() as session:
        assert len(session.scalars(select(ReviewCaseSlot.slot)).all()) == 40


def test_votes_of_two_cases_stay_apart_until_both_let_them_go(make, amina, poll, states):
    slots = make.votes(poll.bert, 40)
    both = (make.case(poll.bert, slots), make.case(poll.bert, slots[:30]))
    one, other = (Suspicion(poll, review, states) for review in both)
    for case in (one, other):
        case.act(amina, "quarantine")

    one.act(amina, "accept", chosen="too-little")
    assert states() == {"counted": 10, "quarantined": 30}

    other.act(amina, "accept", chosen="too-little")
    assert states() == {"counted": 40}


def test_whoever_keeps_a_shop_that_stands_may_not_judge(make, amina, poll, suspicion):
    keeper = make.staff(Role.COORDINATOR)
    make.kept(Keeper(account_id=keeper.id, shop_id=poll.bert.shop_id))
    bert = sign_in(amina.application.test_client(), keeper)

    seen = bert.get(suspicion.path)
    done = suspicion.act(bert, "quarantine")

    assert (seen.status_code, done.status_code) == (403, 403)
    assert "cannot judge" in Page(seen).text
    assert suspicion.states() == {"counted": 140}


@pytest.mark.parametrize("state", [ContestState.PUBLISHED, ContestState.SEALED, ContestState.ANNULLED])
def test_when_the_vote_is_over_no_case_changes(amina, suspicion, database, state):
    with database.writes.begin() as session:
        session.execute(update(Contest.__table__).values(state=state))

    answer = suspicion.act(amina, "quarantine")

    assert answer.status_code == 409
    assert suspicion.states() == {"counted": 140}
    assert "can no longer change" in Page(amina.get(suspicion.path)).text


def test_what_was_done_stands_in_the_case_with_who(amina, suspicion):
    suspicion.act(amina, "quarantine")

    page = Page(amina.get(suspicion.path))

    assert "Set votes apart" in page.text
    assert "Amina Peeters" in page.text


@pytest.mark.parametrize("what", ["quarantine", "again", "accept", "reject", "confirm", "take-back"])
def test_the_case_of_another_contest_or_city_is_not_found(make, amina, poll, suspicion, what):
    other = make.contest(poll.contest.campaign)
    genk = make.city("genk", "Genk")
    far = make.contest(make.campaign(genk))

    paths = (
        f"/staff/kortrijk/contests/{other.slug}/fairness/{suspicion.id}/{what}",
        f"/staff/kortrijk/contests/{far.slug}/fairness/{suspicion.id}/{what}",
        poll.desk(f"/999999/{what}"),
    )

    assert [post_form(amina, path, chosen="machine").status_code for path in paths] == [404] * 3
    assert suspicion.states() == {"counted": 140}


@pytest.mark.parametrize("role", [Role.READER, Role.WRITER, Role.AUDITOR])
def test_only_approvers_review(make, client, poll, suspicion, role):
    somebody = sign_in(client, make.staff(role))

    assert somebody.get(poll.desk()).status_code == 403
    assert suspicion.act(somebody, "quarantine").status_code == 403
    assert suspicion.states() == {"counted": 140}


def test_acts_are_never_done_by_get(amina, poll, suspicion):
    for what in ("quarantine", "again", "confirm", "take-back"):
        assert amina.get(poll.desk(f"/{suspicion.id}/{what}")).status_code == 405

    assert suspicion.states() == {"counted": 140}


def test_the_page_of_a_vote_leads_to_the_desk(amina, poll, suspicion):
    page = Page(amina.get(f"/staff/kortrijk/contests/{poll.contest.slug}"))

    assert poll.desk() in page.links
    assert "1 case to look at" in page.text


def test_a_host_is_allowed_and_no_longer(amina, poll, database):
    def allowed():
        with database.reads() as session:
            return session.scalars(select(AllowedHost.__table__.c.host)).all()

    assert post_form(amina, "/staff/kortrijk/mail-hosts", host="@Mailinator.com").status_code == 303
    assert allowed() == ["mailinator.com"]
    page = Page(amina.get("/staff/kortrijk/mail-hosts"))
    assert "mailinator.com" in page.text

    assert post_form(amina, page.form("/remove").action).status_code == 303
    assert allowed() == []


@pytest.mark.parametrize("host", ["", "gmail.com", "duck.com", "nowhere.example", *BAD_TEXTS])
def test_only_hosts_of_the_list_are_allowed(amina, poll, database, host):
    page = Page(post_form(amina, "/staff/kortrijk/mail-hosts", host=host))

    assert page.status == 422
    assert page.errors


def test_a_host_is_not_allowed_twice(amina, poll):
    post_form(amina, "/staff/kortrijk/mail-hosts", host="mailinator.com")

    assert Page(post_form(amina, "/staff/kortrijk/mail-hosts", host="mailinator.com")).status == 422


def test_the_host_of_another_city_is_not_found(make, amina, poll, database):
    genk = make.city("genk", "Genk")
    host = make.kept(AllowedHost(city_id=genk.id, host="mailinator.com", allowed_at=NOW))

    assert post_form(amina, f"/staff/kortrijk/mail-hosts/{host.id}/remove").status_code == 404
