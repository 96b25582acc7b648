"""The machine's look at votes: which came the same way, so many and so alike that people should look.

It opens cases and adds votes to them, and changes no vote. The same number of statements, however many votes.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, Subquery, Table, case, func, literal, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cityshop.core.journal import Happening, record
from cityshop.elections.mail_hosts import MailHost
from cityshop.elections.models import Ballot, CastSignal, Contest
from cityshop.fairness.models import CaseKind, CaseState, FairnessWatch, ReviewCase, ReviewCaseSlot
from cityshop.fairness.rules import (
    DOUBTFUL_SCORE,
    FEWEST_VOTES,
    MOST_GROUPS,
    UNDECIDED,
    WHOLE_DAY,
    Group,
    is_suspicious,
    look_from,
)

_signals = cast("Table", CastSignal.__table__)
_ballots = cast("Table", Ballot.__table__)
_cases = cast("Table", ReviewCase.__table__)
_slots = cast("Table", ReviewCaseSlot.__table__)

UNUSUAL_HOSTS = (MailHost.RELAY, MailHost.PLUS, MailHost.THROWAWAY)


class _Likeness(NamedTuple):
    """A way in which votes can be alike: the tag they share, and whether only within one hour."""

    tag: str
    is_of_one_hour: bool


LIKENESSES: Mapping[str, _Likeness] = {
    CaseKind.NETWORK: _Likeness("ip_tag", is_of_one_hour=False),
    CaseKind.BURST: _Likeness("agent_tag", is_of_one_hour=True),
    CaseKind.NAMES: _Likeness("name_tag", is_of_one_hour=False),
    CaseKind.HOSTS: _Likeness("domain_class", is_of_one_hour=True),
}


def look_at_votes(session: Session, contest: Contest, *, now: datetime) -> int:
    """Group the votes since the last look (of the whole of that day) and open cases; gives how many.

    Twice at once does no harm: a case is unique while it is undecided.
    """
    since = _begin_look(session, contest, now)
    _join_by_hash(session)
    groups = [group for kind in LIKENESSES for group in _groups(session, contest.id, kind, since)]
    suspicious = [group for group in groups if is_suspicious(group)]
    if suspicious:
        _open_cases(session, contest, suspicious, now)
    for kind in LIKENESSES:
        _add_votes(session, contest.id, kind, since)
    return _note_new_cases(session, contest, now)


def _begin_look(session: Session, contest: Contest, now: datetime) -> datetime:
    watch = session.get(FairnessWatch, contest.id)
    since = look_from(watch.looked_at if watch else None, contest.opens_at)
    session.merge(FairnessWatch(contest_id=contest.id, looked_at=now))
    return since


def _groups(session: Session, contest_id: int, kind: str, since: datetime) -> list[Group]:
    """The largest groups of one kind, with what the machine may see: how many chose alike, not whom."""
    totals = _votes_per_candidate(session, contest_id)
    everybody = sum(totals.values())
    rows = session.execute(_largest(contest_id, kind, since)).all()
    return [
        Group(
            kind=kind,
            tag=row.tag,
            hour=row.hour,
            votes=int(row.votes),
            top=row.top,
            doubtful=int(row.doubtful),
            others=everybody - int(row.votes),
            others_top=totals.get(row.candidate_id, 0) - row.top,
        )
        for row in rows
    ]


def _votes_per_candidate(session: Session, contest_id: int) -> Mapping[int, int]:
    """All ballots, those set apart too: setting votes apart must not make others look more alike."""
    tally = select(_ballots.c.candidate_id, func.count()).where(_ballots.c.contest_id == contest_id)
    return dict(session.execute(tally.group_by(_ballots.c.candidate_id)).all())


def _largest(contest_id: int, kind: str, since: datetime) -> Select[*tuple[Any, ...]]:
    """Each group's size, its doubtful votes, and the votes of the candidate whom most in it chose."""
    votes = _alike(contest_id, kind, since).subquery()
    shared = (votes.c.tag, votes.c.hour)
    count, doubtful = func.count(), func.sum(case((votes.c.score >= DOUBTFUL_SCORE, 1), else_=0))
    counted = (
        select(
            *shared,
            votes.c.candidate_id,
            count.label("top"),
            func.sum(count).over(partition_by=shared).label("votes"),
            func.sum(doubtful).over(partition_by=shared).label("doubtful"),
            func.row_number()
            .over(partition_by=shared, order_by=(count.desc(), votes.c.candidate_id))
            .label("place"),
        )
        .group_by(*shared, votes.c.candidate_id)
        .subquery()
    )
    large = select(counted).where(counted.c.place == 1, counted.c.votes >= FEWEST_VOTES[kind])
    return large.order_by(counted.c.votes.desc(), counted.c.tag, counted.c.hour).limit(MOST_GROUPS)


def _alike(contest_id: int, kind: str, since: datetime) -> Select[*tuple[Any, ...]]:
    """Votes as they stand now and that nobody decided about, with the tag (and hour) they share."""
    likeness, signals = LIKENESSES[kind], _with_latest(contest_id, since)
    tag = signals.c[likeness.tag]
    hour = signals.c.hour if likeness.is_of_one_hour else literal(WHOLE_DAY, type_=_signals.c.hour.type)
    alike = (
        select(tag.label("tag"), hour.label("hour"), signals.c.slot, signals.c.score)
        .add_columns(_ballots.c.candidate_id)
        .join(_ballots, (_ballots.c.contest_id == contest_id) & (_ballots.c.slot == signals.c.slot))
        .where(signals.c.revision == signals.c.latest, tag != "")
        .where(signals.c.slot.not_in(_decided(contest_id, kind)))
    )
    return alike.where(tag.in_(UNUSUAL_HOSTS)) if kind == CaseKind.HOSTS else alike


def _with_latest(contest_id: int, since: datetime) -> Subquery:
    """Signals with the latest revision of their vote: a changed vote is looked at as it came last."""
    latest = func.max(_signals.c.revision).over(partition_by=_signals.c.slot).label("latest")
    recent = select(_signals, latest).where(_signals.c.contest_id == contest_id, _signals.c.hour >= since)
    return recent.subquery()


def _decided(contest_id: int, kind: str) -> Select[*tuple[Any, ...]]:
    """Votes that people decided about in a case of the same kind: what comes later is looked at anew."""
    cases = select(_slots.c.slot).join(_cases, _cases.c.id == _slots.c.case_id)
    return cases.where(
        _cases.c.contest_id == contest_id, _cases.c.kind == kind, _cases.c.decided_at.is_not(None)
    )


def _join_by_hash(session: Session) -> None:
    """In a burst PostgreSQL has not counted the new rows yet, takes them for one, and would try all pairs."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL enable_nestloop = off"))


def _open_cases(session: Session, contest: Contest, groups: Iterable[Group], now: datetime) -> None:
    """New cases, and new numbers for those that people have not decided yet."""
    facts = {"city_id": contest.city_id, "contest_id": contest.id, "state": CaseState.OPEN, "opened_at": now}
    rows = [
        {**facts, "kind": one.kind, "tag": one.tag, "hour": one.hour, "summary": one.summary()}
        for one in groups
    ]
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    opened = dialect.insert(_cases).values(rows)
    session.execute(
        opened.on_conflict_do_update(
            index_elements=["contest_id", "kind", "tag", "hour"],
            index_where=_cases.c.decided_at.is_(None),
            set_={"summary": opened.excluded.summary},
        )
    )


def _add_votes(session: Session, contest_id: int, kind: str, since: datetime) -> None:
    """Put every vote that fits an undecided case into it."""
    votes = _alike(contest_id, kind, since).subquery()
    fitting = (
        select(_cases.c.id, votes.c.slot)
        .join(votes, (votes.c.tag == _cases.c.tag) & (votes.c.hour == _cases.c.hour))
        .where(_cases.c.contest_id == contest_id, _cases.c.kind == kind, _cases.c.state.in_(UNDECIDED))
    )
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    added = dialect.insert(_slots).from_select(["case_id", "slot"], fitting)
    session.execute(added.on_conflict_do_nothing())


def _note_new_cases(session: Session, contest: Contest, now: datetime) -> int:
    opened: Sequence[int] = session.scalars(
        select(_cases.c.id)
        .where(_cases.c.contest_id == contest.id, _cases.c.opened_at == now, _cases.c.opened_by.is_(None))
        .where(_cases.c.kind != CaseKind.COMPLAINT)
        .order_by(_cases.c.id)
    ).all()
    for case_id in opened:
        record(session, Happening.CASE_OPENED, f"case {case_id}", account_id=None, now=now)
    session.flush()
    return len(opened)
