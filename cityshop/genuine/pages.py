"""What pages about genuine codes need, ready to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cityshop.campaigns.queries import current_campaigns
from cityshop.cities.queries import city_by_id
from cityshop.core.db import Session
from cityshop.core.words import n_
from cityshop.genuine.judging import Judgement, Verdict
from cityshop.genuine.models import FakeReport, FakeState
from cityshop.genuine.queries import fake_reports, waiting_reports
from cityshop.genuine.words import STATES, VERDICTS
from cityshop.links.models import ShortLink
from cityshop.links.pages import site_name
from cityshop.offers.offline import KeyLine, keys_of
from cityshop.web.i18n import day, own_text, translated
from cityshop.web.parts import Part
from cityshop.web.uploads import picture_address

NOT_OURS = (Verdict.FOREIGN, Verdict.FORGED, Verdict.UNKNOWN)


@dataclass(frozen=True)
class GenuineAnswer:
    """What we say of a code; `facts` are names and values, `target` a path of ours to go on to."""

    look: str
    heading: str
    sentence: str
    facts: Sequence[tuple[str, str]]
    target: str
    is_ours: bool


@dataclass(frozen=True)
class FakeCard:
    """A report as its sender and town hall see it."""

    id: int
    shown: str
    place: str
    photo: str
    sent_at: datetime
    answer: str
    is_waiting: bool
    state_words: str
    state_look: str


@dataclass(frozen=True)
class KeyRow:
    """The key that signs a campaign's vouchers now, and how many there were in use."""

    slug: str
    campaign: str
    key: KeyLine
    count: int


def genuine_answer(session: Session, judgement: Judgement) -> GenuineAnswer:
    """What we say of a code to anybody."""
    look, heading, sentence = VERDICTS[judgement.verdict]
    link, leads = judgement.link, judgement.verdict in (Verdict.OURS, Verdict.OVER)
    host = [(translated(n_("Leads to")), judgement.host)] if judgement.host else []
    return GenuineAnswer(
        look=look,
        heading=translated(heading),
        sentence=translated(sentence),
        facts=_facts_of(session, link) if link else host,
        target=link.target if link and leads else "",
        is_ours=judgement.verdict not in NOT_OURS,
    )


def fake_card(report: FakeReport) -> FakeCard:
    """A report, ready to show."""
    words, look = STATES[report.state]
    return FakeCard(
        id=report.id,
        shown=report.shown,
        place=report.place,
        photo=picture_address(report.picture) if report.picture else "",
        sent_at=report.sent_at,
        answer=report.answer,
        is_waiting=report.state == FakeState.WAITING,
        state_words=translated(words),
        state_look=look,
    )


def fake_cards(session: Session) -> Sequence[FakeCard]:
    """All reports of the city, what waits first."""
    return [fake_card(report) for report in fake_reports(session)]


def key_rows(session: Session, now: datetime) -> Sequence[KeyRow]:
    """The keys of the campaigns that are on or coming."""
    campaigns = {campaign.id: campaign for campaign in current_campaigns(session, now=now)}
    found: dict[int, list[KeyLine]] = {}
    for key in keys_of(session, list(campaigns)):
        if key.valid_from <= now < key.valid_until:
            found.setdefault(key.campaign_id, []).append(key)
    return [
        KeyRow(campaigns[number].slug, own_text(campaigns[number].title), keys[-1], keys[-1].id)
        for number, keys in found.items()
    ]


def dashboard_part(session: Session, now: datetime) -> Part | None:
    """Fakes that were reported, and the keys of vouchers, for town hall."""
    waiting, has_keys = waiting_reports(session), bool(key_rows(session, now))
    return Part("genuine/_dashboard.html", {"waiting": waiting}) if waiting or has_keys else None


def _facts_of(session: Session, link: ShortLink) -> Sequence[tuple[str, str]]:
    """What the link is printed on, whose it is, and where it leads."""
    city = city_by_id(session, link.city_id)
    campaign = own_text(link.campaign.title) if link.campaign else ""
    return [
        (translated(n_("What it is for")), link.label),
        (translated(n_("Campaign")), campaign),
        (translated(n_("Whose")), city.name),
        (translated(n_("Leads to")), "" if link.retired_at else f"{site_name()}{link.target}"),
        (translated(n_("Since")), day(link.created_at)),
    ]
