import io
import re

import pytest
from PIL import Image

from cityshop.brags.models import BragState
from cityshop.elections.models import CandidateState, ContestState
from cityshop.elections.rules import VoteRules
from tests.bad_input import BAD_TEXTS
from tests.brags.conftest import filled_in
from tests.makers.brags import SENTENCE, photo
from tests.page import Page

LONG_NAME = "Ж" * 40
STRANGE = [
    "🥐👩‍🌾",
    "مرحبا بالعالم",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "\u202eomgekeerd",
    LONG_NAME,
]


def with_gps():
    """A photo that says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (50.0, 49.0, 40.0)
    written = io.BytesIO()
    Image.new("RGB", (640, 480), (180, 120, 60)).save(written, "JPEG", exif=exif)
    return written.getvalue()


def test_a_resident_brags_from_the_candidate_to_the_town_hall(client, poll, links, rows):
    page = Page(client.get(poll.path(f"/{poll.bert.slug}")))
    form = Page(client.get(next(link for link in page.links if "/brag?" in link))).form()

    asked = client.post(form.action, data=filled_in())
    confirm = Page(client.get(asked.location))
    mailed = Page(client.get(links()[0])).form()
    answer = client.post(mailed.action, data=mailed.fields)

    assert SENTENCE in confirm.text
    assert answer.status_code == 303
    assert Page(client.get(answer.location)).heading == "Thank you, your brag is in"
    assert rows()[:2] == [1, 0]


def test_opening_the_mailed_link_uses_nothing_up(client, send, links, rows):
    send()

    for _ in range(3):
        client.get(links()[0])
        client.head(links()[0])

    assert rows()[:2] == [0, 1]


def test_two_same_brags_make_one_row(client, send, links, rows):
    forms = []
    for _ in range(2):
        send()
        forms.append(Page(client.get(links()[0])).form())

    answers = [client.post(form.action, data=form.fields) for form in [*forms, forms[0]]]

    assert [answer.status_code for answer in answers] == [303, 409, 303]
    assert rows()[0] == 1


def test_nobody_sees_a_brag_before_town_hall_did(client, make, poll):
    make.brag(poll.bert, state=BragState.WAITING, sentence="Nog niet bekeken")
    make.brag(poll.bert, state=BragState.REFUSED, sentence="Geweigerd")

    for path in (f"/{poll.bert.slug}", "", "/wall"):
        page = Page(client.get(poll.path(path)))
        assert "Nog niet bekeken" not in page.text
        assert "Geweigerd" not in page.text


def test_an_approved_brag_is_on_the_candidates_page_with_its_description(client, make, poll):
    brag = make.brag(poll.bert, first_name="Ömer")

    page = Page(client.get(poll.path(f"/{poll.bert.slug}")))

    pictures = {image.facts["src"]: image.facts["alt"] for image in page.all("img")}
    assert SENTENCE in page.text
    assert pictures[f"/picture/small/{brag.picture}.webp"] == "Een brood"
    assert "Ömer" in [one.text for one in page.all("bdi")]


@pytest.mark.parametrize("text", STRANGE)
def test_strange_names_and_sentences_are_shown_as_they_are(client, send, links, text):
    send(sentence=text, first_name=text[:40], picture_text=text)

    page = Page(client.get(links()[0]))

    assert text in [one.text for one in page.all("bdi")]
    assert "<script>alert" not in page.html
    assert "49" not in [one.text for one in page.all("bdi")]


def test_a_name_of_200_characters_is_too_long(send, rows):
    answer = send(first_name="N" * 200)

    assert answer.status_code == 422
    assert "Use at most 40 characters" in answer.text
    assert rows()[:2] == [0, 0]


@pytest.mark.parametrize("text", BAD_TEXTS)
@pytest.mark.parametrize("field", ["sentence", "first_name", "picture_text", "email"])
def test_bad_input_ends_in_a_page_and_never_in_a_fault(send, field, text):
    assert send(**{field: text}).status_code in (303, 422, 429)


@pytest.mark.parametrize("consent", ["may_be_shown", "people_agree"])
def test_both_consents_are_needed(send, rows, consent):
    answer = send(**{consent: None})

    page = Page(answer)
    assert (answer.status_code, len(page.errors)) == (422, 1)
    assert rows()[:2] == [0, 0]


def test_a_refused_form_keeps_what_was_typed_and_the_photo(client, poll, send, rows):
    page = Page(send(email="geen adres"))
    kept = page.form().fields["photo_kept"]

    answer = client.post(page.form().action, data={**filled_in(photo=None), "photo_kept": kept, "photo": ""})

    assert SENTENCE in page.html
    assert page.form().fields["first_name"] == "An"
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (b"", "Choose a photo."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "We cannot read this picture."),
        (b"GIF89a" + b"\0" * 50, "We cannot read this picture."),
        (photo()[:2_000], "We cannot read this picture."),
        (photo(100, 100), "This picture is too small"),
    ],
)
def test_a_bad_photo_is_refused_in_words(send, rows, sent, sentence):
    answer = send(photo=(io.BytesIO(sent), "brood.jpg" if sent else ""))

    assert answer.status_code == 422
    assert any(sentence in error for error in Page(answer).errors)
    assert rows() == [0, 0, 0]


def test_the_place_where_a_photo_was_taken_is_gone(client, send, links):
    send(photo=(io.BytesIO(with_gps()), "brood.jpg"))

    source = next(
        image.facts["src"]
        for image in Page(client.get(links()[0])).all("img")
        if "/picture/" in image.facts["src"]
    )

    kept = Image.open(io.BytesIO(client.get(source).data))
    assert dict(kept.getexif()) == {}


def test_somebody_elses_photo_is_refused(client, make, poll):
    shown = make.brag(poll.chloe)

    answer = client.post(
        poll.brag_path(), data={**filled_in(photo=None), "photo": "", "photo_kept": shown.picture}
    )

    assert answer.status_code == 409
    assert "We no longer have this photo." in answer.text


@pytest.mark.parametrize("state", [ContestState.CLOSED, ContestState.PAUSED, ContestState.ANNULLED])
def test_only_an_open_vote_takes_brags(client, poll, send, becomes, state):
    becomes(poll.contest, state)

    answer = send()

    assert answer.status_code == 409
    assert Page(answer).errors
    assert Page(client.get(poll.brag_path())).forms == []


def test_nobody_brags_about_who_withdrew(client, make, poll, rows):
    gone = make.candidate(poll.contest, shop=make.shop(), state=CandidateState.WITHDRAWN)

    answer = client.post(poll.brag_path(gone), data=filled_in())

    assert answer.status_code == 409
    assert rows()[:2] == [0, 0]


@pytest.mark.parametrize("candidate", ["nergens", "", "-1", "x" * 10_000])
def test_an_unknown_candidate_is_not_found(client, poll, rows, candidate):
    answer = client.post(poll.path("/brag"), query_string={"candidate": candidate}, data=filled_in())

    assert answer.status_code == 404
    assert rows() == [0, 0, 0]


def test_another_citys_vote_is_not_found(client, make, poll):
    make.city("genk")

    for path in ("/brag", "/wall", "/brag/confirm", "/brag/own", "/brag/thanks"):
        assert client.get(f"/genk/vote/{poll.contest.slug}{path}").status_code == 404


def test_the_form_without_a_candidate_asks_whom(client, poll):
    page = Page(client.get(poll.path("/brag")))

    assert poll.brag_path(poll.chloe) in page.links


@pytest.mark.parametrize("code", ["", "abc", "000000", "1234567", "\0"])
def test_a_wrong_code_is_said_and_counted(client, send, links, rows, code):
    send()
    form = Page(client.get(re.sub(r"&code=\d+", "", links()[0]))).form()

    answer = client.post(form.action, data={**form.fields, "code": code})

    assert answer.status_code == 422
    assert rows()[:2] == [0, 1]


def test_a_mailbox_gets_a_few_codes_an_hour(send):
    statuses = [send().status_code for _ in range(6)]

    assert statuses == [303] * 5 + [429]


def test_a_bragger_sees_what_became_of_it_and_takes_it_back(client, send, links, stored, rows):
    send()
    confirm, own = links()
    form = Page(client.get(confirm)).form()
    before = client.get(own).status_code
    client.post(form.action, data=form.fields)
    page = Page(client.get(own))

    client.head(own)
    answer = client.post(own)

    assert before == 404
    assert "The town hall still has to look at it." in page.text
    assert answer.status_code == 303
    assert "You took it back." in Page(client.get(answer.location)).text
    assert stored()[0].state == BragState.WITHDRAWN
    assert rows() == [1, 0, 0]
    assert client.post(own).status_code == 409


@pytest.mark.parametrize("token", ["", "token-0", "\0", "x" * 5_000])
def test_a_stranger_takes_back_nothing(client, make, poll, stored, token):
    make.brag(poll.bert)

    answer = client.post(poll.path("/brag/own"), query_string={"brag": token})

    assert answer.status_code == 404
    assert stored()[0].state == BragState.APPROVED


def test_private_pages_are_kept_by_nobody_and_public_ones_set_no_cookie(client, poll, send, links):
    send()

    for path in links()[:1]:
        assert client.get(path).headers["Cache-Control"] == "no-store"
    for path in ("/brag", "/wall", "/brag/thanks"):
        answer = client.get(poll.path(path))
        assert answer.headers["Cache-Control"].startswith("public")
        assert "Set-Cookie" not in answer.headers


def test_a_form_from_another_site_is_refused(client, poll, rows):
    answer = client.post(poll.brag_path(), data=filled_in(), headers={"Origin": "https://kwaad.example"})

    assert answer.status_code == 403
    assert rows() == [0, 0, 0]


def test_without_the_contests_key_nobody_brags_and_the_vote_is_paused(
    settings, poll, send, rows, stored_contest
):
    for file in settings.keys_folder.glob("*.key"):
        file.unlink()

    answer = send()

    assert answer.status_code == 409
    assert rows()[:2] == [0, 0]
    assert stored_contest().state == ContestState.PAUSED


@pytest.mark.parametrize(("weight", "words"), [(0, "count nothing"), (1, "as one vote"), (3, "as 3 votes")])
def test_the_form_says_what_a_brag_is_worth(client, make, weight, words):
    candidate = make.candidate(contest := make.contest(rules=VoteRules(brag_weight=weight)))

    page = Page(client.get(f"/kortrijk/vote/{contest.slug}/brag?candidate={candidate.slug}"))

    assert words in page.text
    assert words in Page(client.get(f"/kortrijk/vote/{contest.slug}/rules")).text
