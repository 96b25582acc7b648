from datetime import timedelta

import pytest

from cityshop.elections.models import ContestState
from cityshop.prizes.models import PrizeEntry
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.page import Page
from tests.prizes.conftest import MAILBOX


def test_a_voter_takes_part_from_receipt_to_list(client, voter, rows):
    receipt = Page(client.get(f"/kortrijk/vote/{voter.contest.slug}/receipt/{voter.leaf}"))
    link = next(link for link in receipt.links if "/prize" in link)
    form = Page(client.get(link)).form("/prize")

    asked = client.post(form.action, data={**form.fields, "answer": "1234", "email": MAILBOX, "consent": "y"})
    confirmed = client.get(voter.confirms().location)

    assert asked.status_code == 303
    assert Page(client.get(asked.location)).heading == "Look in your mail"
    assert Page(confirmed).heading == "You take part"
    [entry] = rows()
    assert (entry.answer, entry.address, entry.is_confirmed) == (1234, MAILBOX, True)
    assert entry.id in Page(confirmed).text


def test_nothing_on_the_list_leads_to_a_ballot(voter, rows):
    voter.enters()

    [entry] = rows()
    kept = {str(value) for value in vars(entry).values()}
    assert not any(voter.leaf in value for value in kept)
    assert set(PrizeEntry.__table__.c.keys()) == {
        *("id", "contest_id", "mailbox", "address", "answer", "language"),
        *("token_digest", "asked_at", "is_confirmed"),
    }
    assert [key.target_fullname for key in PrizeEntry.__table__.foreign_keys] == ["contest.id"]


def test_an_entry_says_only_in_which_hour_it_was_asked(voter, rows, site_clock):
    site_clock.move(minutes=37, seconds=12)
    voter.enters()

    assert rows()[0].asked_at == NOW


def test_opening_the_mailed_link_changes_nothing(client, voter, rows):
    voter.enters()

    for _ in range(3):
        client.get(voter.link(), headers={"Sec-Purpose": "prefetch"})
        client.head(voter.link())

    assert [entry.is_confirmed for entry in rows()] == [False]


def test_pressing_twice_is_pressing_once(client, voter, rows):
    voter.enters()

    form = Page(client.get(voter.link())).form("/confirm")

    answers = [client.post(form.action, data=form.fields) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert [entry.is_confirmed for entry in rows()] == [True]


def test_a_mailbox_takes_part_once_however_it_is_spelled(voter, rows, letters):
    voter.enters(email="jan.peeters@gmail.com", answer="10")
    voter.confirms()

    again = voter.enters(email="JanPeeters+x@googlemail.com", answer="20")

    assert again.status_code == 303
    assert [entry.answer for entry in rows()] == [10]
    assert "You take part in the prize already" in letters()[-1].subject


def test_whoever_did_not_confirm_may_change_the_answer(voter, rows):
    voter.enters(answer="10")
    first = voter.link()
    voter.enters(answer="20")

    assert voter.link() != first
    assert [entry.answer for entry in rows()] == [20]


def test_the_answer_to_a_new_and_a_known_mailbox_is_the_same(voter, letters):
    voter.enters()
    voter.confirms()
    known, new = voter.enters(), voter.enters(email="piet@inwoner.example")

    assert (known.status_code, known.location) == (new.status_code, new.location)


def test_a_mailbox_is_mailed_three_times_an_hour(voter, letters):
    answers = [voter.enters() for _ in range(4)]

    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert len(letters()) == 3


@pytest.mark.parametrize(
    "fields",
    [
        *({"receipt": text} for text in (*BAD_TEXTS, "0" * 64, "f" * 63)),
        *({"answer": text} for text in (*BAD_TEXTS, "1,5", "10000001", "9" * 100)),
        *({"email": text} for text in (*BAD_TEXTS, "an@stad", "a@b.be, c@d.be", "a@b.be\r\nBcc: x@y.be")),
        {"consent": ""},
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(voter, rows, letters, fields):
    page = Page(voter.enters(**fields))

    assert page.status == 422
    assert page.errors
    assert page.form("/prize").fields["email"] or "email" in fields
    assert (rows(), letters()) == ([], [])


def test_a_receipt_may_be_pasted_as_a_whole_address(voter, rows):
    address = f"https://winkels.example.be/kortrijk/vote/x/receipt/{voter.leaf.upper()}#check=bert.12.34"

    assert voter.enters(receipt=f" {address} ").status_code == 303
    assert len(rows()) == 1


def test_a_receipt_of_another_vote_opens_nothing(voter, prized, client, rows):
    other = prized()

    answer = client.post(
        f"/kortrijk/vote/{other.slug}/prize",
        data={"receipt": voter.leaf, "answer": "1", "email": MAILBOX, "consent": "y"},
    )

    assert answer.status_code == 422
    assert rows() == []


def test_taking_part_ends_with_the_vote(client, voter, rows, site_clock):
    site_clock.move(days=21)

    assert voter.enters().status_code == 409
    assert "Taking part is over" in Page(client.get(voter.path())).text
    assert rows() == []


def test_the_link_lapses_and_anybody_leaves_when_they_like(client, voter, rows):
    voter.enters()
    voter.confirms()
    form = Page(client.get(voter.link())).form("/leave")

    left = client.post(form.action, data=form.fields)

    assert Page(client.get(left.location)).heading == "You are off the list"
    assert rows() == []
    assert Page(client.get(voter.link())).heading == "This link no longer works"
    assert client.post(form.action, data=form.fields).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "\0", "x" * 10_000, "a" * 22, "../../etc"])
def test_a_token_that_is_none_is_no_fault(client, voter, token):
    assert client.get(voter.path("/confirm"), query_string={"token": token}).status_code == 200
    assert client.post(voter.path("/confirm"), data={"token": token}).status_code == 409
    assert client.post(voter.path("/leave"), data={"token": token}).status_code == 303


def test_the_public_page_is_kept_and_that_with_a_receipt_is_not(client, voter):
    kept, own = client.get(voter.path()), client.get(voter.path(), query_string={"receipt": voter.leaf})

    assert kept.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in kept.headers
    assert own.headers["Cache-Control"] == "no-store"


def test_the_fingerprint_of_the_seed_stands_there_and_the_seed_does_not(client, voter, settings):
    page = client.get(voter.path()).get_data(as_text=True)

    assert voter.contest.rules["prize_commitment"] in page


def test_a_vote_without_a_prize_has_no_page_of_it(client, make):
    contest = make.contest()

    assert client.get(f"/kortrijk/vote/{contest.slug}/prize").status_code == 404
    assert client.post(f"/kortrijk/vote/{contest.slug}/prize", data={}).status_code == 404
    assert "The prize for voters" not in Page(client.get(f"/kortrijk/vote/{contest.slug}")).text


def test_the_prize_of_another_city_is_not_found(client, voter, make):
    make.city("genk", "Genk")
    path = voter.path().replace("kortrijk", "genk")

    assert client.get(path).status_code == client.post(path, data={}).status_code == 404


def test_from_another_site_nobody_takes_part(client, voter, rows):
    answer = client.post(voter.path(), data={}, headers={"Origin": "https://elders.example"})

    assert answer.status_code == 403
    assert rows() == []


def test_there_is_no_list_before_the_draw(client, over, make):
    contest = over()
    make.entry(contest)

    assert client.get(f"/kortrijk/vote/{contest.slug}/prize/entries.csv").status_code == 404


def test_an_annulled_vote_has_no_draw(client, prized):
    contest = prized(state=ContestState.ANNULLED)

    assert "There is no draw" in Page(client.get(f"/kortrijk/vote/{contest.slug}/prize")).text


def test_pages_ask_no_more_of_the_database_with_many_entries(client, over, make, queries):
    contest = over()
    page = f"/kortrijk/vote/{contest.slug}/prize?receipt={'0' * 64}"
    with queries() as few:
        client.get(page)
    for _ in range(20):
        make.entry(contest)
    with queries() as many:
        client.get(page)

    assert len(many) == len(few)


def test_the_list_is_of_the_vote_that_is_open(voter, rows, site_clock):
    site_clock.now = voter.contest.closes_at - timedelta(seconds=1)

    assert voter.enters().status_code == 303
