"""The report of an edition for town hall, its short version for everybody, and editions side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from cityshop.campaigns.models import Campaign
from cityshop.campaigns.pages import CampaignLine, campaign_line
from cityshop.core.db import Session
from cityshop.offers.figures import edition_before
from cityshop.web.i18n import day, translated
from cityshop.weekends import queries
from cityshop.weekends.comparison import FigureLine, figure_lines, plain_values, said
from cityshop.weekends.measures import FIGURES
from cityshop.weekends.models import ClosingReport
from cityshop.weekends.report import Figures, figures_of
from cityshop.weekends.rows import KIND_WORDS
from cityshop.weekends.rules import digest_of

LONGEST_BAR = 100
A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True)
class CountLine:
    """A name with what was claimed and redeemed; `bar` is how long its bar is, of 100."""

    name: str
    claimed: int
    redeemed: int
    bar: int = 0
    facts: Figures = field(default_factory=dict)


@dataclass(frozen=True)
class ReportPage:
    """The report; `values` are the figures of its lines as numbers. Without `closed_at` they still move."""

    campaign: CampaignLine
    lines: Sequence[FigureLine]
    values: Mapping[str, int | None]
    days: Sequence[CountLine]
    hours: Sequence[CountLine]
    shops: Sequence[CountLine]
    kinds: Sequence[CountLine]
    streets: Figures
    origins: Figures
    length: int
    made_at: datetime
    before: CampaignLine | None = None
    length_before: int = 0
    values_before: Mapping[str, int | None] = field(default_factory=dict)
    closed_at: datetime | None = None
    published_at: datetime | None = None
    digest: str = ""
    is_intact: bool = True

    @property
    def last_day(self) -> datetime:
        return self.campaign.ends_at - A_MOMENT


@dataclass(frozen=True)
class EditionsPage:
    """Editions side by side: a column each, a row for each figure."""

    editions: Sequence[CampaignLine]
    rows: Sequence[tuple[str, Sequence[str]]]


def report_page(session: Session, campaign: Campaign, now: datetime) -> ReportPage:
    """The report of an edition: frozen once it was closed, of this moment before that."""
    closed = queries.closing_report(session, campaign.id)
    figures = closed.figures if closed else figures_of(session, campaign, now=now)
    before = edition_before(session, campaign.id)
    earlier = figures_told(session, before, now) if before else None
    return ReportPage(
        campaign=campaign_line(campaign, now),
        lines=figure_lines(figures, earlier),
        before=campaign_line(before, now) if before else None,
        length_before=earlier["length"] if earlier else 0,
        values_before=plain_values(earlier) if earlier else {},
        **_tables(figures),
        **_closing(closed),
    )


def short_report(campaign: Campaign, closed: ClosingReport, now: datetime) -> ReportPage:
    """What everybody may read of a published report: nothing by shop."""
    figures = closed.figures
    tables = _tables(figures) | {"shops": ()}
    lines = figure_lines(figures, None, public_only=True)
    return ReportPage(campaign=campaign_line(campaign, now), lines=lines, **tables, **_closing(closed))


def figures_told(session: Session, campaign: Campaign, now: datetime) -> Figures:
    """The frozen figures of an edition, or those of this moment."""
    closed = queries.closing_report(session, campaign.id)
    return closed.figures if closed else figures_of(session, campaign, now=now)


def editions_page(session: Session, campaign: Campaign, now: datetime) -> EditionsPage:
    """The series that a campaign belongs to, each figure side by side; at most twelve."""
    series = queries.editions(session, campaign)
    frozen = queries.closing_reports(session, [one.id for one in series])
    told = [
        frozen[one.id].figures if one.id in frozen else figures_of(session, one, now=now) for one in series
    ]
    rows = [
        (translated(figure.word), [said(figure.read(facts), figure.unit) for facts in told])
        for figure in FIGURES
    ]
    return EditionsPage([campaign_line(one, now) for one in series], rows)


def _closing(closed: ClosingReport | None) -> dict[str, Any]:
    if closed is None:
        return {}
    return {
        "closed_at": closed.closed_at,
        "published_at": closed.published_at,
        "digest": closed.digest,
        "is_intact": digest_of(closed.figures) == closed.digest,
    }


def _tables(figures: Figures) -> dict[str, Any]:
    return {
        "values": plain_values(figures),
        "length": figures["length"],
        "made_at": datetime.fromisoformat(figures["made_at"]),
        "days": _with_bars(_days(figures["moments"])),
        "hours": _with_bars(_hours(figures["moments"])),
        "shops": [_count_line(line["name"], line) for line in figures["shops"]],
        "kinds": [
            _count_line(translated(KIND_WORDS.get(line["name"], line["name"])), line)
            for line in figures["kinds"]
        ],
        "streets": figures["streets"],
        "origins": figures["origins"],
    }


def _days(moments: Iterable[Figures]) -> list[CountLine]:
    sums = _summed(moments, "day")
    return [CountLine(day(date.fromisoformat(one), "EEEE d MMMM"), *sums[one]) for one in sorted(sums)]


def _hours(moments: Iterable[Figures]) -> list[CountLine]:
    sums = _summed(moments, "hour")
    return [CountLine(f"{hour:02}:00", *sums[hour]) for hour in sorted(sums)]


def _summed(moments: Iterable[Figures], name: str) -> dict[Any, tuple[int, int]]:
    sums: dict[Any, tuple[int, int]] = {}
    for moment in moments:
        claimed, redeemed = sums.get(moment[name], (0, 0))
        sums[moment[name]] = (claimed + moment["claimed"], redeemed + moment["redeemed"])
    return sums


def _with_bars(lines: Sequence[CountLine]) -> list[CountLine]:
    most = max((line.redeemed for line in lines), default=0) or 1
    return [
        CountLine(line.name, line.claimed, line.redeemed, round(line.redeemed * LONGEST_BAR / most))
        for line in lines
    ]


def _count_line(name: str, line: Figures) -> CountLine:
    return CountLine(name, line["claimed"], line["redeemed"], facts=line)
