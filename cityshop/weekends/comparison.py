"""The figures of an edition in words, compared with the one before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cityshop.core.words import n_
from cityshop.web.i18n import euro, number, percent, translated
from cityshop.weekends.measures import FIGURES, Figure, Unit
from cityshop.weekends.report import Figures
from cityshop.weekends.rules import change
from cityshop.weekends.words import CANNOT_BE_TOLD

PLUS, MINUS = "+", "\N{MINUS SIGN}"


@dataclass(frozen=True)
class FigureLine:
    """A figure in words, beside the one before; empty where there is nothing to compare with."""

    key: str
    word: str
    definition: str
    source: str
    unit: Unit
    value: str
    before: str = ""
    change: str = ""
    per_day: str = ""
    before_per_day: str = ""


def figure_lines(figures: Figures, before: Figures | None, *, public_only: bool = False) -> list[FigureLine]:
    """Every figure in words, compared with the edition before where there is one."""
    wanted = (figure for figure in FIGURES if figure.is_public or not public_only)
    return [_line(figure, figures, before) for figure in wanted]


def said(value: int | None, unit: Unit) -> str:
    """A figure as people read it."""
    if value is None:
        return translated(CANNOT_BE_TOLD)
    return {Unit.COUNT: number, Unit.PERCENT: percent, Unit.EURO: euro}[unit](value)


def plain_values(figures: Figures) -> Mapping[str, int | None]:
    """The figures for a spreadsheet: counts, percents, cents."""
    return {figure.key: figure.read(figures) for figure in FIGURES}


def difference(unit: Unit, value: int | None, before: int | None) -> int | None:
    """How a figure changed, in percent, or in points where it is one itself; None where that is unknown."""
    if unit is not Unit.PERCENT:
        return change(value, before)
    return None if value is None or before is None else value - before


def _line(figure: Figure, figures: Figures, before: Figures | None) -> FigureLine:
    value = figure.read(figures)
    words: dict[str, Any] = {
        "key": figure.key,
        "word": translated(figure.word),
        "definition": translated(figure.definition),
        "source": translated(figure.source),
        "unit": figure.unit,
        "value": said(value, figure.unit),
    }
    if before is None:
        return FigureLine(**words)
    earlier = figure.read(before)
    line: dict[str, Any] = {"before": said(earlier, figure.unit), "change": _change(figure, value, earlier)}
    if figure.grows and figures["length"] != before["length"]:
        line["per_day"] = _per_day(figure, value, figures)
        line["before_per_day"] = _per_day(figure, earlier, before)
    return FigureLine(**words, **line)


def _change(figure: Figure, value: int | None, before: int | None) -> str:
    changed = difference(figure.unit, value, before)
    if changed is None:
        return ""
    if figure.unit is Unit.PERCENT:
        return translated(n_("%(points)s points"), points=_signed(changed))
    return f"{_signed(changed)} %"


def _per_day(figure: Figure, value: int | None, figures: Figures) -> str:
    return "" if value is None else said(round(value / figures["length"]), figure.unit)


def _signed(value: int) -> str:
    return f"{MINUS if value < 0 else PLUS}{number(abs(value))}" if value else number(0)
