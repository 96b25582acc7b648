"""The figures of an edition: what each means and where it comes from, compared with the one before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cityshop.core.words import n_
from cityshop.web.i18n import euro, number, percent, translated
from cityshop.weekends.report import Figures
from cityshop.weekends.rules import FEWEST_SHOPS, FEWEST_TOLD, change, share
from cityshop.weekends.words import CANNOT_BE_TOLD

PLUS, MINUS = "+", "\N{MINUS SIGN}"
OFFERS = n_("Counted in the offers of the campaign")
CLAIMS = n_("Counted in the vouchers")
TILL = n_("Counted at the tills of the shops")


class Unit(StrEnum):
    COUNT = "count"
    PERCENT = "percent"
    EURO = "euro"


@dataclass(frozen=True)
class Figure:
    """One figure: `read` gives it, or None where it cannot be told; `grows` with the length of an edition."""

    key: str
    word: str
    definition: str
    source: str
    read: Callable[[Figures], int | None]
    unit: Unit = Unit.COUNT
    grows: bool = True
    is_public: bool = True


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


def _redeemed_share(figures: Figures) -> int | None:
    return share(figures["redeemed"]["all"], figures["claimed"]["all"])


def _paper_share(figures: Figures) -> int | None:
    return share(figures["redeemed"]["paper"], figures["redeemed"]["all"])


def _amount(name: str) -> Callable[[Figures], int | None]:
    """An amount, once enough purchases at enough shops were told: else it says what one shop earned."""

    def read(figures: Figures) -> int | None:
        amounts = figures["amounts"]
        is_enough = amounts["told"] >= FEWEST_TOLD and amounts["shops"] >= FEWEST_SHOPS
        value: int | None = amounts[name] if is_enough else None
        return value

    return read


def _cost(figures: Figures) -> int:
    cents: int = figures["cost"]["cents"]
    return cents


FIGURES: Sequence[Figure] = (
    Figure(
        "shops",
        n_("Shops"),
        n_("Shops with an offer that residents could see."),
        OFFERS,
        lambda facts: len(facts["shops"]),
        grows=False,
    ),
    Figure(
        "offers",
        n_("Offers"),
        n_("Offers that residents could see."),
        OFFERS,
        lambda facts: facts["offers"],
        grows=False,
    ),
    Figure(
        "claimed",
        n_("Vouchers claimed"),
        n_("Every voucher that was taken. What was given back or cancelled is not in it."),
        CLAIMS,
        lambda facts: facts["claimed"]["all"],
    ),
    Figure(
        "redeemed",
        n_("Vouchers redeemed"),
        n_("Vouchers used at a till. What was undone or refunded is not in it."),
        TILL,
        lambda facts: facts["redeemed"]["all"],
    ),
    Figure(
        "share",
        n_("Share redeemed"),
        n_("Redeemed vouchers per 100 claimed ones."),
        CLAIMS,
        _redeemed_share,
        Unit.PERCENT,
        grows=False,
    ),
    Figure(
        "paper",
        n_("Share on paper"),
        n_("Vouchers on paper per 100 redeemed ones; the others were on a phone."),
        TILL,
        _paper_share,
        Unit.PERCENT,
        grows=False,
    ),
    Figure(
        "voided",
        n_("Given back or cancelled"),
        n_("Vouchers that residents gave back or town hall cancelled."),
        CLAIMS,
        lambda facts: facts["states"].get("void", 0),
        is_public=False,
    ),
    Figure(
        "offline",
        n_("Redeemed without reception"),
        n_("Taken by a phone without reception, and sent later."),
        TILL,
        lambda facts: facts["offline"],
        is_public=False,
    ),
    Figure(
        "undone",
        n_("Undone or refunded"),
        n_("Redemptions that were taken back, at the till or by town hall."),
        TILL,
        lambda facts: facts["undone"],
        is_public=False,
    ),
    Figure(
        "told",
        n_("Purchases told"),
        n_("Redemptions at which the shop filled in the purchase. It need not."),
        TILL,
        lambda facts: facts["amounts"]["told"],
    ),
    Figure(
        "cents",
        n_("Sum of purchases told"),
        n_("All purchases that were told, as the shop typed them. It is no turnover."),
        TILL,
        _amount("cents"),
        Unit.EURO,
    ),
    Figure(
        "median",
        n_("Purchase in the middle"),
        n_("Half of the purchases told were higher, half were lower."),
        TILL,
        _amount("median"),
        Unit.EURO,
        grows=False,
    ),
    Figure(
        "cost",
        n_("Cost to the city"),
        n_("What the city pays for the vouchers that were used."),
        TILL,
        _cost,
        Unit.EURO,
    ),
)


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
