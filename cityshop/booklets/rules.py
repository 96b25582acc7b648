"""What goes on which sheet of a booklet, counted in lines of text; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

LINES_A_SHEET = 40
LINES_OF_A_HEADING = 3
SIGNS_A_LINE = 72

_HOUSE_NUMBER = re.compile(
    r"\s+[0-9]+[a-z]?(?:[/\-][0-9a-z]+|\s(?:bus|bte|boîte|box)\.?\s*\w+)?$", re.IGNORECASE
)


class Printed(Protocol):
    """What stands on a sheet: how high it is in lines, and under which heading it comes."""

    @property
    def lines(self) -> int: ...

    @property
    def heading(self) -> str: ...


Entry = TypeVar("Entry", bound=Printed)


@dataclass
class Block(Generic[Entry]):
    """Entries under one heading; `goes_on`: the heading already stood on the sheet before."""

    heading: str
    goes_on: bool
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Sheet(Generic[Entry]):
    """One side of A5; `number` is the page number, `first` the place of its first entry among all, from 0."""

    number: int
    first: int
    blocks: list[Block[Entry]] = field(default_factory=list)


def laid_out(entries: Sequence[Entry], *, first_number: int) -> list[Sheet[Entry]]:
    """The entries, in their order, on as few sheets as they need; none is broken over two sheets."""
    sheets: list[Sheet[Entry]] = []
    room = 0
    for position, entry in enumerate(entries):
        is_new = position == 0 or entries[position - 1].heading != entry.heading
        needed = entry.lines + (LINES_OF_A_HEADING if is_new else 0)
        if needed > room:
            sheets.append(Sheet(first_number + len(sheets), position))
            sheets[-1].blocks.append(Block(entry.heading, goes_on=not is_new))
            room = LINES_A_SHEET - LINES_OF_A_HEADING - entry.lines
        else:
            room -= needed
            if is_new:
                sheets[-1].blocks.append(Block(entry.heading, goes_on=False))
        sheets[-1].blocks[-1].entries.append(entry)
    return sheets


def headings_of(sheets: Sequence[Sheet[Entry]]) -> Iterator[tuple[str, int]]:
    """Every heading, with the number of the page where it begins."""
    for sheet in sheets:
        for block in sheet.blocks:
            if not block.goes_on:
                yield block.heading, sheet.number


def lines_of(*texts: str) -> int:
    """How many lines these texts take, each on lines of its own; nothing takes none."""
    return sum(-(-len(text) // SIGNS_A_LINE) for text in texts)


def street_of(address: str) -> str:
    """The street without its house number."""
    return _HOUSE_NUMBER.sub("", address) or address
