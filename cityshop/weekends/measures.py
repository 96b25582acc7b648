"""The figures of a report: what each means, where it comes from, and when it can be told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cityshop.core.words import n_
from cityshop.offers.models import Channel, VoucherState
from cityshop.weekends.report import Figures
from cityshop.weekends.rules import FEWEST_SHOPS, FEWEST_TOLD, share

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


def _redeemed_share(figures: Figures) -> int | None:
    return share(figures["redeemed"]["all"], figures["claimed"]["all"])


def _paper_share(figures: Figures) -> int | None:
    return share(figures["redeemed"]["paper"], figures["redeemed"]["all"])


def _counted(what: str, channel: Channel) -> Callable[[Figures], int | None]:
    """How many were claimed or redeemed on a phone, or on paper."""

    def read(figures: Figures) -> int | None:
        count: int = figures[what][channel]
        return count

    return read


def _lapsed(figures: Figures) -> int:
    """Those whose time ended: all that are left once the edition is over, also before the job came round."""
    states: Figures = figures["states"]
    lapsed: int = states.get(VoucherState.LAPSED, 0)
    is_over = datetime.fromisoformat(figures["ends_at"]) <= datetime.fromisoformat(figures["made_at"])
    return lapsed + (states.get(VoucherState.ISSUED, 0) if is_over else 0)


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
        "claimed_phone",
        n_("Claimed on a phone"),
        n_("Of the claimed vouchers, those that were taken on a phone or another screen."),
        CLAIMS,
        _counted("claimed", Channel.PHONE),
        is_public=False,
    ),
    Figure(
        "claimed_paper",
        n_("Claimed on paper"),
        n_("Of the claimed vouchers, those that were printed and not withdrawn, handed out or not."),
        CLAIMS,
        _counted("claimed", Channel.PAPER),
        is_public=False,
    ),
    Figure(
        "redeemed_phone",
        n_("Redeemed on a phone"),
        n_("Of the redeemed vouchers, those that were shown on a phone or another screen."),
        TILL,
        _counted("redeemed", Channel.PHONE),
        is_public=False,
    ),
    Figure(
        "redeemed_paper",
        n_("Redeemed on paper"),
        n_("Of the redeemed vouchers, those that were printed."),
        TILL,
        _counted("redeemed", Channel.PAPER),
        is_public=False,
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
        "lapsed",
        n_("Vouchers that lapsed"),
        n_("Claimed vouchers that nobody used before their time ended."),
        CLAIMS,
        _lapsed,
        is_public=False,
    ),
    Figure(
        "voided",
        n_("Given back or cancelled"),
        n_("Vouchers that residents gave back or town hall cancelled."),
        CLAIMS,
        lambda facts: facts["states"].get(VoucherState.VOID, 0),
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
