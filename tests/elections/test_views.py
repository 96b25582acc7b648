import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from cityshop.core.journal import Happening, JournalEntry
from cityshop.elections.ledger import canonical_json, is_signed
from cityshop.elections.models import Ballot, CandidateState, Challenge, Contest, ContestState
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.makers.elections import CODE, NONCE
from tests.page import Page

MAILBOX = "an@inwoner.example"
NO_LEAF = "0" * 64


@pytest.fixture
def resident(client, poll):
    """Somebody with a phone, in front of an open vote."""

    class Resident:
        def __init__(self):
            self.poll = poll()

        def sees(self):
            """What stands on the page of the vote."""
            return Page(client.get(self.poll.path())).text

        def asks(self, mailbox=MAILBOX, language="", **facts):
            path = language + self.poll.path(f"/{self.poll.bert.slug}")
            return client.post(path, data={"email": mailbox, **facts})

        def confirms(self, letters, code=None):
            """Opens the page behind the link in the last mail and presses its button."""
            link = re.search(r"http://localhost(/\S+)", letters()[-1].text).group(1)
            form = Page(client.get(link)).form()
            return client.post(form.action, data={**form.fields, "code": code or form.fields["code"]})

    return Resident()


def test_a_resident_votes_from_list_to_receipt(client, resident, letters, box):
    page = Page(client.get(resident.poll.path()))
    assert resident.poll.path(f"/{resident.poll.bert.slug}") in page.links

    asked = resident.asks()
    receipt = client.get(resident.confirms(letters).location)

    assert asked.status_code == 303
    assert "/confirm?request=" in asked.location
    assert Page(receipt).heading == "Thank you, your vote is in"
    assert box() == [1, 1, 0]


def test_the_public_pages_of_a_vote_set_no_cookie_and_are_kept(client, resident):
    for path in ("", f"/{resident.poll.bert.slug}"):
        answer = client.get(resident.poll.path(path))

        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"].startswith("public")


def test_confirm_and_receipt_are_kept_by_nobody(client, resident, letters):
    asked = resident.asks()

    assert client.get(asked.location).headers["Cache-Control"] == "no-store"
    assert client.get(resident.confirms(letters).location).headers["Cache-Control"] == "no-store"


def test_opening_the_mailed_link_uses_nothing_up(client, resident, letters, box):
    resident.asks()
    link = re.search(r"http://localhost(/\S+)", letters()[-1].text).group(1)

    for _ in range(3):
        page = Page(client.get(link))
        client.head(link)

    assert re.fullmatch(r"\d{6}", page.form().fields["code"])
    assert box() == [0, 0, 0]
    assert resident.confirms(letters).status_code == 303


def test_the_confirm_page_names_whom_the_code_is_for(client, resident):
    page = Page(client.get(resident.asks().location))

    assert "Bert" in page.text


def test_a_double_click_gives_one_ballot_and_one_receipt(client, resident, letters, box):
    resident.asks()
    link = re.search(r"http://localhost(/\S+)", letters()[-1].text).group(1)
    form = Page(client.get(link)).form()

    answers = [client.post(form.action, data=form.fields) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert box() == [1, 1, 0]


def test_the_request_in_the_address_is_enough(client, resident, letters):
    confirm = resident.asks().location
    code = re.search(r"\d{6}", letters()[-1].subject).group()

    answer = client.post(confirm, data={"code": f"{code[:3]} {code[3:]}"})

    assert answer.status_code == 303
    assert "/receipt/" in answer.location


def test_the_nonce_of_the_phone_is_on_the_ballot(client, resident, letters, database):
    resident.asks(nonce=NONCE)
    resident.confirms(letters)

    with database.reads() as session:
        assert session.scalar(select(Ballot.__table__.c.nonce)) == NONCE


@pytest.mark.parametrize("nonce", ["", "zz", "x" * 10_000, NONCE.upper(), "\0"])
def test_a_nonce_that_is_none_is_replaced(resident, letters, nonce):
    assert resident.asks(nonce=nonce).status_code == 303
    assert resident.confirms(letters).status_code == 303


def test_a_wrong_code_keeps_the_page_and_its_request(client, resident, letters, counted):
    resident.asks()

    page = Page(resident.confirms(letters, code="000000" if "000000" not in letters()[-1].text else "1"))

    assert page.status == 422
    assert page.errors
    assert page.form().fields["request"]
    assert counted(Challenge) == 1


def test_wrong_codes_stay_counted(client, resident, letters):
    resident.asks()
    wrong = "111111" if "111111" not in letters()[-1].text else "222222"
    for _ in range(5):
        resident.confirms(letters, code=wrong)

    page = Page(resident.confirms(letters))

    assert page.status == 429
    assert page.errors


@pytest.mark.parametrize(
    "code", [*BAD_TEXTS, "12345", "1234567", "\uff11\uff12\uff13\uff14\uff15\uff16", "12345x"]
)
def test_what_is_no_code_gets_a_sentence(client, resident, box, code):
    path = resident.asks().location

    page = Page(client.post(path, data={"code": code}))

    assert page.status == 422
    assert page.errors
    assert box() == [0, 0, 0]


def test_a_used_link_says_so_kindly(client, resident, letters):
    resident.asks()
    link = re.search(r"http://localhost(/\S+)", letters()[-1].text).group(1)
    resident.confirms(letters)

    page = Page(client.get(link))

    assert page.heading == "This code no longer works"
    assert resident.poll.path() in page.links


@pytest.mark.parametrize("request_id", ["", "x", "\0", "x" * 10_000, "a" * 22, "../../etc"])
def test_an_unknown_request_is_no_fault(client, resident, request_id):
    path = resident.poll.path("/confirm")

    assert client.get(path, query_string={"request": request_id, "code": "\0'\""}).status_code == 200
    answer = client.post(path, query_string={"request": request_id}, data={"code": CODE})
    assert answer.status_code == 409


@pytest.mark.parametrize("mailbox", [*BAD_TEXTS, "an@", "an@stad", "an@stad.example, piet@stad.example"])
def test_what_is_no_address_gets_a_sentence_and_stays_in_the_form(resident, letters, counted, mailbox):
    page = Page(resident.asks(mailbox))

    assert page.status == 422
    assert page.errors
    assert page.title.startswith("Error:")
    assert letters() == []
    assert counted(Challenge) == 0
    if mailbox.isascii() and mailbox.isprintable():
        assert page.form().fields["email"] == mailbox.strip()


def test_a_form_without_its_field_gets_a_sentence(client, resident):
    page = Page(client.post(resident.poll.path(f"/{resident.poll.bert.slug}"), data={}))

    assert page.status == 422


def test_known_and_new_mailboxes_get_the_same_answer(resident, letters):
    known = resident.asks()
    resident.confirms(letters)

    again, stranger = resident.asks(), resident.asks("piet@inwoner.example")

    assert known.status_code == again.status_code == stranger.status_code == 303
    assert letters()[1].text.count("\n") == letters()[2].text.count("\n")


def test_the_mail_holds_code_and_link_and_not_for_whom(resident, letters):
    resident.asks("An+stem@Inwoner.example")

    letter = letters()[-1]
    code = re.search(r"\d{6}", letter.subject).group()
    assert letter.recipient == "An+stem@Inwoner.example"
    assert f"code={code}" in letter.text
    assert "http://localhost/kortrijk/vote/" in letter.text
    assert "Bert" not in letter.text
    assert "I did not ask for this" in letter.text


def test_the_mail_leads_back_in_the_language_of_the_page(resident, letters):
    answer = resident.asks(language="/fr")

    assert answer.location.startswith("/fr/kortrijk/vote/")
    assert "http://localhost/fr/kortrijk/vote/" in letters()[-1].text
    assert "Choisissez votre ambassadeur" in letters()[-1].text


def test_a_mailbox_gets_three_codes_an_hour_however_it_is_spelled(resident, letters, site_clock):
    for spelling in ("jan.peeters@gmail.com", "janpeeters@gmail.com", "JanPeeters+x@googlemail.com"):
        assert resident.asks(spelling).status_code == 303

    refused = resident.asks("jan.peeters@gmail.com")

    page = Page(refused)
    assert page.status == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert page.form().fields["email"] == "jan.peeters@gmail.com"
    assert len(letters()) == 3
    site_clock.move(hours=1)
    assert resident.asks("jan.peeters@gmail.com").status_code == 303


def test_a_mailbox_gets_six_codes_a_day(resident, site_clock):
    site_clock.move(hours=-8)
    answers = []
    for _ in range(7):
        answers.append(resident.asks().status_code)
        site_clock.move(hours=1)

    assert answers == [303] * 6 + [429]


def test_a_vote_from_another_site_is_refused(client, resident, letters):
    path = resident.poll.path(f"/{resident.poll.bert.slug}")
    answer = client.post(path, data={"email": MAILBOX}, headers={"Origin": "https://elders.example"})

    assert answer.status_code == 403
    assert letters() == []


def test_sending_a_vote_by_get_changes_nothing(client, resident, letters):
    client.get(resident.poll.path(f"/{resident.poll.bert.slug}"), query_string={"email": MAILBOX})

    assert letters() == []


def test_the_vote_of_another_city_is_not_found(client, make, resident):
    make.city("genk", "Genk")
    elsewhere = resident.poll.path().replace("kortrijk", "genk")
    person = f"{elsewhere}/{resident.poll.bert.slug}"

    assert [client.get(path).status_code for path in (elsewhere, person)] == [404, 404]
    assert client.post(person, data={"email": MAILBOX}).status_code == 404
    assert client.post(f"{elsewhere}/confirm", data={"code": CODE}).status_code == 404


def test_the_candidate_of_another_vote_is_not_found(client, poll):
    here, there = poll(), poll()

    assert client.get(here.path(f"/{there.bert.slug}")).status_code == 404


@pytest.mark.parametrize("state", [CandidateState.PROPOSED, CandidateState.REFUSED])
def test_who_is_not_accepted_is_not_found(client, poll, make, state):
    here = poll()
    waiting = make.candidate(here.contest, shop=make.shop(name="Nog niet"), state=state)

    assert client.get(here.path(f"/{waiting.slug}")).status_code == 404
    assert "Nog niet" not in Page(client.get(here.path())).text


def test_who_withdrew_stays_listed_and_gets_no_votes(client, poll, make):
    here = poll()
    gone = make.candidate(here.contest, shop=make.shop(name="Gestopt"), state=CandidateState.WITHDRAWN)

    page = Page(client.get(here.path(f"/{gone.slug}")))

    assert "no longer stands" in page.text
    assert page.forms == []
    answer = client.post(here.path(f"/{gone.slug}"), data={"email": MAILBOX})
    assert answer.status_code == 409


def test_a_draft_is_not_found(client, make):
    contest = make.contest(state=ContestState.DRAFT)

    assert client.get(f"/kortrijk/vote/{contest.slug}").status_code == 404


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"opens_at": NOW + timedelta(days=1)}, "You can vote from"),
        ({"closes_at": NOW - timedelta(hours=1)}, "This vote is closed"),
        ({"state": ContestState.PAUSED}, "Voting is paused"),
    ],
)
def test_a_vote_that_is_not_open_says_why_and_shows_no_form(client, poll, letters, facts, sentence):
    here = poll(**facts)

    page = Page(client.get(here.path(f"/{here.bert.slug}")))
    answer = client.post(here.path(f"/{here.bert.slug}"), data={"email": MAILBOX})

    assert sentence in page.text
    assert sentence in Page(client.get(here.path())).text
    assert page.forms == []
    assert answer.status_code == 409
    assert letters() == []


def test_a_pause_shows_the_citys_own_words(client, make, poll):
    here = poll(campaign=make.campaign(paused=True))

    assert "We pauzeren even." in Page(client.get(here.path())).text


def test_a_code_that_comes_back_during_a_pause_is_kept(client, resident, letters, database, box):
    resident.asks()
    with database.writes.begin() as session:
        campaign = resident.poll.contest.campaign
        session.execute(update(campaign.__table__).values(paused_at=NOW, pause_text={"nl": "Even niet."}))

    page = Page(resident.confirms(letters))

    assert page.status == 409
    assert "paused" in page.errors[0]
    assert box() == [0, 0, 0]


def test_a_code_asked_for_just_before_closing_counts(resident, letters, site_clock, database, box):
    with database.writes.begin() as session:
        session.execute(update(Contest.__table__).values(closes_at=NOW + timedelta(minutes=1)))
    resident.asks()
    site_clock.move(minutes=5)

    assert resident.asks("laat@inwoner.example").status_code == 409
    assert resident.confirms(letters).status_code == 303
    assert box() == [1, 1, 0]


def key_file(settings, poll):
    return settings.keys_folder / f"contest-{poll.contest.key_fingerprint[:16]}.key"


@pytest.mark.parametrize("replacement", [None, "ab" * 32])
def test_without_its_key_a_vote_pauses_and_says_so_in_the_journal(
    resident, letters, settings, database, replacement
):
    resident.asks()
    file = key_file(settings, resident.poll)
    file.unlink()
    if replacement:
        file.write_text(replacement)

    answer = resident.confirms(letters)

    assert answer.status_code == 409
    assert file.exists() is (replacement is not None)
    with database.reads() as session:
        assert session.scalar(select(Contest.__table__.c.state)) == ContestState.PAUSED
        noted = session.scalars(select(JournalEntry)).all()
    assert [entry.happening for entry in noted] == [Happening.CONTEST_KEY_MISSING]
    assert "Voting is paused" in resident.sees()


def test_a_vote_that_finds_no_key_alarms_town_hall_in_its_own_language(resident, make, letters, settings):
    amina = make.staff()
    key_file(settings, resident.poll).unlink()

    answer = resident.asks(language="/fr")

    assert answer.status_code == 409
    [alarm] = letters()
    assert alarm.recipient == amina.email
    assert f"http://localhost/staff/kortrijk/contests/{resident.poll.contest.slug}" in alarm.text


def test_a_missing_key_is_noted_once(resident, letters, settings, counted):
    key_file(settings, resident.poll).unlink()

    answers = [resident.asks().status_code for _ in range(3)]

    assert answers == [409] * 3
    assert counted(JournalEntry) == 1
    assert letters() == []


def test_a_receipt_that_was_replaced_says_so(client, resident, letters):
    resident.asks()
    first = resident.confirms(letters).location
    resident.asks()
    second = resident.confirms(letters).location

    assert first != second
    assert "The newer vote counts instead" in Page(client.get(first)).text
    assert "it counts" in Page(client.get(second)).text


def test_a_receipt_shows_its_own_address_as_a_picture_and_no_choice(client, resident, letters):
    """It names everybody who stands, for the browser to say whose vote it checked; never one of them."""
    resident.asks()
    location = resident.confirms(letters).location
    page = Page(client.get(location))
    [receipt] = [one.facts for one in page.elements if "data-receipt" in one.facts]

    assert 'class="qr"' in page.html
    assert location.rpartition("/")[2].partition("#")[0] in page.text
    assert set(json.loads(receipt["data-names"])) == {resident.poll.bert.slug, resident.poll.chloe.slug}
    assert page.html.count("Bert") == receipt["data-names"].count("Bert") == 2
    assert MAILBOX not in page.html


def test_a_receipt_is_signed_by_its_contest(client, resident, letters):
    resident.asks()
    page = Page(client.get(resident.confirms(letters).location))
    [receipt] = [one.facts for one in page.elements if "data-receipt" in one.facts]

    signed = canonical_json({"contest": receipt["data-contest"], "leaf": receipt["data-leaf"]})

    key = resident.poll.key.signer().public_key
    assert is_signed(signed, receipt["data-signature"], public_key=key)


@pytest.mark.parametrize("leaf", [NO_LEAF, "x", "0" * 63, "0" * 10_000, "%00", NO_LEAF.upper() + "g"])
def test_an_unknown_receipt_is_not_found(client, resident, leaf):
    assert client.get(resident.poll.path(f"/receipt/{leaf}")).status_code == 404


def test_the_receipt_of_another_vote_is_not_found(client, resident, letters, poll):
    resident.asks()
    leaf = resident.confirms(letters).location.rpartition("/")[2]

    assert client.get(poll().path(f"/receipt/{leaf}")).status_code == 404


def test_with_one_vote_its_candidates_stand_on_the_page_of_all_votes(client, resident):
    page = Page(client.get("/kortrijk/vote"))

    assert page.heading == "Kies je ambassadeur"
    address = f"http://localhost{resident.poll.path()}"
    assert f'<link rel="canonical" href="{address}">' in page.html


def test_with_more_votes_there_is_a_list(client, poll):
    here, there = poll(), poll()

    page = Page(client.get("/kortrijk/vote"))

    assert {here.path(), there.path()} <= set(page.links)


def test_without_a_vote_the_page_says_so(client, make):
    make.kortrijk()

    assert "no vote at the moment" in Page(client.get("/kortrijk/vote")).text


def test_the_front_page_leads_to_the_vote(client, resident):
    page = Page(client.get("/kortrijk"))

    assert resident.poll.path() in page.links
    assert "Kies je ambassadeur" in page.text


def test_the_front_page_names_other_votes_too(client, poll, make):
    here = poll()
    later = make.contest(here.contest.campaign, opens_at=NOW + timedelta(days=1))

    page = Page(client.get("/kortrijk"))

    assert f"/kortrijk/vote/{later.slug}" in page.links
    assert here.path() in page.links


def test_no_page_tells_how_many_votes_a_candidate_has(client, poll, make):
    here = poll()
    make.ballots(here.bert, 77)
    make.ballots(here.chloe, 41)

    pages = [client.get(here.path(path)).get_data(as_text=True) for path in ("", f"/{here.bert.slug}")]

    assert "118" in pages[0]
    assert not [page for page in pages if ">77<" in page or ">41<" in page]


@pytest.mark.parametrize("path", ["", "/{candidate}"])
def test_the_number_of_questions_to_the_database_does_not_grow_with_candidates(
    client, poll, make, queries, path
):
    here = poll()
    address = here.path(path.format(candidate=here.bert.slug))
    with queries() as few:
        client.get(address)
    for _ in range(58):
        make.candidate(here.contest, shop=make.shop())
    client.application.extensions["cityshop.page_cache"].forget_all()
    with queries() as many:
        client.get(address)

    assert len(many.other_than("city.version")) == len(few.other_than("city.version"))


def test_a_page_with_sixty_candidates_stays_small(client, poll, make):
    here = poll()
    for number in range(58):
        make.candidate(here.contest, shop=make.shop(name=f"Winkel nummer {number} in de straat"))

    answer = client.get(here.path(), headers={"Accept-Encoding": "br"})

    assert len(answer.data) < 14_000


def test_a_shop_cannot_bring_script_into_the_page(client, poll, make):
    here = poll()
    shop = make.shop(name="<script>alert(1)</script>")
    nasty = make.candidate(here.contest, shop=shop)

    for path in ("", f"/{nasty.slug}"):
        assert "<script>alert" not in client.get(here.path(path)).get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["/%00", "/{vote}/%00", "/%F0%9F%A5%90", "/{vote}/' OR 1=1 --", "/{vote}/" + "x" * 3_000]
)
def test_a_strange_address_is_not_found(client, resident, path):
    address = "/kortrijk/vote" + path.format(vote=resident.poll.contest.slug)

    assert client.get(address).status_code in (400, 404)
    assert client.post(address, data={"email": MAILBOX}).status_code in (400, 404, 405)
