import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import OperationalError

from cityshop.core.errors import Unknown
from cityshop.core.group_commit import MOST_TOGETHER, GroupCommit

LONGEST = 10


class Book:
    """Writes down which wishes came together; waits with the first group until it is told to go on."""

    def __init__(self):
        self.groups = []
        self.go_on = threading.Event()

    def write(self, wishes):
        self.groups.append(list(wishes))
        assert self.go_on.wait(LONGEST)
        return [wish * 2 for wish in wishes]


def test_everybody_gets_the_answer_to_their_own_wish():
    book = Book()
    book.go_on.set()
    together = GroupCommit(book.write)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(together.ask, range(500)))

    assert answers == [number * 2 for number in range(500)]
    assert sorted(wish for group in book.groups for wish in group) == list(range(500))


def test_what_arrives_while_one_writes_is_written_together():
    book, everybody = Book(), 100
    together = GroupCommit(book.write)

    with ThreadPoolExecutor(everybody) as pool:
        asked = [pool.submit(together.ask, number) for number in range(everybody)]
        while together.waiting + len(book.groups[0] if book.groups else []) < everybody:
            threading.Event().wait(0.001)
        book.go_on.set()
        answers = [one.result(LONGEST) for one in asked]

    assert answers == [number * 2 for number in range(everybody)]
    assert max(len(group) for group in book.groups) == MOST_TOGETHER
    assert len(book.groups) < everybody / 10


def test_a_refusal_reaches_only_whom_it_is_for():
    together = GroupCommit(lambda wishes: [Unknown() if wish < 0 else wish for wish in wishes])

    assert together.ask(1) == 1
    with pytest.raises(Unknown):
        together.ask(-1)


def test_a_wish_that_cannot_be_written_keeps_nobody_back():
    first = threading.Event()

    def write(wishes):
        if wishes == ["first"]:
            first.wait(LONGEST)
        if "poison" in wishes:
            raise ValueError("poison")
        return wishes

    together = GroupCommit(write)
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(together.ask, wish) for wish in ("first", "poison", "good")]
        while together.waiting < 2:
            threading.Event().wait(0.001)
        first.set()

        assert asked[2].result(LONGEST) == "good"
        with pytest.raises(ValueError, match="poison"):
            asked[1].result(LONGEST)


def test_when_the_database_is_away_it_is_asked_once():
    tries = []

    def write(wishes):
        tries.append(wishes)
        raise OperationalError("BEGIN", None, Exception("away"))

    with pytest.raises(OperationalError):
        GroupCommit(write).ask("anything")
    assert len(tries) == 1
