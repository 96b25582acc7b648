"""The draw: a seed promised before the vote opens, an order that anybody can work out again."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cityshop.core.codes import keyed_digest
from cityshop.elections.keys import ContestKey


@dataclass(frozen=True)
class Guess:
    """One line of the published list."""

    entry: str
    answer: int


def seed_of(key: ContestKey) -> str:
    """The seed of a contest's draw, 64 hex digits; fixed since the key was made, at opening."""
    return keyed_digest(key.secret, "prize draw").hex()


def commitment_to(seed: str) -> str:
    """SHA-256 of the seed's 32 bytes, published before anybody votes."""
    return hashlib.sha256(bytes.fromhex(seed)).hexdigest()


def in_order(guesses: Iterable[Guess], *, answer: int, seed: str, root: str) -> list[Guess]:
    """Who is nearest first; equals by SHA-256(seed ‖ root ‖ entry), the two first as bytes, the id as ASCII."""
    fixed = bytes.fromhex(seed) + bytes.fromhex(root)

    def place(guess: Guess) -> tuple[int, bytes]:
        return abs(guess.answer - answer), hashlib.sha256(fixed + guess.entry.encode()).digest()

    return sorted(guesses, key=place)


def published_list(guesses: Iterable[Guess]) -> str:
    """The list as a file: `entry,answer` and a line for each, sorted by entry, lines ending in LF."""
    lines = sorted(f"{guess.entry},{guess.answer}" for guess in guesses)
    return "".join(f"{line}\n" for line in ("entry,answer", *lines))


def hash_of_list(text: str) -> str:
    """SHA-256 of the published file, 64 hex digits: says which list was drawn from after it is erased."""
    return hashlib.sha256(text.encode()).hexdigest()
