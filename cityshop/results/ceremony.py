"""The reveal for a theatre: one place at a time, from the last that is shown to the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from cityshop.results.pages import ResultPage
from cityshop.results.rows import LineRow
from cityshop.results.rules import SHOWN_AT_THE_CEREMONY


@dataclass(frozen=True)
class Step:
    """What is on the screen at one moment: nobody yet, one place, or the winners."""

    number: int
    last: int
    lines: Sequence[LineRow]
    is_title: bool
    is_final: bool

    @property
    def place(self) -> int | None:
        return self.lines[0].place if self.lines else None


def step_of(page: ResultPage, number: int, shown: int = SHOWN_AT_THE_CEREMONY) -> Step:
    """The step with this number, the nearest where there is none; `shown` places and the winners at most."""
    groups = _groups(page.lines, shown)
    last = len(groups)
    at = max(0, min(number, last))
    lines = groups[at - 1] if at else ()
    return Step(at, last, lines, is_title=at == 0, is_final=at == last)


def _groups(lines: Sequence[LineRow], shown: int) -> list[list[LineRow]]:
    """Who is shown together: each place, the last first; after them nobody, where nobody wins."""
    listed = [one for one in lines if one.place is not None and (one.is_winner or one.place <= shown)]
    places = [list(group) for _, group in groupby(listed, key=lambda line: line.place)]
    ends_with_winners = any(line.is_winner for line in listed)
    return [*reversed(places)] if ends_with_winners else [*reversed(places), []]
