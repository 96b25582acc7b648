"""The figures of a card: what each counts, in words, beside the street and the edition before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from cityshop.core.words import n_
from cityshop.mondays.rules import is_enough_to_tell, street_average
from cityshop.offers.figures import ShopFigures
from cityshop.web.i18n import euro, number, translated

UNKNOWN = "\N{EN DASH}"
A_EURO = 100


@dataclass(frozen=True)
class Counts:
    """One shop's figures of one edition; `scans` is None where it has no printed codes."""

    shop: ShopFigures
    scans: int | None


@dataclass(frozen=True)
class Street:
    """The shops of a street with who is behind each, by number; empty while the weekend runs."""

    shops: Sequence[Counts] = ()
    owners: Mapping[int, int] = field(default_factory=dict)

    @property
    def is_told(self) -> bool:
        """Whether enough took part to tell an average of."""
        return is_enough_to_tell(self.owners.values())

    def average(self, read: Callable[[Counts], int | None]) -> int | None:
        """The average of a figure, where it may be told."""
        return street_average((self.owners[one.shop.shop_id], read(one)) for one in self.shops)


@dataclass(frozen=True)
class Figure:
    """A number with what it counts; empty words where there is nothing to tell."""

    number: str
    caption: str
    detail: str
    definition: str
    street: str
    before: str


@dataclass(frozen=True)
class _Measure:
    """How a figure is read from counts (None: not known), shown, explained and defined."""

    caption: str
    definition: str
    read: Callable[[Counts], int | None]
    show: Callable[[int], str] = number
    detail: Callable[[Counts], str] = lambda counts: ""
    has_street: bool = True


def figures(own: Counts, street: Street, before: Counts | None) -> list[Figure]:
    """The figures of a card, beside the street and the edition before."""
    return [_figure(measure, own, street, before) for measure in _MEASURES]


def _figure(measure: _Measure, own: Counts, street: Street, before: Counts | None) -> Figure:
    value, was = measure.read(own), measure.read(before) if before else None
    average = street.average(measure.read) if measure.has_street else None
    return Figure(
        number=measure.show(value) if value is not None else UNKNOWN,
        caption=translated(measure.caption),
        detail=measure.detail(own),
        definition=translated(measure.definition),
        street=measure.show(average) if average is not None else "",
        before=measure.show(was) if was is not None else "",
    )


def _scan_words(counts: Counts) -> str:
    return translated(n_("You have no printed codes in this edition.")) if counts.scans is None else ""


def _paper_words(counts: Counts) -> str:
    paper = counts.shop.paper
    return translated(n_("%(paper)s of them on paper"), paper=number(paper)) if paper else ""


def _redeemed_words(counts: Counts) -> str:
    claimed = counts.shop.claimed
    return translated(n_("of %(claimed)s vouchers"), claimed=number(claimed)) if claimed else ""


def _told_words(counts: Counts) -> str:
    if not counts.shop.told:
        return translated(n_("No purchase was filled in at the till: that is not compulsory."))
    facts = {"told": number(counts.shop.told), "redeemed": number(counts.shop.redeemed)}
    return translated(n_("filled in for %(told)s of %(redeemed)s purchases"), **facts)


def _total(counts: Counts) -> int | None:
    return counts.shop.amount_cents if counts.shop.told else None


def _whole_euros(cents: int) -> str:
    return euro(round(cents / A_EURO) * A_EURO)


_MEASURES = (
    _Measure(
        n_("scans of your printed codes"),
        n_(
            "How often somebody opened a code on your poster, sticker or card, from printing on. Programs"
            " that only look ahead are left out. It counts scans, not people."
        ),
        lambda counts: counts.scans,
        detail=_scan_words,
    ),
    _Measure(
        n_("vouchers taken"),
        n_(
            "Vouchers of your offers that residents took, on a phone or on paper, used or not. Vouchers"
            " that the town hall cancelled are left out."
        ),
        lambda counts: counts.shop.claimed,
        detail=_paper_words,
    ),
    _Measure(
        n_("vouchers redeemed"),
        n_(
            "Vouchers that your counters redeemed. What was undone is left out. It is the number of your"
            " counter’s list."
        ),
        lambda counts: counts.shop.redeemed,
        detail=_redeemed_words,
    ),
    _Measure(
        n_("on average per purchase"),
        n_("The sum of the purchases that were filled in, divided by how many they are, in whole euros."),
        lambda counts: counts.shop.average_cents,
        show=_whole_euros,
    ),
    _Measure(
        n_("in purchases that were filled in"),
        n_(
            "The sum of the purchases that were filled in at the till. Where the amount was left empty,"
            " nothing is added or guessed."
        ),
        _total,
        show=euro,
        detail=_told_words,
        has_street=False,
    ),
)
