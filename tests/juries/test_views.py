from datetime import timedelta

import pytest

from cityshop.juries.models import JuryConflict, JuryMember, JurySheet, JuryState
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.page import Page

SCORES = {"points_1": "8", "points_2": "9", "points_3": "7", "reason": "Warm onthaal."}


def judged(client, court, who="jan"):
    """Everything judged by this member, not handed in yet."""
    for candidate in (court.bert, court.chloe):
        client.post(f"/jury/{who}/{candidate.id}", data=SCORES)


def test_a_member_sees_whom_to_judge_and_on_what(court, client):
    court()

    page = Page(client.get("/jury/jan"))

    assert page.heading == "Kies je ambassadeur"
    assert "Welcome to the jury, Jan." in page.text
    assert "Bakkerij Bert" in page.text
    assert "Vakmanschap (counts 2 times)" in page.text
    assert "2 to go" in page.text


def test_the_page_of_a_member_is_kept_by_nobody(court, client):
    court()

    assert client.get("/jury/jan").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/jury/nobody", "/jury/nobody/1", "/jury/nobody/1/tie"])
def test_a_stranger_finds_nothing(court, client, path):
    court()

    assert client.get(path).status_code == 404
    assert client.post(path, data=SCORES).status_code == 404


def test_a_member_judges(court, client, kept):
    a = court()

    answer = client.post(f"/jury/jan/{a.bert.id}", data=SCORES)

    assert (answer.status_code, answer.location) == (303, "/jury/jan")
    assert len(kept(JurySheet)) == 1
    assert "1 to go" in Page(client.get("/jury/jan")).text


def test_a_member_finds_own_scores_again_and_nobody_elses(court, client):
    a = court()
    client.post(f"/jury/jan/{a.bert.id}", data=SCORES)

    assert "Warm onthaal." in client.get(f"/jury/jan/{a.bert.id}").text
    assert "Warm onthaal." not in client.get(f"/jury/mia/{a.bert.id}").text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("points_1", "", "Choose a number from 0 to 10."),
        ("points_2", "11", "Choose a number from 0 to 10."),
        ("points_3", "-1", "Choose a number from 0 to 10."),
        ("points_3", "7.5", "Choose a number from 0 to 10."),
        ("reason", " ", "Say in a sentence or two why you give these scores."),
    ],
)
def test_a_score_needs_numbers_and_a_reason(court, client, field, value, sentence):
    a = court()

    page = Page(client.post(f"/jury/jan/{a.bert.id}", data={**SCORES, field: value}))

    assert page.status == 422
    assert page.title.startswith("Error:")
    assert sentence in page.errors[0]
    assert "1 to go" not in Page(client.get("/jury/jan")).text


@pytest.mark.parametrize("text", BAD_TEXTS)
def test_whatever_is_typed_as_a_reason_is_shown_as_text(court, client, text):
    a = court()

    answer = client.post(f"/jury/jan/{a.bert.id}", data={**SCORES, "reason": text})

    assert answer.status_code in (303, 422)
    assert Page(client.get(f"/jury/jan/{a.bert.id}")).status == 200


def test_a_member_with_a_tie_skips(court, client, kept):
    a = court()

    answer = client.post(f"/jury/jan/{a.bert.id}/tie", data={"words": "Mijn zus werkt er."})

    assert answer.status_code == 303
    assert kept(JuryConflict)[0].words == "Mijn zus werkt er."
    assert "Skipped: a tie" in Page(client.get("/jury/jan")).text
    assert "Mijn zus werkt er." in Page(client.get(f"/jury/jan/{a.bert.id}")).text


def test_a_tie_needs_words(court, client, kept):
    a = court()

    assert Page(client.post(f"/jury/jan/{a.bert.id}/tie", data={"words": ""})).status == 422
    assert kept(JuryConflict) == []


def test_a_finalist_of_another_jury_is_unknown(make, court, client):
    court()
    other = make.candidate()

    assert client.get(f"/jury/jan/{other.id}").status_code == 404
    assert client.post(f"/jury/jan/{other.id}", data=SCORES).status_code == 404
    assert client.post(f"/jury/jan/{other.id}/tie", data={"words": "x"}).status_code == 404


def test_handing_in_seals_the_scores(court, client, kept):
    a = court()
    judged(client, a)

    answer = client.post("/jury/jan")

    assert answer.status_code == 303
    page = Page(client.get("/jury/jan"))
    assert "Your scores are handed in and sealed" in page.text
    assert all(sheet.digest in page.html for sheet in kept(JurySheet))


def test_handing_in_too_early_says_what_is_missing(court, client, kept):
    court()

    page = Page(client.post("/jury/jan"))

    assert page.status == 422
    assert "Judge every candidate first" in page.errors[0]
    assert {member.handed_in_at for member in kept(JuryMember)} == {None}


def test_handing_in_twice_changes_nothing(court, client, kept):
    judged(client, court())
    client.post("/jury/jan")
    first = {member.handed_in_at for member in kept(JuryMember)}

    assert Page(client.post("/jury/jan")).status == 422
    assert {member.handed_in_at for member in kept(JuryMember)} == first


def test_after_handing_in_a_member_reads_own_scores_and_cannot_change_them(court, client, kept):
    a = court()
    judged(client, a)
    client.post("/jury/jan")

    page = Page(client.get(f"/jury/jan/{a.bert.id}"))

    assert "Vakmanschap: 9" in page.text
    assert not [form for form in page.forms if form.method == "post"]
    assert Page(client.post(f"/jury/jan/{a.bert.id}", data=SCORES)).status == 422


def test_after_the_deadline_the_page_says_so(court, client, site_clock):
    a = court()
    site_clock.move(days=7)

    assert "The time of this jury is over" in Page(client.get("/jury/jan")).text
    assert Page(client.post(f"/jury/jan/{a.bert.id}", data=SCORES)).status == 422


def test_another_site_cannot_judge_for_a_member(court, client, kept):
    a = court()

    answer = client.post(f"/jury/jan/{a.bert.id}", data=SCORES, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert kept(JurySheet) == []


def test_looking_changes_nothing(court, client, queries):
    a = court()

    with queries() as counted:
        for path in ("", f"/{a.bert.id}", f"/{a.bert.id}/tie"):
            client.get(f"/jury/jan{path}")

    assert not [one for one in counted if not one.startswith("SELECT")]


def test_the_list_of_finalists_costs_the_same_however_long(make, court, client, queries):
    a = court(deadline=NOW + timedelta(days=1))
    with queries() as few:
        client.get("/jury/jan")
    many = [make.candidate(a.contest, shop=make.shop(name=f"Winkel {n}")) for n in range(8)]
    make.jury_finalists(a.jury, many)

    with queries() as counted:
        assert "Winkel 7" in client.get("/jury/jan").text

    assert len(counted) == len(few)


def test_without_its_key_the_jury_waits(court, client, settings, kept):
    a = court()
    client.post(f"/jury/jan/{a.bert.id}", data=SCORES)
    file = settings.keys_folder / f"contest-{a.jury.key_fingerprint[:16]}.key"
    file.rename(file.with_suffix(".away"))

    assert client.get("/jury/jan").status_code == 503
    file.with_suffix(".away").rename(file)
    assert client.get("/jury/jan").status_code == 200
    assert a.jury.state == JuryState.SCORING
