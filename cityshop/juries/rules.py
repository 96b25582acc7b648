"""The rules of a jury: how many criteria, when it may judge, what its scores make, in Fractions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from cityshop.juries.models import Jury, JuryState

FEWEST_CRITERIA, MOST_CRITERIA = 3, 5
FEWEST_MEMBERS = 2
FEWEST_FINALISTS = 2
MOST_POINTS = 10


@dataclass(frozen=True)
class Criterion:
    """What is scored, in words by language, and how many times its points count."""

    words: Mapping[str, str]
    weight: int = 1

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "Criterion":
        """A criterion as it is kept in the jury's row."""
        return cls(document["words"], document["weight"])

    def document(self) -> dict[str, Any]:
        """As it is kept in the jury's row."""
        return {"words": dict(self.words), "weight": self.weight}


def criteria_of(jury: Jury) -> list[Criterion]:
    """The criteria in the order in which they are scored."""
    return [Criterion.of(document) for document in jury.criteria]


def weighted(points: Sequence[int], criteria: Sequence[Criterion]) -> Fraction:
    """One member's score for one finalist, from 0 to 10."""
    weights = [criterion.weight for criterion in criteria]
    total = sum(one * weight for one, weight in zip(points, weights, strict=True))
    return Fraction(total, sum(weights))


def mean(scores: Iterable[Fraction]) -> Fraction:
    """The jury's score for one finalist: every member who judged counts the same. At least one did."""
    given = list(scores)
    return sum(given, Fraction(0)) / len(given)


def may_score(jury: Jury, now: datetime) -> bool:
    """Whether members may still judge and hand in."""
    return jury.state == JuryState.SCORING and now < jury.deadline


def may_reveal(jury: Jury, now: datetime) -> bool:
    """Whether all scores may be opened: everybody has handed in, or the time is over."""
    return jury.state == JuryState.SEALED or (jury.state == JuryState.SCORING and now >= jury.deadline)
