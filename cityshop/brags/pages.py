"""Brags as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flask import g, url_for
from markupsafe import Markup

from cityshop.brags import queries
from cityshop.brags.models import Brag, BragState
from cityshop.brags.queries import LONGEST_LIST, AnyRow
from cityshop.brags.rules import SCENE, end_of_scene, scene_number, turns
from cityshop.brags.words import REASONS, STATES, TABS
from cityshop.core.db import Session
from cityshop.core.qr import qr_svg
from cityshop.core.words import n_
from cityshop.elections.models import CandidateState, Contest
from cityshop.elections.pages import ContestPage, contest_page
from cityshop.elections.rules import Timetable, is_open
from cityshop.web.i18n import translated
from cityshop.web.letters import full_address
from cityshop.web.parts import Part
from cityshop.web.uploads import picture_address, small_picture_address

ON_CONTEST_PAGE = 3
ON_WALL = 1
SHORT_SENTENCE, LONG_SENTENCE = 30, 75


@dataclass(frozen=True)
class BragCard:
    """One brag. `name` is the shopkeeper, else the shop; `number` gives the awning its colours.

    `photo` and `small_photo` are addresses, empty where it is over.
    """

    id: int
    sentence: str
    first_name: str
    photo: str
    small_photo: str
    picture_text: str
    name: str
    shop: str
    number: int
    url: str
    sent_at: datetime
    state: str
    word: str
    look: str
    reason: str
    is_counted: bool


@dataclass(frozen=True)
class Tab:
    """One state that town hall can look at, with how many there are in it."""

    state: str
    word: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class JudgePage:
    """A page of brags in one state; `more` is the id after which the next page begins."""

    cards: Sequence[BragCard]
    tabs: Sequence[Tab]
    state: BragState
    more: int | None


@dataclass(frozen=True)
class WallPage:
    """One scene of the wall. `brag` is None as long as there is none; `size` is that of its sentence.

    `site` and `path` are what a reader can type: the votes of the city.
    """

    contest: ContestPage
    brag: BragCard | None
    seconds: int
    size: str
    site: str
    path: str
    qr: Markup
    until: datetime


def brag_card(contest: Contest, row: AnyRow) -> BragCard:
    """One brag, ready to show."""
    word, look = STATES[row.state]
    return BragCard(
        id=row.id,
        sentence=row.sentence,
        first_name=row.first_name,
        photo=picture_address(row.picture) if row.picture else "",
        small_photo=small_picture_address(row.picture) if row.picture else "",
        picture_text=row.picture_text,
        name=row.keeper_name or row.shop,
        shop=row.shop,
        number=row.shop_id,
        url=url_for("vote.candidate", contest=contest.slug, candidate=row.word),
        sent_at=row.sent_at,
        state=row.state,
        word=word,
        look=look,
        reason=REASONS.get(row.reason, ""),
        is_counted=row.is_counted,
    )


def candidate_part(session: Session, now: datetime) -> Part | None:
    """The newest brags about a candidate, and the way to add one."""
    contest, candidate = g.contest, g.candidate
    cards = [brag_card(contest, row) for row in queries.brags_of_candidate(session, candidate.id)]
    may_brag = is_open(Timetable.of(contest), now) and candidate.state == CandidateState.ACCEPTED
    if not cards and not may_brag:
        return None
    address = url_for("brags.new", contest=contest.slug, candidate=candidate.slug) if may_brag else ""
    name = candidate.keeper_name or candidate.shop
    return Part("brags/_candidate.html", {"brags": cards, "address": address, "name": name})


def contest_part(session: Session, now: datetime) -> Part | None:
    """A few brags about different candidates, others every hour, and the way to the wall."""
    contest: Contest = g.contest
    cards = _on_now(session, contest, _hour(now), wanted=ON_CONTEST_PAGE)
    may_brag = is_open(Timetable.of(contest), now)
    if not cards and not may_brag:
        return None
    wall = url_for("brags.wall", contest=contest.slug)
    address = url_for("brags.new", contest=contest.slug) if may_brag else ""
    return Part("brags/_contest.html", {"brags": cards, "wall": wall, "address": address})


def desk_part(session: Session, now: datetime) -> Part | None:
    """What waits for somebody who looks at it."""
    counts = queries.brag_counts(session, g.contest.id)
    return Part("brags/_desk.html", {"tabs": _tabs(counts, BragState.WAITING), "contest": g.contest})


def judge_page(session: Session, contest: Contest, state: BragState, *, after: int) -> JudgePage:
    """A page of a contest's brags for town hall."""
    rows = queries.brags_in_state(session, contest.id, state, after=after)
    cards = [brag_card(contest, row) for row in rows[:LONGEST_LIST]]
    more = cards[-1].id if len(rows) > LONGEST_LIST else None
    return JudgePage(cards, _tabs(queries.brag_counts(session, contest.id), state), state, more)


def own_card(session: Session, contest: Contest, brag: Brag) -> BragCard:
    """Somebody's own brag, whatever became of it."""
    return brag_card(contest, queries.shown_brag(session, brag.id))


def wall_page(session: Session, contest: Contest, now: datetime) -> WallPage:
    """The scene that is on now: the same for every screen, of each candidate in turn."""
    cards = _on_now(session, contest, scene_number(now), wanted=ON_WALL)
    page, ends = contest_page(contest, now), end_of_scene(now)
    address = full_address("vote.contest", contest=contest.slug)
    qr = qr_svg(address, translated(n_("QR code of this vote")))
    return WallPage(
        contest=page,
        brag=cards[0] if cards else None,
        seconds=int(SCENE.total_seconds()),
        size=_size(cards),
        site=urlsplit(address).netloc,
        path=url_for("vote.index"),
        qr=Markup(qr),  # noqa: S704 - drawn by us
        until=min(ends, page.until) if page.until is not None else ends,
    )


def _on_now(session: Session, contest: Contest, scene: int, *, wanted: int) -> list[BragCard]:
    by_candidate = queries.brags_by_candidate(session, contest.id)
    ids = turns(by_candidate, scene, seed=contest.rules_hash, wanted=wanted)
    return [brag_card(contest, row) for row in queries.brags_by_id(session, ids)]


def _size(cards: Sequence[BragCard]) -> str:
    """How large a sentence can be and still fit beside its photo."""
    length = len(cards[0].sentence) if cards else 0
    return "small" if length > LONG_SENTENCE else "medium" if length > SHORT_SENTENCE else "large"


def _hour(now: datetime) -> int:
    """The number of this hour: a page that is kept changes its order no more often than its candidates do."""
    return int(now.timestamp() // 3600)


def _tabs(counts: Mapping[str, int], current: BragState) -> list[Tab]:
    return [
        Tab(state, translated(word), counts.get(state, 0), state == current) for state, word in TABS.items()
    ]
