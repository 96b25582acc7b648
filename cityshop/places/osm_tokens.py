"""Cuts an opening_hours value into words, and hands them out from left to right."""

import re
from typing import NamedTuple

WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
LONG_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PUBLIC_HOLIDAY = "ph"

DASHES = str.maketrans("\N{EN DASH}\N{EM DASH}", "--")
TOKEN = re.compile(
    r"(?P<comment>\"[^\"]*\")|(?P<always>24/7)|(?P<time>\d{1,2}:\d\d(?!\d))|(?P<year>\d{4})|(?P<number>\d{1,2})"
    rf"|(?P<weekday>(?:{'|'.join((*LONG_WEEKDAYS, *WEEKDAYS, PUBLIC_HOLIDAY))})(?![a-z]))"
    rf"|(?P<month>(?:{'|'.join(MONTHS)})(?![a-z]))"
    r"|(?P<word>[a-z]+)|(?P<mark>\|\||[-,;:+])|(?P<space>\s+)|(?P<strange>.)",
    re.ASCII,
)


class NotUnderstood(ValueError):
    """The text says something outside our subset."""


class Token(NamedTuple):
    kind: str
    text: str


class Tokens:
    def __init__(self, text: str) -> None:
        found = [_token(match) for match in TOKEN.finditer(text.translate(DASHES).lower())]
        self._tokens = [token for token in found if token.kind != "space"]
        self._at = 0

    def kind(self, ahead: int = 0) -> str:
        """The kind of the next token, or of one further ahead; `end` after the last."""
        at = self._at + ahead
        return self._tokens[at].kind if at < len(self._tokens) else "end"

    def sees(self, *texts: str) -> bool:
        """Whether one of these texts comes next."""
        return self.kind() != "end" and self._tokens[self._at].text in texts

    def took(self, *texts: str) -> str:
        """Takes the next token when it is one of these; empty when it is not."""
        return self._step() if self.sees(*texts) else ""

    def took_kind(self, kind: str) -> str:
        """Takes the next token when it is of this kind; empty when it is not."""
        return self._step() if self.kind() == kind else ""

    def took_comma_before(self, *kinds: str) -> bool:
        """Takes a comma when a token of one of these kinds follows it: the list goes on."""
        return self.kind(1) in kinds and bool(self.took(","))

    def take(self, kind: str) -> str:
        """Takes a token of this kind. Raises NotUnderstood when something else comes next."""
        if self.kind() != kind:
            raise NotUnderstood(f"{kind} expected")
        return self._step()

    def finish(self) -> None:
        """Raises NotUnderstood when anything is left."""
        if self.kind() != "end":
            raise NotUnderstood(f"unexpected {self._tokens[self._at].text}")

    def _step(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1].text


def _token(match: re.Match[str]) -> Token:
    kind, text = str(match.lastgroup), match.group()
    return Token(text if kind == "mark" else kind, text)
