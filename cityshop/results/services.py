"""Publishing: one person asks, another confirms, and the count is made in that same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from cityshop.core import second_person
from cityshop.core.journal import Happening, record
from cityshop.core.permissions import Act
from cityshop.core.second_person import NothingToConfirm, Proposal
from cityshop.elections.models import Contest, ContestState
from cityshop.elections.rules import Mixing, VoteRules
from cityshop.elections.states import publish_contest
from cityshop.elections.tallying import tally_of
from cityshop.juries.models import Jury
from cityshop.juries.queries import jury_about
from cityshop.juries.rules import Criterion
from cityshop.juries.services import JuryDraft, convene
from cityshop.results.counting import tied_for_the_last_place
from cityshop.results.errors import (
    EmbargoInThePast,
    JuryStillNeeded,
    NobodyIsTied,
    NoJuryInTheRules,
    VoteStillRuns,
)
from cityshop.results.making import Teller, make_result, standings_of, subject_of
from cityshop.results.models import Result
from cityshop.results.rules import may_use_a_jury


class Finalists(StrEnum):
    """Whom a jury judges: everybody who stands, or only those who are tied for the last place that wins."""

    EVERYBODY = "everybody"
    TIED = "tied"


@dataclass(frozen=True)
class JuryPlan:
    """What the jury of a contest looks at, over whom, and until when."""

    finalists: Finalists
    criteria: Sequence[Criterion]
    deadline: datetime


def convene_jury(session: Session, contest: Contest, plan: JuryPlan, teller: Teller) -> Jury:
    """A jury for a contest whose rules ask for one, once nobody can vote any more.

    Raises VoteStillRuns, NoJuryInTheRules, NobodyIsTied, or what `juries` refuses.
    """
    if contest.state != ContestState.CLOSED:
        raise VoteStillRuns
    if not may_use_a_jury(VoteRules.of(contest.rules)):
        raise NoJuryInTheRules
    finalists = _finalists(session, contest, plan.finalists)
    draft = JuryDraft(subject_of(contest), contest.city_id, dict(contest.title), plan.criteria, plan.deadline)
    folder, account_id = teller.keys_folder, teller.account_id
    return convene(
        session, draft, finalists=finalists, keys_folder=folder, account_id=account_id, now=teller.now
    )


def note_early_question(session: Session, contest: Contest, *, account_id: int | None, now: datetime) -> None:
    """Somebody asked for a result that is not out: it stands in the journal."""
    happening, subject = Happening.RESULT_ASKED_TOO_EARLY, subject_of(contest)
    record(session, happening, subject, account_id=account_id, now=now)
    session.flush()


def publication_asked(session: Session, contest: Contest) -> Proposal | None:
    """Somebody asked to publish, and a second person has not confirmed it yet."""
    return second_person.waiting_for(session, Act.PUBLISH_RESULT, subject_of(contest))


def ask_to_publish(
    session: Session, contest: Contest, embargo_until: datetime | None, *, account_id: int, now: datetime
) -> None:
    """The first person asks. Without an embargo the result is seen as soon as the second one confirms.

    Raises VoteStillRuns, EmbargoInThePast, JuryStillNeeded or AlreadyAsked.
    """
    if contest.state != ContestState.CLOSED:
        raise VoteStillRuns
    if embargo_until is not None and embargo_until <= now:
        raise EmbargoInThePast
    if VoteRules.of(contest.rules).mixing != Mixing.NONE and jury_about(session, subject_of(contest)) is None:
        raise JuryStillNeeded
    subject, facts = subject_of(contest), {"embargo_until": embargo_until and embargo_until.isoformat()}
    second_person.propose(
        session,
        Act.PUBLISH_RESULT,
        subject,
        facts=facts,
        city_id=contest.city_id,
        account_id=account_id,
        now=now,
    )
    _note(session, Happening.SECOND_PERSON_ASKED, contest, account_id=account_id, now=now)


def withdraw_publication(session: Session, contest: Contest, *, account_id: int, now: datetime) -> None:
    """Take the question back; raises NothingToConfirm."""
    asked = publication_asked(session, contest)
    if asked is None:
        raise NothingToConfirm
    second_person.withdraw(session, asked.id, account_id=account_id, now=now)
    _note(session, Happening.SECOND_PERSON_WITHDREW, contest, account_id=account_id, now=now)


def publish(session: Session, contest: Contest, teller: Teller) -> Result:
    """The second person confirms: count, keep the result, and let it be seen from the embargo on.

    Raises NothingToConfirm, SecondPersonNeeded, NotInThatState, JuryStillNeeded, what the jury refuses,
    KeyStillMissing or SeedChanged.
    """
    asked = publication_asked(session, contest)
    if asked is None:
        raise NothingToConfirm
    second_person.confirm(session, asked.id, account_id=teller.account_id, now=teller.now)
    until = asked.facts["embargo_until"]
    embargo = datetime.fromisoformat(until) if until else None
    publish_contest(session, contest, embargo_until=embargo, account_id=teller.account_id, now=teller.now)
    return make_result(session, contest, teller)


def _finalists(session: Session, contest: Contest, which: Finalists) -> list[int]:
    standings = standings_of(session, contest, tally_of(session, contest.id), {})
    if which == Finalists.EVERYBODY:
        return [one.candidate_id for one in standings if one.is_standing]
    rules = VoteRules.of(contest.rules)
    tied = [] if rules.mixing != Mixing.NONE else tied_for_the_last_place(standings, rules)
    if not tied:
        raise NobodyIsTied
    return tied


def _note(
    session: Session, happening: Happening, contest: Contest, *, account_id: int, now: datetime
) -> None:
    record(session, happening, subject_of(contest), account_id=account_id, now=now, note="publish-result")
    session.flush()
