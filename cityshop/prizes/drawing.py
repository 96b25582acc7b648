"""The draw: an order that anybody can work out again, from a seed that was promised before anybody voted."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Guess:
    """One line of the published list."""

    entry: str
    answer: int


def in_order(guesses: Iterable[Guess], *, answer: int, seed: str, root: str) -> list[Guess]:
    """Who is nearest first; equals by SHA-256 of seed, root and entry, written one after the other.

    Seed and root are 64 hex digits each, so that the three cannot run into one another.
    """

    def place(guess: Guess) -> tuple[int, bytes]:
        drawn = hashlib.sha256(f"{seed}{root}{guess.entry}".encode()).digest()
        return abs(guess.answer - answer), drawn

    return sorted(guesses, key=place)


def published_list(guesses: Iterable[Guess]) -> str:
    """The list as a file: `entry,answer` and a line for each, sorted by entry, lines ending in LF."""
    lines = sorted(f"{guess.entry},{guess.answer}" for guess in guesses)
    return "".join(f"{line}\n" for line in ("entry,answer", *lines))


def hash_of_list(text: str) -> str:
    """SHA-256 of the published file, 64 hex digits: says which list was drawn from after it is erased."""
    return hashlib.sha256(text.encode()).hexdigest()
