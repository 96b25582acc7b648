from datetime import timedelta
from fractions import Fraction

import pytest

from cityshop.core.errors import Unknown
from cityshop.core.journal import Happening, JournalEntry
from cityshop.juries import errors, judging, queries, services
from cityshop.juries.finalists import finalists_of
from cityshop.juries.judging import Judgement
from cityshop.juries.models import Jury, JuryConflict, JuryMember, JuryScore, JurySheet, JuryState
from cityshop.juries.revealing import reveal
from cityshop.juries.rules import Criterion
from cityshop.juries.services import JuryDraft, MemberDraft
from tests.makers.base import NOW

LATER = NOW + timedelta(days=7)
THREE = [Criterion({"nl": word}) for word in ("Onthaal", "Vakmanschap", "Buurt")]


@pytest.fixture
def convened(make, session, settings):
    def convene(finalists, *, criteria=THREE, deadline=LATER, subject="programme 1", city=None):
        draft = JuryDraft(subject, city.id if city else None, {"nl": "Jury"}, criteria, deadline)
        facts = {"keys_folder": settings.keys_folder, "account_id": None, "now": NOW}
        return services.convene(session, draft, finalists=finalists, **facts)

    return convene


@pytest.fixture
def ids(make):
    contest = make.contest()
    return [make.candidate(contest, shop=make.shop()).id for _ in range(3)]


def revealed(database, jury, settings, now=NOW):
    with database.writes.begin() as session:
        kept = session.get_one(Jury, jury.id)
        reveal(session, kept, keys_folder=settings.keys_folder, account_id=None, now=now)


def leave(session, member):
    jury, kept = session.get_one(Jury, member.jury_id), session.get_one(JuryMember, member.id)
    services.remove_member(session, jury, kept, account_id=None, now=NOW)


def test_a_jury_is_convened_over_finalists_of_many_cities(make, session, convened):
    genk = make.city("genk", "Genk")
    there = make.candidate(make.contest(make.campaign(genk)), shop=make.shop(genk, name="Café Genk"))
    here = make.candidate(make.contest())

    jury = convened([here.id, there.id])

    assert [one.city for one in finalists_of(session, jury.id)] == ["Kortrijk", "Genk"]
    assert jury.state == JuryState.DRAFT


def test_a_finalist_has_a_name_that_is_the_same_for_everybody(make, session, convened):
    contest = make.contest()
    ids = [make.candidate(contest, shop=make.shop(name=name)).id for name in ("Aa", "Bb")]

    finalist = finalists_of(session, convened(ids).id)[0]

    assert finalist.name.startswith(f"kortrijk/{contest.slug}/winkel-")


def test_a_subject_has_one_jury(ids, convened):
    convened(ids)

    with pytest.raises(errors.JuryExists):
        convened(ids)


@pytest.mark.parametrize("count", [0, 2, 6])
def test_a_jury_looks_at_three_to_five_criteria(ids, convened, count):
    with pytest.raises(errors.WrongNumberOfCriteria):
        convened(ids, criteria=THREE[:1] * count)


def test_a_jury_has_somebody_to_choose_between(ids, convened):
    with pytest.raises(errors.TooFewFinalists):
        convened([ids[0], ids[0]])


def test_a_jury_has_time(ids, convened):
    with pytest.raises(errors.DeadlineInThePast):
        convened(ids, deadline=NOW)


def test_an_address_is_in_a_jury_once(ids, session, convened):
    jury = convened(ids)
    services.add_member(session, jury, MemberDraft("Jan", "jan@jury.example"), account_id=None, now=NOW)

    with pytest.raises(errors.MemberExists):
        services.add_member(session, jury, MemberDraft("Piet", "jan@jury.example"), account_id=None, now=NOW)


def test_one_member_is_no_jury(ids, session, convened):
    jury = convened(ids)
    services.add_member(session, jury, MemberDraft("Jan", "jan@jury.example"), account_id=None, now=NOW)

    with pytest.raises(errors.TooFewMembers):
        services.begin_scoring(session, jury, account_id=None, now=NOW)


def test_a_jury_begins_once(court, session):
    jury = session.get_one(Jury, court().jury.id)

    with pytest.raises(errors.JuryHasBegun):
        services.begin_scoring(session, jury, account_id=None, now=NOW)


def test_before_it_begins_nobody_gets_a_link_or_judges(court, session, settings):
    a = court(state=JuryState.DRAFT)
    jury, jan = session.get_one(Jury, a.jury.id), session.get_one(JuryMember, a.jan.id)

    with pytest.raises(errors.JuryHasNotBegun):
        services.new_link(session, jury, jan, now=NOW)
    with pytest.raises(errors.JuryHasNotBegun):
        judging.skip(session, jan, a.bert.id, "Mijn zus.", now=NOW)
    with pytest.raises(errors.JuryHasNotBegun):
        reveal(session, jury, keys_folder=settings.keys_folder, account_id=None, now=NOW)


def test_before_the_reveal_the_database_holds_no_score(court, score, kept):
    a = court()

    score(a.jan, {a.bert: (8, 9, 7), a.chloe: (6, 6, 6)})

    assert kept(JuryScore) == []
    assert {(sheet.reason, sheet.nonce) for sheet in kept(JurySheet)} == {("", "")}
    assert all(b"Omdat" not in sheet.sealed for sheet in kept(JurySheet))


def test_before_the_reveal_nobody_reads_a_score(court, score, session):
    a = court()
    score(a.jan, {a.bert: (8, 9, 7), a.chloe: (6, 6, 6)})

    assert queries.published_scores(session, a.jury.id) == {}
    assert queries.scores_per_candidate(session, a.jury.id) == {}
    assert queries.published_sheets(session, a.jury.id) == []


def test_a_score_can_be_changed_until_it_is_handed_in(court, score, kept, database, settings):
    a = court()
    score(a.jan, {a.bert: (1, 1, 1)}, hands_in=False)
    score(a.jan, {a.bert: (8, 9, 7), a.chloe: (6, 6, 6)})
    with database.reads() as session:
        sheets = judging.own_sheets(
            session, session.get_one(Jury, a.jury.id), a.jan, keys_folder=settings.keys_folder
        )

    assert sheets[a.bert.id].scores == (8, 9, 7)
    assert len(kept(JurySheet)) == 2


def test_after_handing_in_nothing_changes(court, score, session, settings):
    a = court()
    score(a.jan, {a.bert: (8, 9, 7), a.chloe: (6, 6, 6)})
    jan = session.get_one(JuryMember, a.jan.id)
    judgement = Judgement(a.bert.id, (10, 10, 10), "Toch beter.")

    with pytest.raises(errors.HandedInAlready):
        judging.judge(session, jan, judgement, keys_folder=settings.keys_folder, now=NOW)
    with pytest.raises(errors.HandedInAlready):
        judging.skip(session, jan, a.bert.id, "Mijn zus.", now=NOW)
    with pytest.raises(errors.HandedInAlready):
        judging.hand_in(session, jan, now=NOW)


def test_nobody_hands_in_half_a_judgement(court, score):
    a = court()

    with pytest.raises(errors.NotEverybodyJudged):
        score(a.jan, {a.bert: (8, 9, 7)})


def test_after_the_deadline_nobody_judges(court, score):
    a = court()

    with pytest.raises(errors.ScoringIsOver):
        score(a.jan, {a.bert: (8, 9, 7)}, now=LATER)


def test_a_tie_takes_the_place_of_a_score_and_the_other_way_round(court, score, kept, database):
    a = court()
    score(a.jan, {a.bert: (8, 9, 7)}, hands_in=False)
    with database.writes.begin() as session:
        judging.skip(session, session.get_one(JuryMember, a.jan.id), a.bert.id, "Mijn zus.", now=NOW)

    assert kept(JurySheet) == []
    score(a.jan, {a.bert: (8, 9, 7)}, hands_in=False)
    assert kept(JuryConflict) == []


def test_a_stranger_to_the_jury_cannot_be_judged(make, court, score):
    a = court()

    with pytest.raises(Unknown):
        score(a.jan, {make.candidate(): (8, 9, 7)})


def test_a_member_with_a_tie_is_left_out_of_the_mean(court, score, database, settings, kept):
    a = court(members=("Jan", "Mia", "Omar"))
    omar = next(member for member in kept(JuryMember) if member.name == "Omar")
    with database.writes.begin() as writing:
        judging.skip(writing, writing.get_one(JuryMember, omar.id), a.bert.id, "Ik huur van Bert.", now=NOW)
    score(a.jan, {a.bert: (8, 8, 8), a.chloe: (6, 6, 6)})
    score(a.mia, {a.bert: (9, 9, 9), a.chloe: (7, 7, 7)})
    score(omar, {a.chloe: (2, 2, 2)})

    revealed(database, a.jury, settings)

    with database.reads() as session:
        scores = queries.scores_per_candidate(session, a.jury.id)
        judged = queries.published_scores(session, a.jury.id)
    assert scores == {a.bert.id: Fraction(17, 2), a.chloe.id: Fraction(5)}
    assert judged[a.bert.id].skipped[0].words == "Ik huur van Bert."


def test_the_last_who_hands_in_seals_the_jury(court, score, kept):
    a = court()
    both = {a.bert: (8, 9, 7), a.chloe: (6, 6, 6)}

    score(a.jan, both)
    assert kept(Jury)[0].state == JuryState.SCORING
    score(a.mia, both)

    assert kept(Jury)[0].state == JuryState.SEALED


def test_scores_stay_sealed_while_somebody_still_judges(court, score, database, settings):
    a = court()
    score(a.jan, {a.bert: (8, 9, 7), a.chloe: (6, 6, 6)})

    with pytest.raises(errors.JuryStillScores):
        revealed(database, a.jury, settings)


def test_all_scores_open_at_once(court, score, database, settings, kept):
    a = court()
    score(a.jan, {a.bert: (8, 9, 7), a.chloe: (6, 6, 6)})
    score(a.mia, {a.bert: (5, 5, 5), a.chloe: (10, 10, 10)})

    revealed(database, a.jury, settings)

    assert len(kept(JuryScore)) == 12
    assert {member.email for member in kept(JuryMember)} == {None}
    assert [line.happening for line in kept(JournalEntry)] == [Happening.JURY_REVEALED]
    revealed(database, a.jury, settings)
    assert len(kept(JournalEntry)) == 1


def test_an_opened_sheet_has_the_digest_that_stood_in_the_open(court, score, database, settings):
    a = court()
    score(a.jan, {a.bert: (8, 9, 7), a.chloe: (6, 6, 6)})
    score(a.mia, {a.bert: (5, 5, 5), a.chloe: (10, 10, 10)})
    with database.reads() as session:
        before = [digest for _, digest in queries.digests(session, a.jury.id)]

    revealed(database, a.jury, settings)

    with database.reads() as session:
        assert [sheet.digest for sheet in queries.published_sheets(session, a.jury.id)] == before


def test_after_the_deadline_only_what_was_handed_in_opens(court, score, database, settings, kept):
    a = court()
    score(a.jan, {a.bert: (8, 9, 7), a.chloe: (6, 6, 6)})
    score(a.mia, {a.bert: (1, 1, 1)}, hands_in=False)

    revealed(database, a.jury, settings, now=LATER)

    assert {sheet.member_id for sheet in kept(JurySheet)} == {a.jan.id}


def test_a_finalist_whom_nobody_judged_keeps_the_scores_closed(court, score, database, settings):
    a = court()
    for member in (a.jan, a.mia):
        with database.writes.begin() as session:
            judging.skip(session, session.get_one(JuryMember, member.id), a.bert.id, "Familie.", now=NOW)
        score(member, {a.chloe: (6, 6, 6)})

    with pytest.raises(errors.FinalistWithoutScore) as refusal:
        revealed(database, a.jury, settings)

    assert refusal.value.facts["shop"] == "Bakkerij Bert"


def test_whoever_leaves_the_jury_takes_the_scores_along(court, score, session, kept):
    a = court(members=("Jan", "Mia", "Omar"))
    score(a.jan, {a.bert: (8, 9, 7)}, hands_in=False)

    leave(session, a.jan)
    session.commit()

    assert kept(JurySheet) == []
    assert [member.name for member in kept(JuryMember)] == ["Mia", "Omar"]


def test_whoever_handed_in_stays(court, score, session):
    a = court(members=("Jan", "Mia", "Omar"))
    score(a.jan, {a.bert: (8, 9, 7), a.chloe: (6, 6, 6)})

    with pytest.raises(errors.HandedInAlready):
        leave(session, a.jan)


def test_a_jury_that_judges_keeps_two_members(court, session):
    a = court()

    with pytest.raises(errors.TooFewMembers):
        leave(session, a.jan)


def test_a_deadline_only_moves_to_later(court, session):
    jury = session.get_one(Jury, court().jury.id)

    services.move_deadline(session, jury, LATER + timedelta(days=1), account_id=None, now=NOW)

    with pytest.raises(errors.DeadlineTooEarly):
        services.move_deadline(session, jury, LATER, account_id=None, now=NOW)


def test_a_new_link_ends_the_old_one(court, session):
    a = court()
    jury, jan = session.get_one(Jury, a.jury.id), session.get_one(JuryMember, a.jan.id)

    token = services.new_link(session, jury, jan, now=NOW)

    assert queries.member_by_digest(session, services.token_digest(token))[1].id == jan.id
    with pytest.raises(Unknown):
        queries.member_by_digest(session, services.token_digest("jan"))
