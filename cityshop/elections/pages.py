"""Elections as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from markupsafe import Markup

from cityshop.core.db import Session
from cityshop.core.qr import qr_svg
from cityshop.core.words import n_
from cityshop.elections import queries
from cityshop.elections.counts import contests_with_counts
from cityshop.elections.ledger import canonical_json
from cityshop.elections.models import CandidateState, Contest
from cityshop.elections.queries import AnyRow
from cityshop.elections.receiving import receipt_signature
from cityshop.elections.rows import contest_rows
from cityshop.elections.rules import (
    ChangePolicy,
    Stage,
    Timetable,
    VoteRules,
    contest_name,
    days_left,
    in_random_order,
    next_change,
    stage,
)
from cityshop.elections.words import HOW_TO_SHOW, ONE_VOTE_FOR_EACH, RECEIPTS, STAGES, rules_in_words
from cityshop.merchants.rules import CATEGORIES
from cityshop.web.areas import page_city
from cityshop.web.i18n import own_text, translated
from cityshop.web.letters import full_address
from cityshop.web.parts import Part
from cityshop.web.uploads import picture_address, small_picture_address

NO_PICTURE = "img/people/shop.svg"


@dataclass(frozen=True)
class CandidateCard:
    """One who stands. `name` is the person, else the shop; `number` gives the awning its colours.

    `photo` and `small_photo` are addresses, empty where the shop sent none: then `picture` is our drawing.
    """

    id: int
    slug: str
    name: str
    shop: str
    trade: str
    street: str
    picture: str
    url: str
    number: int
    is_standing: bool
    photo: str = ""
    small_photo: str = ""
    photo_alt: str = ""


@dataclass(frozen=True)
class CandidatePage:
    card: CandidateCard
    text: str
    specialty: str
    address: str
    website: str
    sponsors: str
    since_year: int | None
    why_withdrawn: str


@dataclass(frozen=True)
class ContestPage:
    """A contest without its candidates. `rules_document` is what was hashed at opening."""

    slug: str
    title: str
    introduction: str
    prize: str
    url: str
    stage: Stage
    opens_at: datetime
    closes_at: datetime
    days_left: int
    can_change: bool
    pause_text: str
    paused_at: datetime | None
    end_text: str
    rules: Sequence[str]
    rules_document: str
    rules_hash: str
    until: datetime | None
    level: str
    how_to_show: str
    one_vote_for_each: str

    @property
    def is_frozen(self) -> bool:
        """Whether the rules can no longer change."""
        return bool(self.rules_hash)

    @property
    def rules_url(self) -> str:
        return url_for("vote.rules", contest=self.slug)

    @property
    def stage_word(self) -> str:
        return STAGES[self.stage][0]

    @property
    def stage_look(self) -> str:
        return STAGES[self.stage][1]


@dataclass(frozen=True)
class ReceiptPage:
    """A receipt. `contest` is the name in its hash, `names` candidates by their words, as JSON."""

    contest: str
    leaf: str
    signature: str
    names: str
    word: str
    look: str
    sentence: str
    address: str
    qr: Markup


def contest_page(contest: Contest, now: datetime) -> ContestPage:
    """A contest with its campaign, ready to show."""
    timetable = Timetable.of(contest)
    where = stage(timetable, now)
    return ContestPage(
        slug=contest.slug,
        title=own_text(contest.title),
        introduction=own_text(contest.introduction),
        prize=own_text(contest.prize),
        url=url_for("vote.contest", contest=contest.slug),
        stage=where,
        opens_at=contest.opens_at,
        closes_at=contest.closes_at,
        days_left=days_left(contest.closes_at, now),
        can_change=VoteRules.of(contest.rules).change_policy == ChangePolicy.LAST_COUNTS,
        pause_text=own_text(contest.pause_text or contest.campaign.pause_text),
        paused_at=contest.paused_at or contest.campaign.paused_at,
        end_text=own_text(contest.end_text),
        rules=rules_in_words(contest),
        rules_document=canonical_json(contest.rules),
        rules_hash=contest.rules_hash,
        until=next_change(timetable, now),
        level=contest.level,
        how_to_show=translated(HOW_TO_SHOW[contest.level]),
        one_vote_for_each=translated(ONE_VOTE_FOR_EACH[contest.level]),
    )


def candidate_cards(session: Session, contest: Contest, now: datetime) -> list[CandidateCard]:
    """Everybody who stands, in this hour's order."""
    rows = queries.candidates_on_page(session, contest.id)
    mixed = in_random_order(rows, [row.slug for row in rows], seed=contest.rules_hash, now=now)
    return [candidate_card(contest, row) for row in mixed]


def candidate_card(contest: Contest, row: AnyRow) -> CandidateCard:
    """One who stands, as on a list."""
    return CandidateCard(
        id=row.id,
        slug=row.slug,
        name=row.keeper_name or row.shop,
        shop=row.shop,
        trade=translated(CATEGORIES.get(row.category, row.category)),
        street=row.street,
        picture=row.picture or NO_PICTURE,
        url=url_for("vote.candidate", contest=contest.slug, candidate=row.slug),
        number=row.shop_id,
        is_standing=row.state == CandidateState.ACCEPTED,
        photo=picture_address(row.photo) if row.photo else "",
        small_photo=small_picture_address(row.photo) if row.photo else "",
        photo_alt=own_text(row.photo_alt),
    )


def candidate_page(contest: Contest, row: AnyRow, *, city: str) -> CandidatePage:
    """One who stands, on a page of its own."""
    return CandidatePage(
        card=candidate_card(contest, row),
        text=own_text(row.text),
        specialty=own_text(row.specialty),
        address=f"{row.street}, {row.postal_code} {city}",
        website=row.website,
        sponsors=own_text(row.sponsors),
        since_year=row.since_year,
        why_withdrawn=translated(row.state_reason) if row.state == CandidateState.WITHDRAWN else "",
    )


def receipt_page(session: Session, contest: Contest, leaf: str, now: datetime) -> ReceiptPage:
    """What a receipt says at this moment; its QR code holds the page's own address. Raises Unknown."""
    state = queries.receipt_state(session, contest.id, leaf).partition(":")[0]
    is_counted = state == "in-ledger" and stage(Timetable.of(contest), now) is Stage.PUBLISHED
    word, look, sentence = RECEIPTS["counted" if is_counted else state]
    address = full_address("vote.receipt", contest=contest.slug, leaf=leaf)
    qr = Markup(qr_svg(address, translated(n_("QR code of this receipt"))))  # noqa: S704 - drawn by us
    names = {row.slug: row.keeper_name or row.shop for row in queries.candidates_on_page(session, contest.id)}
    name = contest_name(page_city().slug, contest.slug)
    return ReceiptPage(
        contest=name,
        leaf=leaf,
        signature=receipt_signature(contest.key_fingerprint, name, leaf),
        names=canonical_json(names),
        word=translated(word),
        look=look,
        sentence=translated(sentence),
        address=address,
        qr=qr,
    )


def home_part(session: Session, now: datetime) -> Part | None:
    """The vote that is on now, or opens next, as the biggest thing on the front page; others by name."""
    contests = queries.contests_for_home(session, now=now)
    if not contests:
        return None
    first, *others = contests
    facts = {
        "contest": contest_page(first, now),
        "candidates": queries.counted_candidates(session, first.id),
        "votes": queries.counted_votes(session, first.id),
        "others": [(own_text(other.title), url_for("vote.contest", contest=other.slug)) for other in others],
    }
    changes = (next_change(Timetable.of(contest), now) for contest in contests)
    return Part("elections/_home.html", facts, min(filter(None, changes), default=None))


def dashboard_part(session: Session, now: datetime) -> Part | None:
    """The city's votes with their totals; who gets them is not for the dashboard."""
    rows = contest_rows(contests_with_counts(session, limit=10), now)
    return Part("elections/_dashboard.html", {"contests": rows}) if rows else None
