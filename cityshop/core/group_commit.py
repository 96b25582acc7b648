"""Group commit: what arrives while a transaction runs is written together in the next one.

A commit waits for the disk. A hundred votes a second, each with a commit of its own, wait a hundred times;
written together they wait a few times, and everybody is answered only after the commit that holds their vote.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from cityshop.core.db import UNAVAILABLE

MOST_TOGETHER = 64

Wish = TypeVar("Wish")
Answer = TypeVar("Answer")


@dataclass
class _Waiting(Generic[Wish, Answer]):
    wish: Wish
    answer: Answer | Exception | None = None


class GroupCommit(Generic[Wish, Answer]):
    """`write` takes wishes, writes all in one transaction, and gives for each its answer or its refusal.

    There is no thread of its own: whoever finds nobody writing writes for all who wait.
    """

    def __init__(self, write: Callable[[Sequence[Wish]], Sequence[Answer | Exception]]) -> None:
        self._write = write
        self._waiting: deque[_Waiting[Wish, Answer]] = deque()
        self._turn = threading.Lock()

    def ask(self, wish: Wish) -> Answer:
        """The answer, once it is on disk; raises what was refused, or that the database is away."""
        mine: _Waiting[Wish, Answer] = _Waiting(wish)
        self._waiting.append(mine)
        with self._turn:
            while mine.answer is None:  # others may stand before us in the queue
                self._answer([self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_TOGETHER))])
        if isinstance(mine.answer, Exception):
            raise mine.answer
        return mine.answer

    @property
    def waiting(self) -> int:
        """How many wait for somebody to write for them."""
        return len(self._waiting)

    def _answer(self, group: Sequence[_Waiting[Wish, Answer]]) -> None:
        try:
            answers = self._write([one.wish for one in group])
        except Exception as error:  # noqa: BLE001 - nobody may wait for ever, so everybody is told
            self._answer_apart(group, error)
            return
        for one, answer in zip(group, answers, strict=True):
            one.answer = answer

    def _answer_apart(self, group: Sequence[_Waiting[Wish, Answer]], error: Exception) -> None:
        """One of them cannot be written: it must not keep back the others; a database that is away does."""
        for one in group:
            if len(group) == 1 or isinstance(error, UNAVAILABLE):
                one.answer = error
            else:
                self._answer([one])
