import pytest
from sqlalchemy import select

from cityshop.app import DOORS
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import PERMISSIONS, STAFF, Role
from cityshop.elections import staff_views
from cityshop.elections.models import CandidateState, Contest, ContestState
from cityshop.elections.rules import VoteRules
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

NOBODYS = {"candidate_id": 999_999, "proposal_id": 999_999}
DRAFT = {
    "title_nl": "Kies je bakker",
    "title_fr": "Choisissez votre boulanger",
    "introduction_nl": "Wie bakt het best?",
    "opens_at": "2026-12-01T10:00",
    "closes_at": "2026-12-24T18:00",
    "change_policy": "final",
    "tie": "jury",
    "minimum": "10",
    "standings_hidden_days": "5",
    "seats": "2",
    "mixing": "share-of-best",
    "jury_percent": "40",
    "brag_weight": "2",
}


@pytest.fixture
def amelie(make, client):
    return sign_in(client, make.staff())


@pytest.fixture
def draft(make):
    def start(accepted=2, waiting=0):
        contest = make.contest(state=ContestState.DRAFT)
        for _ in range(accepted):
            make.candidate(contest, shop=make.shop())
        for _ in range(waiting):
            make.candidate(contest, shop=make.shop(name="Wacht"), state=CandidateState.PROPOSED)
        return contest

    return start


@pytest.fixture
def stored(database):
    """A column of the only contest, as it is in the database."""

    def read(column, table=Contest):
        with database.reads() as session:
            return session.scalars(select(table.__table__.c[column]).order_by(table.__table__.c.id)).all()

    return read


def at(contest, rest=""):
    return f"/staff/kortrijk/contests/{contest.slug}{rest}"


def test_the_list_shows_totals(make, poll, amelie):
    make.ballots(poll().bert, 3)

    page = Page(amelie.get("/staff/kortrijk/contests"))

    assert "Kies je ambassadeur" in page.text
    assert " 3 " in f"{page.text} "


def test_without_votes_the_list_says_so(make, amelie):
    assert "There is no vote yet." in Page(amelie.get("/staff/kortrijk/contests")).text


def test_every_rule_of_the_form_is_kept_and_the_others_stay(make, amelie, stored):
    contest = make.contest(state=ContestState.DRAFT, rules=VoteRules(prize_question="Hoeveel?"))

    post_form(amelie, at(contest, "/edit"), **DRAFT)

    [rules] = stored("rules")
    assert (rules["seats"], rules["mixing"], rules["jury_percent"]) == (2, "share-of-best", 40)
    assert rules["prize_question"] == "Hoeveel?"


@pytest.mark.parametrize(("field", "value"), [("seats", "0"), ("jury_percent", "101"), ("mixing", "geluk")])
def test_a_rule_that_cannot_be_is_asked_again(make, amelie, field, value):
    contest = make.contest(state=ContestState.DRAFT)

    page = Page(post_form(amelie, at(contest, "/edit"), **DRAFT | {field: value}))

    assert page.status == 422
    assert len(page.errors) == 1


def test_a_new_vote_takes_over_its_campaign(make, amelie, stored):
    campaign = make.campaign()

    answer = post_form(amelie, "/staff/kortrijk/contests/new", campaign=campaign.slug, slug="Beste Bakker!")

    assert answer.location == "/staff/kortrijk/contests/beste-bakker/edit"
    assert stored("slug") == ["beste-bakker"]


def test_two_votes_with_one_word_are_refused(make, amelie, draft):
    contest = draft()

    page = Page(
        post_form(amelie, "/staff/kortrijk/contests/new", campaign=contest.campaign.slug, slug=contest.slug)
    )

    assert page.status == 422
    assert f'value="{contest.slug}"' in page.html


def test_an_unknown_campaign_gets_a_sentence(make, amelie, draft, counted):
    elsewhere = make.campaign(make.city("genk", "Genk"))

    for campaign in (elsewhere.slug, "", "\0"):
        page = Page(post_form(amelie, "/staff/kortrijk/contests/new", campaign=campaign, slug="x"))
        assert page.status == 422
    assert counted(Contest) == 0


def test_a_draft_changes_words_dates_and_rules(amelie, draft, stored):
    contest = draft()

    answer = post_form(amelie, at(contest, "/edit"), **DRAFT)

    assert answer.status_code == 303
    assert stored("title")[0] == {"nl": "Kies je bakker", "fr": "Choisissez votre boulanger"}
    assert stored("rules")[0]["change_policy"] == "final"
    assert stored("rules")[0]["minimum"] == 10
    assert stored("rules")[0]["winner_may_stand_again"] is False


def test_the_edit_page_shows_what_is(amelie, draft):
    form = next(form for form in Page(amelie.get(at(draft(), "/edit"))).forms if "minimum" in form.fields)

    assert form.fields["title_nl"] == "Kies je ambassadeur"
    assert form.fields["minimum"] == "30"
    assert form.fields["closes_at"] == "2026-12-12T11:00"


def test_an_open_vote_changes_its_words_only(amelie, poll, stored):
    here = poll()
    before = stored("rules")

    answer = post_form(amelie, at(here.contest, "/edit"), **DRAFT)

    assert answer.status_code == 303
    assert stored("title")[0]["nl"] == "Kies je bakker"
    assert stored("rules") == before
    assert 'name="minimum"' not in Page(amelie.get(at(here.contest, "/edit"))).html


@pytest.mark.parametrize("name", DRAFT)
@pytest.mark.parametrize("value", BAD_TEXTS)
def test_bad_input_is_never_a_fault_and_keeps_the_rest(amelie, draft, name, value):
    contest = draft()

    answer = post_form(amelie, at(contest, "/edit"), **(DRAFT | {name: value}))

    assert answer.status_code in (303, 422)
    if answer.status_code == 422:
        page = Page(answer)
        assert page.errors
        other = "introduction_nl" if name == "title_nl" else "title_nl"
        assert DRAFT[other] in page.html


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "2026-11-01T10:00"])
def test_a_vote_cannot_close_at_a_strange_moment(amelie, draft, moment):
    assert post_form(amelie, at(draft(), "/edit"), **(DRAFT | {"closes_at": moment})).status_code in (
        303,
        422,
    )


def test_opening_makes_the_vote_public(amelie, draft, client, stored):
    contest = draft()

    answer = post_form(amelie, at(contest, "/open"))

    assert answer.status_code == 303
    assert stored("state") == [ContestState.OPEN]
    assert Page(client.get(f"/kortrijk/vote/{contest.slug}")).heading == "Kies je ambassadeur"


def test_opening_twice_is_refused_with_a_sentence(amelie, draft, stored):
    contest = draft()
    post_form(amelie, at(contest, "/open"))
    made = stored("key_fingerprint")

    page = Page(post_form(amelie, at(contest, "/open")))

    assert page.status == 422
    assert page.errors
    assert stored("key_fingerprint") == made


def test_opening_with_one_candidate_is_refused_with_a_sentence(amelie, draft):
    page = Page(post_form(amelie, at(draft(accepted=1), "/open")))

    assert page.status == 422
    assert "at least 2 candidates" in page.errors[0]


def test_town_hall_lets_shops_come_forward(amelie, draft, client, stored):
    contest = draft(accepted=0)

    answer = post_form(amelie, at(contest, "/nominations"))
    again = Page(post_form(amelie, at(contest, "/nominations")))

    assert answer.status_code == 303
    assert stored("state") == [ContestState.NOMINATIONS]
    assert again.status == 422
    assert "come forward already" in again.errors[0]
    page = Page(client.get(f"/kortrijk/vote/{contest.slug}"))
    assert "Suggest a shop" in page.text
    assert "Nobody is on the list yet" in page.text


def test_a_draft_is_nobodys_business(client, draft):
    contest = draft()

    for rest in ("", "/rules", "/rules.json", "/propose"):
        assert client.get(f"/kortrijk/vote/{contest.slug}{rest}").status_code == 404


def test_every_write_is_in_the_journal(amelie, draft, stored, database):
    contest = draft(accepted=2)
    post_form(amelie, at(contest, "/edit"), **DRAFT)
    post_form(amelie, at(contest, "/nominations"))
    post_form(amelie, at(contest, "/open"))

    with database.reads() as session:
        lines = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()

    assert [line.happening for line in lines] == [
        Happening.CONTEST_CHANGED,
        Happening.NOMINATIONS_OPENED,
        Happening.CONTEST_OPENED,
    ]
    assert all(line.account_id and line.city_id for line in lines)


def test_numbers_per_candidate_are_hidden_in_the_last_week(amelie, make, poll, site_clock):
    here = poll()
    make.ballots(here.bert, 77)
    make.ballots(here.chloe, 41)

    early = Page(amelie.get(at(here.contest))).text
    site_clock.move(days=19)
    late_client = sign_in(amelie, make.staff())
    late = Page(late_client.get(at(here.contest))).text

    assert "77" in early
    assert "118" in late
    assert " 77 " not in late
    assert " 41 " not in late


def test_numbers_per_candidate_of_few_votes_are_hidden(amelie, make, poll):
    here = poll()
    make.ballots(here.bert, 13)
    make.ballots(here.chloe, 9)

    page = Page(amelie.get(at(here.contest)))

    assert "22" in page.text
    assert not [cell for cell in page.all("td") if cell.text.strip() == "13"]


def test_a_missing_key_is_said_and_mended(amelie, make, settings, stored):
    contest = make.contest(state=ContestState.PAUSED)
    file = settings.keys_folder / f"contest-{contest.key_fingerprint[:16]}.key"
    kept = file.read_text()
    file.unlink()

    page = Page(amelie.get(at(contest)))
    still = Page(post_form(amelie, at(contest, "/resume")))
    file.write_text(kept)
    mended = post_form(amelie, at(contest, "/resume"))

    assert file.name in page.text
    assert still.status == 422
    assert mended.status_code == 303
    assert stored("state") == [ContestState.OPEN]


def test_the_dashboard_shows_totals_and_no_candidates(amelie, make, poll):
    here = poll()
    make.ballots(here.bert, 31)

    text = Page(amelie.get("/staff/kortrijk")).text

    assert "Kies je ambassadeur" in text
    assert "31" in text
    assert "Bakkerij Bert" not in text


def endpoints(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("election_staff."):
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                yield rule, method, app.view_functions[rule.endpoint]


def test_every_page_of_town_hall_names_its_act(app):
    assert staff_views.staff in DOORS
    assert all(hasattr(view, "act") for _, _, view in endpoints(app))


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_the_table_says_and_nothing_else(app, client, make, draft, role):
    contest = draft(accepted=2, waiting=1)
    someone = sign_in(client, make.account(role, city=make.kortrijk()))
    with app.test_request_context():
        pages = [
            (
                rule.build({"city": "kortrijk", "contest": contest.slug, **NOBODYS})[1],
                method,
                view,
            )
            for rule, method, view in endpoints(app)
        ]

    for path, method, view in pages:
        answer = someone.get(path) if method == "GET" else post_form(someone, path)
        if role not in STAFF:
            assert answer.status_code == 404, path
        elif role in PERMISSIONS[view.act].roles:
            assert answer.status_code != 403, path
        else:
            assert answer.status_code == 403, path


def test_strangers_sign_in_first(client, draft):
    contest = draft()

    assert client.get(at(contest)).location.startswith("/sign-in")
    assert post_form(client, at(contest, "/open")).status_code == 303


def test_staff_of_another_city_finds_nothing(client, make, draft, stored):
    contest = draft()
    amina = sign_in(client, make.staff(city=make.city("genk", "Genk")))

    assert amina.get(at(contest)).status_code == 404
    assert amina.get(f"/staff/genk/contests/{contest.slug}").status_code == 404
    assert post_form(amina, f"/staff/genk/contests/{contest.slug}/open").status_code == 404
    assert stored("state") == [ContestState.DRAFT]


def test_a_button_without_its_token_does_nothing(amelie, draft, stored):
    contest = draft()

    assert amelie.post(at(contest, "/open")).status_code == 400
    assert stored("state") == [ContestState.DRAFT]


def test_opening_by_get_is_refused(amelie, draft, stored):
    contest = draft()

    assert amelie.get(at(contest, "/open")).status_code == 405
    assert stored("state") == [ContestState.DRAFT]


def test_questions_to_the_database_do_not_grow_with_candidates(amelie, draft, make, queries):
    contest = draft(accepted=2)
    with queries() as few:
        amelie.get(at(contest))
    for _ in range(30):
        make.candidate(contest, shop=make.shop())
    with queries() as many:
        amelie.get(at(contest))

    assert len(many.other_than("city.version")) == len(few.other_than("city.version"))


def test_the_moment_of_opening_is_shown_in_brussels_time(amelie, draft):
    assert f"{NOW:%H}" == "10"
    assert "11:00" in Page(amelie.get(at(draft()))).text
