"""One line of the table: what, value, goal."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A measured ratio with its goal: `at_most` or `at_least`, whichever is given."""

    what: str
    value: float
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def is_met(self) -> bool:
        if self.at_most is not None and self.value > self.at_most:
            return False
        return self.at_least is None or self.value >= self.at_least

    @property
    def goal(self) -> str:
        if self.at_most is not None:
            return f"<= {self.at_most:g}"
        return f">= {self.at_least:g}"


def show(line: Line) -> None:
    verdict = "ok    " if line.is_met else "MISSED"
    print(f"{verdict} {line.what:62} {line.value:8.2f}   {line.goal:8} {line.note}", flush=True)
