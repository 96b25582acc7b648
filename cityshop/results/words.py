"""Results in words: who won and how, by which formula, and numbers as people read them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from babel.lists import format_list
from babel.numbers import format_decimal

from cityshop.core.words import n_
from cityshop.elections.models import Level
from cityshop.elections.rules import Mixing, TieRule
from cityshop.results.models import Result
from cityshop.results.queries import AnyRow
from cityshop.web.i18n import locale, number, translated

FORMULAS: Mapping[str, tuple[str, str]] = {
    Mixing.NONE: (n_("Votes alone"), n_("Most votes win. The jury has no part in it.")),
    Mixing.SHARE_OF_TOTAL: (
        n_("Share of the total"),
        n_("Who gets 40 of 100 votes has 40 parts. The jury’s scores are shared out the same way."),
    ),
    Mixing.SHARE_OF_BEST: (
        n_("Share of the best"),
        n_("The best has 100 parts, and who has half as much has 50. For votes and for the jury."),
    ),
    Mixing.RANK_POINTS: (
        n_("Points for ranks"),
        n_("One point for each candidate you beat, half a point for each with as much. Not by how much."),
    ),
}
TIES: Mapping[str, str] = {
    TieRule.SHARED: n_("Equal for the last place that wins: they share it."),
    TieRule.JURY: n_("Equal for the last place that wins: the jury’s score decided."),
    TieRule.DRAW: n_("Equal for the last place that wins: the draw decided. Anybody can repeat it."),
}
LEVELS: Mapping[str, str] = {
    Level.EMAIL: n_("by e-mail"),
    Level.PAPER: n_("on paper"),
    Level.OIDC: n_("with an eID"),
    Level.ASSISTED: n_("at the counter of the town hall"),
}


def outcome(result: Result, winners: Sequence[AnyRow]) -> str:
    """The result in one sentence."""
    if not winners:
        return _nobody(result)
    names = listed([one.keeper_name or one.shop for one in winners])
    votes = number(winners[0].votes or 0)
    return translated(_won(result, winners), names=names, votes=votes, total=number(result.ballots))


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: An, Bert en Chloé."""
    return format_list(names, locale=locale())


def decimal(value: Fraction) -> str:
    """A fraction with two decimals, as people read it; the exact one stands in the file."""
    rounded = Decimal(value.numerator) / Decimal(value.denominator)
    return format_decimal(rounded, "#,##0.##", locale=locale())


def score_in_words(score: str, formula: str) -> str:
    """What a candidate is ranked by: votes, parts of a hundred, or points."""
    if not score:
        return ""
    in_parts = formula in (Mixing.SHARE_OF_TOTAL, Mixing.SHARE_OF_BEST)
    return decimal(Fraction(score) * (100 if in_parts else 1))


def _won(result: Result, winners: Sequence[AnyRow]) -> str:
    """The sentence that fits; without numbers where those may not be shown, or do not alone decide."""
    is_alone = len(winners) == 1
    if result.is_small or result.formula != Mixing.NONE:
        return n_("%(names)s wins.") if is_alone else n_("%(names)s win.")
    if is_alone:
        return n_("%(names)s wins with %(votes)s of %(total)s votes.")
    if len({one.score for one in winners}) == 1:
        return n_("%(names)s share the title, of %(total)s votes in all.")
    return n_("%(names)s win, of %(total)s votes in all.")


def _nobody(result: Result) -> str:
    if result.minimum > 1:
        sentence = n_("Nobody wins: no candidate reached the minimum of %(minimum)s votes.")
        return translated(sentence, minimum=number(result.minimum))
    return translated(n_("Nobody wins: nobody got a vote."))
