"""Town hall makes paper codes and withdraws them."""

import csv
import io

import pytest
from sqlalchemy import select

from cityshop.core.codes import read_typed_code
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import Role
from cityshop.elections.models import Contest, ContestState, Level
from cityshop.verification.models import MOST_CODES, PaperBatch, PaperCode
from cityshop.verification.rules import MOST_ON_SHEETS
from tests.bad_input import BAD_TEXTS
from tests.page import Page


@pytest.fixture
def desk(poll, clerk, database):
    """An approver in front of the codes of a vote."""

    class Desk:
        def __init__(self):
            self.poll, self.clerk = poll(), clerk(Role.APPROVER)
            self.path = self.poll.desk("/paper")

        def makes(self, **fields):
            return self.clerk.post(self.path, **({"label": "Bibliotheek", "count": "3"} | fields))

        def revoke(self):
            """Where the only batch can be withdrawn."""
            with database.reads() as session:
                batch_id = session.scalars(select(PaperBatch.__table__.c.id)).one()
            return f"{self.path}/{batch_id}/revoke"

    return Desk


def rows_of(answer):
    text = answer.get_data(as_text=True).removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def happenings(database):
    with database.reads() as session:
        entries = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
    return [(entry.happening, entry.note) for entry in entries]


def test_a_file_has_every_code_once_with_its_address(desk, client, counted):
    at = desk()

    answer = at.makes(form="file")

    rows = rows_of(answer)
    codes = {read_typed_code(row["code"]) for row in rows}
    assert len(codes) == counted(PaperCode) == 3
    assert None not in codes
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    path = rows[0]["address"].removeprefix("http://localhost")
    assert Page(client.get(path)).form("/paper").fields["code"] in codes


def test_no_cell_of_a_file_is_a_formula_or_a_number(desk):
    rows = rows_of(desk().makes(form="file", label="=HYPERLINK(1)", count="200"))

    assert rows[0]["batch"] == "'=HYPERLINK(1)"
    assert {row["code"][5] for row in rows} == {"-"}


def test_a_sheet_has_every_code_with_a_qr_and_what_to_do_in_two_languages(desk):
    page = Page(desk().makes(form="sheets"))

    assert page.status == 200
    assert len([one for one in page.all("svg") if one.facts.get("role") == "img"]) == 3
    assert "localhost/kortrijk/vote/" in page.text
    assert {one.facts["lang"] for one in page.all("p") if "lang" in one.facts} == {"nl", "fr"}
    assert page.response.headers["Cache-Control"] == "no-store"


def test_a_code_on_a_sheet_casts_a_vote(desk, client, votes):
    at = desk()
    page = Page(at.makes(form="sheets", count="1"))
    code = next(one.text for one in page.all("p") if one.facts.get("class") == "slip__code")

    client.post(at.poll.path("/paper"), data={"candidate": at.poll.bert.slug, "code": code})

    assert votes() == {(at.poll.bert.id, "paper"): 1}


def test_codes_are_shown_once(desk):
    at = desk()
    codes = [row["code"] for row in rows_of(at.makes(form="file"))]

    page = at.clerk.get(at.path).get_data(as_text=True)

    assert not [code for code in codes if code in page or code.replace("-", "") in page]


def test_sending_the_form_again_makes_no_second_batch(desk, counted):
    at = desk()
    at.makes()

    page = Page(at.makes())

    assert page.status == 422
    assert "already has a batch with this name" in page.errors[0]
    assert counted(PaperBatch, PaperCode) == [1, 3]


def test_rows_tell_nothing_of_the_order_on_paper(desk, make, session):
    at = desk()
    key = make.clerk(at.poll.contest).key
    codes = [read_typed_code(row["code"]) for row in rows_of(at.makes(form="file", count="50"))]

    kept = session.scalars(select(PaperCode.code_digest)).all()

    assert kept != [key.ident_of(Level.PAPER, code) for code in codes]
    assert set(kept) == {key.ident_of(Level.PAPER, code) for code in codes}


def test_the_journal_says_who_made_how_many_for_where(desk, database):
    desk().makes()

    assert happenings(database) == [(Happening.PAPER_CODES_ISSUED, "Bibliotheek: 3")]


@pytest.mark.parametrize(
    "count", ["", "0", "-1", "x", "1.5", "1e3", str(MOST_CODES + 1), "9" * 30, "\0", "٣"]
)
def test_a_bad_number_makes_nothing(desk, counted, count):
    answer = desk().makes(count=count)

    assert answer.status_code in (200, 422)
    assert counted(PaperBatch) == (1 if answer.status_code == 200 else 0)
    assert answer.status_code == 422 or count == "٣"


@pytest.mark.parametrize("label", BAD_TEXTS)
def test_a_bad_name_makes_no_error(desk, counted, label):
    answer = desk().makes(label=label)

    assert answer.status_code in (200, 422)
    assert counted(PaperBatch) == (1 if answer.status_code == 200 else 0)


def test_sheets_are_for_a_few_hundred_codes(desk, counted):
    page = Page(desk().makes(form="sheets", count=str(MOST_ON_SHEETS + 1)))

    assert page.status == 422
    assert "Sheets hold at most" in page.errors[0]
    assert counted(PaperBatch) == 0


def test_five_thousand_codes_go_into_a_file(desk, counted):
    answer = desk().makes(form="file", count="5000")

    assert len({row["code"] for row in rows_of(answer)}) == counted(PaperCode) == 5000


def test_before_a_vote_is_opened_there_are_no_codes(clerk, poll, counted):
    draft = poll(state=ContestState.DRAFT)
    somebody = clerk(Role.APPROVER)

    page = Page(somebody.post(draft.desk("/paper"), label="Bibliotheek", count="3"))

    assert page.status == 409
    assert counted(PaperBatch) == 0


def test_a_vote_by_mail_gets_no_codes(clerk, poll, counted):
    by_mail = poll(Level.EMAIL)

    answer = clerk(Role.APPROVER).post(by_mail.desk("/paper"), label="Bibliotheek", count="3")

    assert answer.status_code == 409
    assert counted(PaperBatch) == 0


def test_a_withdrawn_batch_says_why_and_how_many_were_used(desk, client, database):
    at = desk()
    code = rows_of(at.makes(form="file"))[0]["code"]
    client.post(at.poll.path("/paper"), data={"candidate": at.poll.bert.slug, "code": code})
    ask = Page(at.clerk.get(at.revoke()))

    answer = at.clerk.post(at.revoke(), reason="Doos gestolen")
    page = Page(at.clerk.get(answer.location))

    assert "One vote was already cast with this batch" in ask.text
    assert "Doos gestolen" in page.text
    assert happenings(database)[-1] == (Happening.PAPER_CODES_REVOKED, "Bibliotheek: Doos gestolen")


def test_a_batch_is_withdrawn_once_and_with_a_reason(desk):
    at = desk()
    at.makes()

    without = at.clerk.post(at.revoke(), reason=" ")
    first = at.clerk.post(at.revoke(), reason="x")
    second = at.clerk.post(at.revoke(), reason="y")

    assert [one.status_code for one in (without, first, second)] == [422, 303, 409]


def test_a_batch_of_another_vote_or_city_does_not_exist(desk, poll, clerk, make):
    at = desk()
    at.makes()
    other = poll()
    genk = make.city("genk", "Genk")
    stranger = clerk(Role.APPROVER, city=genk)

    elsewhere = at.revoke().replace(at.poll.contest.slug, other.contest.slug)
    assert at.clerk.get(elsewhere).status_code == 404
    assert at.clerk.post(elsewhere, reason="x").status_code == 404
    assert stranger.post(at.revoke(), reason="x").status_code == 404
    assert stranger.post(at.revoke().replace("kortrijk", "genk"), reason="x").status_code == 404


def test_a_writer_makes_no_codes(poll, clerk, counted):
    vote = poll()

    answer = clerk(Role.WRITER).post(vote.desk("/paper"), label="x", count="3")

    assert answer.status_code == 403
    assert counted(PaperBatch) == 0


def test_the_list_asks_the_same_of_the_database_however_long_it_is(desk, queries):
    at = desk()
    at.makes(label="een")
    at.clerk.get(at.path)
    with queries() as one:
        at.clerk.get(at.path)
    for number in range(5):
        at.makes(label=f"nog {number}")

    with queries() as six:
        at.clerk.get(at.path)

    assert len(six) == len(one)


def test_the_page_of_the_vote_counts_each_level_and_leads_to_the_codes(desk, client, make):
    at = desk()
    code = make.codes(at.poll.contest).codes[0]
    client.post(at.poll.path("/paper"), data={"candidate": at.poll.bert.slug, "code": code})

    page = Page(at.clerk.get(at.poll.desk()))

    assert at.path in page.links
    assert at.poll.desk("/assisted") in page.links
    cells = [one.text.strip() for one in page.all("td") if one.facts.get("class") == "number"]
    assert "With a code on paper" in page.text
    assert "1" in cells


def test_a_reader_sees_no_buttons_for_what_they_may_not(poll, clerk):
    vote = poll()

    page = Page(clerk(Role.READER).get(vote.desk()))

    assert vote.desk("/paper") not in page.links
    assert vote.desk("/assisted") not in page.links


CHOSEN = {"change_policy": "final", "tie": "draw", "mixing": "none", "introduction_nl": "Wie mis je?"}


def saves(somebody, vote, **fields):
    form = Page(somebody.get(vote.desk("/edit"))).forms[-1]
    return somebody.post(vote.desk("/edit"), **(form.fields | CHOSEN | fields)).status_code


def test_the_level_is_chosen_while_the_vote_is_a_draft(poll, clerk, session):
    draft, opened = poll(Level.EMAIL, state=ContestState.DRAFT), poll(Level.EMAIL)

    answers = [saves(clerk(), vote, level="paper") for vote in (draft, opened)]

    levels = dict(session.execute(select(Contest.__table__.c.slug, Contest.__table__.c.level)).all())
    assert answers == [303, 303]
    assert levels == {draft.contest.slug: "paper", opened.contest.slug: "email"}


@pytest.mark.parametrize("has_eid", [True, False])
def test_an_eid_is_a_choice_where_the_site_has_a_provider(app, poll, clerk, monkeypatch, has_eid):
    draft = poll(Level.EMAIL, state=ContestState.DRAFT)
    monkeypatch.setitem(app.config, "HAS_EID", has_eid)

    assert saves(clerk(), draft, level="oidc") == (303 if has_eid else 422)


@pytest.mark.parametrize("level", ["", "assisted", "nothing", "\0"])
def test_no_vote_has_another_level(poll, clerk, level):
    assert saves(clerk(), poll(Level.EMAIL, state=ContestState.DRAFT), level=level) == 422
