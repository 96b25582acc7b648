"""What a calendar says of an event, cleaned, or the reason why it cannot be used."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from html.parser import HTMLParser
from urllib.parse import urlsplit

from cityshop.agenda.models import Audience
from cityshop.agenda.repeats import PlannedDate
from cityshop.core.words import n_

LONGEST_TITLE, LONGEST_LINE, LONGEST_TEXT = 120, 200, 4_000
# Control signs but a new line, signs that turn the direction of writing, halves of signs.
_INVISIBLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+")
_BREAKS = frozenset({"p", "div", "li", "tr", "h1", "h2", "h3", "h4"})
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript"})
_A_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")


class Reason(Enum):
    """Why a row is not used; each is one sentence for town hall."""

    NO_UID = n_("It has no UID, so it could not be recognised next time.")
    NO_TITLE = n_("It has no title.")
    NO_START = n_("It has no start.")
    BAD_TIMES = n_("Its times or its repetition cannot be read.")
    ENDS_FIRST = n_("It ends before it begins.")
    TOO_OFTEN = n_("It repeats more often than every day.")
    OVER = n_("It is over.")
    NOT_PUBLIC = n_("It is not for the public.")
    PERMANENT = n_("It has no end: it belongs in the guide.")
    ELSEWHERE = n_("Another calendar, or a person, brought the same event.")

    @property
    def sentence(self) -> str:
        """The message id."""
        return str(self.value)


class Unusable(Exception):
    """This row cannot be used; caught by whoever reads the calendar."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.name)
        self.reason = reason


@dataclass(frozen=True)
class Refused:
    """A row that is not used. `name` is its title, else its UID, else its number."""

    uid: str
    name: str
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class EventDraft:
    """An event as a calendar knows it, with the dates that are still to come, at most MOST_DATES of them."""

    uid: str
    title: Mapping[str, str]
    dates: Sequence[PlannedDate]
    text: Mapping[str, str]
    location: str = ""
    organiser: str = ""
    audience: Audience = Audience.EVERYONE
    is_free: bool = False
    price: str = ""
    link: str = ""
    source_address: str = ""
    is_all_day: bool = False
    has_end: bool = True
    is_cancelled: bool = False


@dataclass(frozen=True)
class Reading:
    """What a calendar holds."""

    drafts: Sequence[EventDraft]
    refused: Sequence[Refused]


def one_line(text: str, longest: int = LONGEST_LINE) -> str:
    """A text on one line, without tags and invisible signs."""
    return " ".join(plain_text(text).split())[:longest].strip()


def plain_text(text: str) -> str:
    """A text of some paragraphs. Tags become line breaks or nothing; what remains is never HTML to us."""
    if _A_TAG.search(text):
        reader = _Words()
        reader.feed(text[: LONGEST_TEXT * 10])
        reader.close()
        text = "".join(reader.words)
    else:
        text = html.unescape(text)
    lines = (" ".join(line.split()) for line in _INVISIBLE.sub(" ", text.replace("\r\n", "\n")).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:LONGEST_TEXT].strip()


def https_address(text: str) -> str:
    """An https address that a browser opens as a page; empty for anything else."""
    address = text.strip()
    if len(address) > LONGEST_TEXT or not address.isprintable() or " " in address:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    # A name before the host (https://bank.be@elsewhere.be) only serves to mislead.
    is_page = parts.scheme == "https" and "." in parts.netloc and "@" not in parts.netloc
    return address if is_page and not set(address) & set("<>\"'\\") else ""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in _UNSEEN
        self._break(tag, begins=True)

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        self._break(tag, begins=False)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data)

    def _break(self, tag: str, *, begins: bool) -> None:
        if tag in _BREAKS or (tag == "br" and begins):
            self.words.append("\n")
