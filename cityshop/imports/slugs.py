"""Words in addresses for many places at once: a town may have a thousand places called Terras."""

from collections import Counter
from collections.abc import Iterable


class Slugs:
    """The words that are taken, and which number to try next behind each."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._next: Counter[str] = Counter()

    def free(self, word: str) -> str:
        """This word, or with a number behind it; from now on it is taken."""
        slug = word
        while slug in self._taken:
            self._next[word] += 1
            slug = f"{word}-{self._next[word] + 1}"
        self._taken.add(slug)
        return slug
