"""Results as pages show them: everybody's, the winners in other pages' parts, and town hall's desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from flask import g, url_for

from cityshop.core.db import Session
from cityshop.elections.models import Contest, ContestState
from cityshop.elections.rules import Mixing, TieRule, Timetable, VoteRules, stage
from cityshop.juries.models import Jury
from cityshop.juries.pages import CriterionLine, criterion_lines
from cityshop.juries.queries import dismissed_juries, jury_about, published_scores
from cityshop.juries.rules import criteria_of
from cityshop.results import queries, services
from cityshop.results.making import subject_of
from cityshop.results.models import Result
from cityshop.results.queries import AnyRow
from cityshop.results.rows import LineRow, VerdictRow, line_rows
from cityshop.results.rules import SHOWN_ON_HOME, is_out, may_use_a_jury
from cityshop.results.words import FORMULAS, LEVELS, TIES, decimal, outcome
from cityshop.web.i18n import own_text, translated
from cityshop.web.parts import Part


@dataclass(frozen=True)
class ResultPage:
    """A result with its winners first; `verdicts` are empty where no jury was heard."""

    slug: str
    title: str
    outcome: str
    winners: Sequence[LineRow]
    lines: Sequence[LineRow]
    result: Result
    levels: Sequence[tuple[str, int]]
    tie: str
    tie_words: str
    formula: tuple[str, str]
    is_mixed: bool
    has_brags: bool
    brag_weight: int
    jury_percent: int
    rules_hash: str
    draw_commitment: str
    criteria: Sequence[CriterionLine]
    verdicts: Sequence[VerdictRow]
    since: datetime
    dismissed: Sequence[tuple[datetime, str]] = ()

    @property
    def is_ranked_by_score(self) -> bool:
        """Whether votes alone do not explain the order."""
        return self.is_mixed or self.has_brags


def result_page(session: Session, contest: Contest, result: Result) -> ResultPage:
    """A result that is out, ready to show; as many queries for a million ballots as for ten."""
    found, rules = queries.lines_of(session, contest.id), VoteRules.of(contest.rules)
    rows = line_rows(contest, result, found)
    criteria, verdicts = _verdicts(session, result, rows, found)
    tie = next((line.tie for line in found if line.tie), "")
    return ResultPage(
        slug=contest.slug,
        title=own_text(contest.title),
        outcome=outcome(result, [line for line in found if line.is_winner]),
        winners=[row for row in rows if row.is_winner],
        lines=rows,
        result=result,
        levels=[(translated(LEVELS[level]), votes) for level, votes in result.by_level.items()],
        tie=tie,
        tie_words=translated(TIES[tie]) if tie else "",
        formula=FORMULAS[result.formula],
        is_mixed=result.formula != Mixing.NONE,
        has_brags=rules.brag_weight > 0 and any(line.brags for line in found),
        brag_weight=rules.brag_weight,
        jury_percent=rules.jury_percent,
        rules_hash=contest.rules_hash,
        draw_commitment=contest.rules.get("draw_commitment", "") if tie == TieRule.DRAW else "",
        criteria=criteria,
        verdicts=verdicts,
        since=contest.embargo_until or result.made_at,
        dismissed=_dismissed(session, contest),
    )


def contest_part(session: Session, now: datetime) -> Part | None:
    """Who won, on the page of the vote."""
    contest: Contest = g.contest
    result = queries.result_of(session, contest.id) if is_out(contest, now) else None
    return Part("results/_contest.html", _winners(session, contest, result)) if result else None


def home_part(session: Session, now: datetime) -> Part | None:
    """Who won the latest vote, for two months; until then when it follows."""
    made = queries.contests_with_results(session, limit=5)
    coming = [contest.embargo_until for contest, _ in made if contest.embargo_until is not None]
    until = min((moment for moment in coming if moment > now), default=None)
    for contest, result in made:
        shown_until = (contest.embargo_until or result.made_at) + SHOWN_ON_HOME
        if is_out(contest, now) and now < shown_until:
            moments = [moment for moment in (until, shown_until) if moment is not None]
            return Part("results/_home.html", _winners(session, contest, result), min(moments))
    return Part("results/_home.html", {"winners": ()}, until) if until is not None else None


def desk_part(session: Session, now: datetime) -> Part | None:
    """What town hall can do about the result of a contest."""
    contest: Contest = g.contest
    if contest.state not in (ContestState.CLOSED, ContestState.PUBLISHED, ContestState.SEALED):
        return None
    facts = {
        "contest": contest,
        "stage": stage(Timetable.of(contest), now),
        "is_out": is_out(contest, now),
        "asked": services.publication_asked(session, contest),
        "may_have_a_jury": may_use_a_jury(VoteRules.of(contest.rules)),
        "jury": jury_about(session, subject_of(contest)),
    }
    return Part("results/_desk.html", facts)


def _dismissed(session: Session, contest: Contest) -> list[tuple[datetime, str]]:
    """When earlier juries of this contest were sent away, and why."""
    gone = dismissed_juries(session, subject_of(contest))
    return [(one.dismissed_at, own_text(one.dismissal_reason)) for one in gone if one.dismissed_at]


def _winners(session: Session, contest: Contest, result: Result) -> dict[str, object]:
    won = queries.winners_of(session, contest.id)
    return {
        "title": own_text(contest.title),
        "outcome": outcome(result, won),
        "winners": line_rows(contest, result, won),
        "url": url_for("results.show_result", contest=contest.slug),
    }


def _verdicts(
    session: Session, result: Result, rows: Sequence[LineRow], lines: Sequence[AnyRow]
) -> tuple[Sequence[CriterionLine], list[VerdictRow]]:
    """The jury's scores, the best first."""
    jury = session.get(Jury, result.jury_id) if result.jury_id is not None else None
    judged = published_scores(session, jury.id) if jury else {}
    if jury is None or not judged:
        return [], []
    names = {line.candidate_id: row for line, row in zip(lines, rows, strict=True)}
    best_first = sorted(judged.items(), key=lambda pair: (-(pair[1].score or Fraction(0)), pair[0]))
    verdicts = [
        VerdictRow(names[one].name, names[one].shop, decimal(found.score or Fraction(0)), found)
        for one, found in best_first
        if one in names
    ]
    return criterion_lines(criteria_of(jury)), verdicts
