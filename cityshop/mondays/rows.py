"""Editions, questions and responses as lines that several pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cityshop.campaigns.models import Campaign
from cityshop.core.clock import local
from cityshop.core.db import Session
from cityshop.core.words import n_
from cityshop.mondays import queries
from cityshop.mondays.models import SurveyAnswer
from cityshop.mondays.queries import ResponseCounts
from cityshop.mondays.rules import (
    FEWEST_ANSWERS,
    Share,
    SurveyPhase,
    last_day,
    survey_closes_at,
    survey_phase,
)
from cityshop.mondays.words import AGAIN, COMMUNICATION, SUCCESS
from cityshop.web.i18n import day, number, own_text, percent, translated


@dataclass(frozen=True)
class Said:
    """One question with the answer a shop gave."""

    question: str
    answer: str


@dataclass(frozen=True)
class Survey:
    """Where the three questions stand for a shop, and what it said."""

    phase: SurveyPhase
    last_day: str
    said: Sequence[Said]

    @property
    def is_open(self) -> bool:
        return self.phase is SurveyPhase.OPEN


@dataclass(frozen=True)
class EditionLine:
    """An edition in which a shop took part, with the way to its card."""

    campaign_id: int
    shop_id: int
    title: str
    shop: str
    period: str
    is_over: bool


@dataclass(frozen=True)
class Response:
    """How many shops answered about an edition, and what they said of success and communication."""

    slug: str
    title: str
    period: str
    answered: int
    shops: int
    words: str
    success: str
    communication: str
    is_coming: bool
    is_open: bool
    last_day: str


def period_of(campaign: Campaign) -> str:
    """The first and the last day of a weekend."""
    first, last = local(campaign.starts_at).date(), last_day(campaign.ends_at)
    if first == last:
        return day(last)
    names = {"first": day(first, "d MMMM"), "last": day(last)}
    return translated(n_("%(first)s to %(last)s"), **names)


def edition_lines(session: Session, shop_ids: Sequence[int], *, now: datetime) -> Sequence[EditionLine]:
    """The editions in which these shops took part, the newest first."""
    return [
        EditionLine(one.id, shop.id, own_text(one.title), shop.name, period_of(one), now >= one.ends_at)
        for one, shop in queries.editions_of_shops(session, shop_ids, now=now)
    ]


def survey_of(session: Session, campaign: Campaign, shop_id: int, *, now: datetime) -> Survey:
    """The three questions about an edition, for one shop."""
    answer = queries.answer_of(session, campaign.id, shop_id)
    return Survey(
        survey_phase(campaign.ends_at, now), last_survey_day(campaign), said_by(answer) if answer else []
    )


def last_survey_day(campaign: Campaign) -> str:
    """The last day on which a shop can answer."""
    return day(survey_closes_at(campaign.ends_at) - timedelta(seconds=1), "EEEE d MMMM")


def said_by(answer: SurveyAnswer) -> Sequence[Said]:
    """The answers of a shop in words."""
    pairs = (
        (n_("A success for your shop?"), translated(SUCCESS[str(answer.success)])),
        (n_("Content with communication?"), translated(COMMUNICATION[str(answer.communication)])),
        (n_("Take part again?"), translated(AGAIN[answer.again])),
        (n_("What should be different"), answer.text),
    )
    return [Said(translated(question), said) for question, said in pairs if said]


def response_lines(session: Session, campaigns: Sequence[Campaign], *, now: datetime) -> Sequence[Response]:
    """How many shops answered about each edition and what they said; shares only where there are enough."""
    counts = queries.responses(session, campaigns)
    return [_response(one, counts[one.id], now) for one in campaigns]


def response_words(answered: int, shops: int) -> str:
    """How many shops answered; and that few say little."""
    facts = {"answered": number(answered), "shops": number(shops), "fewest": FEWEST_ANSWERS}
    if not answered:
        return translated(n_("None of the %(shops)s shops has answered yet."), **facts)
    if answered < FEWEST_ANSWERS:
        sentence = n_(
            "%(answered)s of %(shops)s shops answered; percentages come from %(fewest)s answers on."
        )
        return translated(sentence, **facts)
    return translated(n_("%(answered)s of %(shops)s shops answered."), **facts)


def share_words(share: Share) -> str:
    """`59 of 68 (87 %)`, or the count alone."""
    if not share.total:
        return ""
    counts = translated(n_("%(count)s of %(total)s"), count=number(share.count), total=number(share.total))
    return counts if share.percent is None else f"{counts} ({percent(share.percent)})"


def _response(campaign: Campaign, counts: ResponseCounts, now: datetime) -> Response:
    phase = survey_phase(campaign.ends_at, now)
    return Response(
        slug=campaign.slug,
        title=own_text(campaign.title),
        period=period_of(campaign),
        answered=counts.answered,
        shops=counts.shops,
        words=response_words(counts.answered, counts.shops),
        success=share_words(Share(counts.successes, counts.answered)),
        communication=share_words(Share(counts.content, counts.answered)),
        is_coming=phase is SurveyPhase.COMING,
        is_open=phase is SurveyPhase.OPEN,
        last_day=last_survey_day(campaign),
    )
