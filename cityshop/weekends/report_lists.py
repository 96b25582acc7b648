"""The report of an edition for spreadsheets: a table for each thing that is told."""

from collections.abc import Sequence

from cityshop.core.spreadsheets import Sheet, euros
from cityshop.core.words import n_
from cityshop.web.i18n import translated
from cityshop.weekends.comparison import FigureLine, difference
from cityshop.weekends.measures import Unit
from cityshop.weekends.report_page import CountLine, ReportPage
from cityshop.weekends.words import CANNOT_BE_TOLD

UNITS = {Unit.COUNT: "", Unit.PERCENT: "%", Unit.EURO: "€"}


def report_sheets(page: ReportPage) -> list[Sheet]:
    """All tables of a report, as town hall sees it."""
    counts = [n_("Claimed"), n_("Redeemed")]
    return [
        _figures(page),
        _sheet(n_("By day"), [n_("Day"), *counts], [_counts(line) for line in page.days]),
        _sheet(n_("By hour"), [n_("Hour"), *counts], [_counts(line) for line in page.hours]),
        _sheet(n_("By kind"), [n_("Kind"), *counts], [_counts(line) for line in page.kinds]),
        _shops(page),
        _streets(page),
        _origins(page),
    ]


def _figures(page: ReportPage) -> Sheet:
    head = [
        n_("Figure"),
        n_("Value"),
        n_("Unit"),
        n_("Edition before"),
        n_("Difference"),
        n_("Difference in"),
        n_("What it means"),
        n_("Source"),
    ]
    return _sheet(n_("Figures"), head, [_figure(page, line) for line in page.lines])


def _figure(page: ReportPage, line: FigureLine) -> list[object]:
    """A figure as numbers; nothing is compared where there is no edition before."""
    value, before = page.values[line.key], page.values_before.get(line.key)
    changed = difference(line.unit, value, before)
    return [
        line.word,
        _number(line.unit, value),
        UNITS[line.unit],
        _number(line.unit, before) if page.before else "",
        "" if changed is None else changed,
        _difference_unit(line.unit) if page.before else "",
        line.definition,
        line.source,
    ]


def _number(unit: Unit, value: int | None) -> object:
    if value is None:
        return translated(CANNOT_BE_TOLD)
    return euros(value) if unit is Unit.EURO else value


def _difference_unit(unit: Unit) -> str:
    return translated(n_("points")) if unit is Unit.PERCENT else UNITS[Unit.PERCENT]


def _shops(page: ReportPage) -> Sheet:
    head = [n_("Shop"), n_("Street"), n_("Claimed"), n_("Redeemed"), n_("Purchases told"), n_("Sum in euro")]
    rows = [
        [
            *_counts(line)[:1],
            line.facts["street"],
            line.claimed,
            line.redeemed,
            line.facts["told"],
            euros(line.facts["cents"]),
        ]
        for line in page.shops
    ]
    return _sheet(n_("By shop"), head, rows)


def _streets(page: ReportPage) -> Sheet:
    head = [n_("Street"), n_("Shops"), n_("Claimed"), n_("Redeemed")]
    lines = [(line["name"], line) for line in page.streets["shown"]]
    if page.streets["together"]:
        lines.append((translated(n_("Other streets together")), page.streets["together"]))
    rows = [[name, line["shops"], line["claimed"], line["redeemed"]] for name, line in lines]
    return _sheet(n_("By street"), head, rows)


def _origins(page: ReportPage) -> Sheet:
    rows: list[Sequence[object]] = [[line["name"], line["claimed"]] for line in page.origins["shown"]]
    if page.origins["together"]:
        rows.append([translated(n_("Other postal codes together")), page.origins["together"]["claimed"]])
    rows.append([translated(n_("Not given")), page.origins["not_given"]])
    return _sheet(n_("By postal code"), [n_("Postal code"), n_("Claimed")], rows)


def _counts(line: CountLine) -> list[object]:
    return [line.name, line.claimed, line.redeemed]


def _sheet(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> Sheet:
    return Sheet(translated(title), [translated(word) for word in head], rows)
