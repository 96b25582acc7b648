"""Staff help residents vote at the counter, and enter boxes of paper ballots."""

import pytest
from sqlalchemy import select, update

from cityshop.core.db import Base
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import Role
from cityshop.elections.models import Ballot, Candidate, CandidateState, Contest, ContestState, Level
from cityshop.elections.rules import ChangePolicy, VoteRules
from cityshop.verification.models import CountedBox
from cityshop.verification.rules import MOST_IN_BOX, differing, read_card_number
from tests.makers.elections import NONCE
from tests.page import Page

CARD, OTHER_CARD = "591-1917064-58", "000-0011032-71"


@pytest.fixture
def counter(poll, clerk):
    """Somebody of town hall beside a resident who votes."""

    class Counter:
        def __init__(self, **facts):
            self.poll, self.clerk = poll(Level.EMAIL, **facts), clerk(Role.WRITER)
            self.path = self.poll.desk("/assisted")

        def helps(self, chosen=None, **fields):
            facts = {"is_seen": "y", "card": CARD, "candidate": (chosen or self.poll.bert).slug}
            return self.clerk.post(self.path, **(facts | fields))

    return Counter


@pytest.fixture
def boxes(poll, clerk, database):
    """Two people of town hall in front of a ballot box."""

    class Boxes:
        def __init__(self, **facts):
            self.poll = poll(Level.EMAIL, **facts)
            self.amina, self.karel = clerk(Role.WRITER), clerk(Role.WRITER)
            self.path = self.poll.desk("/boxes")

        def counts(self, bert, chloe):
            return {f"votes_{self.poll.bert.id}": str(bert), f"votes_{self.poll.chloe.id}": str(chloe)}

        def first(self, bert=3, chloe=2, label="Markthal", **fields):
            return self.amina.post(self.path, label=label, **(self.counts(bert, chloe) | fields))

        def second(self, bert=3, chloe=2, who=None):
            return (who or self.karel).post(self.box(), **self.counts(bert, chloe))

        def box(self, rest=""):
            """The address of the only box."""
            with database.reads() as session:
                box_id = session.scalars(select(CountedBox.__table__.c.id)).one()
            return f"{self.path}/{box_id}{rest}"

    return Boxes


def notes(database, happening):
    entries = select(JournalEntry.note).where(JournalEntry.happening == happening).order_by(JournalEntry.id)
    with database.reads() as session:
        return list(session.scalars(entries))


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("591-1917064-58", "591191706458"),
        ("591 1917064 58", "591191706458"),
        ("591191706458", "591191706458"),
        ("b 1234567 89", "B123456789"),
        ("591-1917064-59", None),
        ("", None),
        ("\0", None),
        ("1" * 10_000, None),
        ("B12345678", None),
    ],
)
def test_a_card_number_is_read_however_it_is_typed(typed, number):
    assert read_card_number(typed) == number


def test_a_helped_resident_goes_home_with_a_receipt(counter, client, votes):
    at = counter()

    page = Page(at.helps())

    assert page.heading == "The vote is in"
    leaf = next(one.text for one in page.all("code"))
    assert Page(client.get(at.poll.path(f"/receipt/{leaf}"))).heading == "Thank you, your vote is in"
    assert at.path in page.links
    assert votes() == {(at.poll.bert.id, "assisted"): 1}


def test_one_card_has_one_ballot(counter, votes, box):
    at = counter()

    at.helps()
    at.helps(at.poll.chloe, card="591191706458")

    assert votes() == {(at.poll.chloe.id, "assisted"): 1}
    assert box() == [1, 1, 1]


def test_where_the_first_vote_is_final_the_same_card_is_refused(counter, votes):
    at = counter(rules=VoteRules(change_policy=ChangePolicy.FINAL))
    at.helps(nonce=NONCE)

    page = Page(at.helps(at.poll.chloe, nonce="f" * 32))

    assert page.status == 409
    assert votes() == {(at.poll.bert.id, "assisted"): 1}


def test_two_cards_have_two_ballots(counter, box):
    at = counter()

    at.helps()
    at.helps(card=OTHER_CARD)

    assert box() == [2, 2, 0]


def test_the_number_of_the_card_is_nowhere_afterwards(counter, session, caplog):
    at = counter()

    pages = [at.helps(is_seen=""), at.helps(), at.clerk.get(at.path)]

    seen = [page.get_data(as_text=True) for page in pages] + [caplog.text]
    for table in Base.metadata.sorted_tables:
        seen += [str(row) for row in session.execute(select(table))]
    assert not [text for text in seen if "1917064" in text]


def test_the_journal_says_that_somebody_was_helped_never_whom_they_chose(counter, database):
    at = counter()

    at.helps()

    with database.reads() as session:
        entry = session.scalars(select(JournalEntry)).one()
    assert (entry.happening, entry.note) == (Happening.ASSISTED_BALLOT_CAST, "")
    assert entry.subject == f"contest {at.poll.contest.id}"


@pytest.mark.parametrize(
    "fields",
    [
        {"is_seen": ""},
        {"card": ""},
        {"card": "591-1917064-59"},
        {"card": "\0"},
        {"card": "x" * 9_999},
        {"candidate": ""},
        {"candidate": "nobody"},
        {"candidate": "-1"},
    ],
    ids=str,
)
def test_what_is_not_filled_in_right_casts_nothing(counter, box, fields):
    page = Page(counter().helps(**fields))

    assert page.status == 422
    assert page.errors
    assert box() == [0, 0, 0]


def test_where_the_rules_allow_no_help_nobody_is_helped(counter, boxes, box):
    rules = VoteRules(is_assisted=False)
    at, with_boxes = counter(rules=rules), boxes(rules=rules)

    assert at.helps().status_code == 409
    assert with_boxes.first().status_code == 409
    assert "do not allow" in Page(at.clerk.get(at.path)).text
    assert at.path not in Page(at.clerk.get(at.poll.desk())).links
    assert box() == [0, 0, 0]


@pytest.mark.parametrize("state", [ContestState.DRAFT, ContestState.CLOSED, ContestState.PAUSED])
def test_nobody_is_helped_in_a_vote_that_is_not_open(counter, database, box, state):
    at = counter()
    with database.writes.begin() as session:
        session.execute(update(Contest.__table__).values(state=state))

    assert at.helps().status_code == 409
    assert box() == [0, 0, 0]


def test_a_reader_helps_nobody(poll, clerk, box):
    vote = poll()

    answer = clerk(Role.READER).post(vote.desk("/assisted"), card=CARD)

    assert answer.status_code == 403
    assert box() == [0, 0, 0]


def test_staff_of_another_city_help_nobody_here(counter, clerk, make, box):
    at = counter()
    stranger = clerk(Role.WRITER, city=make.city("genk", "Genk"))
    facts = {"is_seen": "y", "card": CARD, "candidate": at.poll.bert.slug}

    assert stranger.post(at.path, **facts).status_code == 404
    assert stranger.post(at.path.replace("kortrijk", "genk"), **facts).status_code == 404
    assert box() == [0, 0, 0]


def test_two_equal_counts_cast_every_ballot_of_a_box(boxes, votes, box, database):
    at = boxes()

    first, second = at.first(), at.second()

    assert (first.status_code, second.status_code) == (303, 303)
    assert votes() == {(at.poll.bert.id, "assisted"): 3, (at.poll.chloe.id, "assisted"): 2}
    assert box() == [5, 5, 0]
    assert notes(database, Happening.ASSISTED_BALLOT_CAST) == ["Markthal: 5"]


def test_one_count_casts_nothing(boxes, box):
    boxes().first()

    assert box() == [0, 0, 0]


def test_the_second_person_does_not_see_the_first_count(boxes):
    at = boxes()
    at.first(bert=123, chloe=456)

    pages = [at.karel.get(at.path), at.karel.get(at.box())]

    assert not [one for one in pages if "123" in one.text or "456" in one.text or "579" in one.text]


def test_counts_that_differ_cast_nothing_and_show_where(boxes, box):
    at = boxes()
    at.first(bert=3)

    page = Page(at.second(bert=4))
    after = at.second()

    assert page.status == 422
    assert "the first count says 3." in page.errors[0]
    assert page.forms[-1].fields[f"votes_{at.poll.bert.id}"] == "4"
    assert after.status_code == 303
    assert box() == [5, 5, 0]


def test_nobody_counts_a_box_twice(boxes, box):
    at = boxes()
    at.first()

    page = Page(at.second(who=at.amina))

    assert page.status == 409
    assert box() == [0, 0, 0]


def test_a_box_is_cast_once(boxes, box):
    at = boxes()
    at.first()

    answers = [at.second().status_code for _ in range(3)]

    assert answers[0] == 303
    assert set(answers[1:]) <= {409, 422}
    assert box() == [5, 5, 0]


def test_a_cast_box_keeps_only_how_many_ballots_were_in_it(boxes, database):
    at = boxes()
    at.first()
    at.second()

    with database.reads() as session:
        kept = session.execute(select(CountedBox.__table__)).one()
    assert (kept.counts, kept.ballots) == ({}, 5)


def test_a_wrong_first_count_is_thrown_away_and_journalled(boxes, box, database, counted):
    at = boxes()
    at.first()

    answer = at.karel.post(at.box("/withdraw"))

    assert answer.status_code == 303
    assert counted(CountedBox) == 0
    assert notes(database, Happening.SECOND_PERSON_WITHDREW) == ["Markthal"]


def test_a_cast_box_cannot_be_thrown_away(boxes, counted):
    at = boxes()
    at.first()
    at.second()

    assert at.karel.post(at.box("/withdraw")).status_code == 409
    assert counted(CountedBox) == 1


def test_two_boxes_do_not_share_a_name(boxes, counted):
    at = boxes()
    at.first()

    assert at.first().status_code == 422
    assert counted(CountedBox) == 1


@pytest.mark.parametrize("votes", ["", "-1", "x", "1.5", "\0", str(MOST_IN_BOX + 1), "9" * 40])
def test_a_number_that_is_none_is_asked_for_again(boxes, counted, votes):
    page = Page(boxes().first(bert=votes))

    assert page.status == 422
    assert page.errors
    assert counted(CountedBox) == 0


def test_an_empty_box_and_one_that_is_too_full_are_refused(boxes, counted):
    at = boxes()

    assert at.first(bert=0, chloe=0).status_code == 422
    assert at.first(bert=MOST_IN_BOX, chloe=1).status_code == 422
    assert counted(CountedBox) == 0


def test_a_full_box_is_cast_whole(boxes, box):
    at = boxes()
    at.first(bert=MOST_IN_BOX - 1, chloe=1)

    assert at.second(bert=MOST_IN_BOX - 1, chloe=1).status_code == 303
    assert box() == [MOST_IN_BOX, MOST_IN_BOX, 0]


def test_no_ballot_of_a_box_is_cast_for_who_withdrew_meanwhile(boxes, database, box):
    at = boxes()
    at.first()
    with database.writes.begin() as session:
        withdrawn = update(Candidate.__table__).where(Candidate.__table__.c.id == at.poll.bert.id)
        session.execute(withdrawn.values(state=CandidateState.WITHDRAWN))

    answer = at.karel.post(at.box(), **at.counts(3, 2))

    assert answer.status_code in (409, 422)
    assert box() == [0, 0, 0]


def test_a_pause_stops_a_box_too(boxes, database, box):
    at = boxes()
    at.first()
    with database.writes.begin() as session:
        session.execute(update(Contest.__table__).values(state=ContestState.PAUSED))

    assert at.second().status_code == 409
    assert box() == [0, 0, 0]


def test_votes_for_somebody_of_another_vote_are_not_counted(boxes, make, poll, box):
    at, other = boxes(), poll(Level.EMAIL)
    at.first(**{f"votes_{other.bert.id}": "7"})

    at.second()

    assert box() == [5, 5, 0]


def test_a_box_of_another_vote_or_city_does_not_exist(boxes, poll, clerk, make, box):
    at = boxes()
    at.first()
    other = poll(Level.EMAIL)
    stranger = clerk(Role.WRITER, city=make.city("genk", "Genk"))

    for path in (at.box(), at.box("/withdraw")):
        elsewhere = path.replace(at.poll.contest.slug, other.contest.slug)
        assert at.karel.post(elsewhere, **at.counts(3, 2)).status_code == 404
        assert stranger.post(path, **at.counts(3, 2)).status_code == 404
    assert box() == [0, 0, 0]


def test_no_ballot_of_a_box_is_tied_to_another(boxes, database):
    at = boxes()
    at.first()
    at.second()

    with database.reads() as session:
        rows = session.execute(select(Ballot.__table__)).all()
    assert len({row.nonce for row in rows}) == len({row.leaf for row in rows}) == 5
    assert {row.level for row in rows} == {Level.ASSISTED}


@pytest.mark.parametrize(
    ("first", "second", "where"),
    [({"1": 3}, {"1": 3}, []), ({"1": 3}, {"1": 4}, ["1"]), ({"1": 0}, {}, []), ({}, {"2": 1}, ["2"])],
)
def test_counts_differ_where_their_numbers_do(first, second, where):
    assert differing(first, second) == where
