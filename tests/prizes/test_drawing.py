import hashlib

import pytest

from cityshop.prizes.drawing import Guess, hash_of_list, in_order, published_list

SEED, ROOT = "a1" * 32, "5e" * 32


def test_the_nearest_answer_wins_from_either_side():
    guesses = [Guess("ver", 90), Guess("dichtst", 103), Guess("dicht", 96)]

    order = in_order(guesses, answer=100, seed=SEED, root=ROOT)

    assert [guess.entry for guess in order] == ["dichtst", "dicht", "ver"]


def test_equals_stand_in_the_order_of_the_draw_and_not_of_the_list():
    guesses = [Guess(f"entry-{number}", 95 + 10 * (number % 2)) for number in range(20)]

    order = in_order(guesses, answer=100, seed=SEED, root=ROOT)
    again = in_order(reversed(guesses), answer=100, seed=SEED, root=ROOT)

    assert order == again
    assert order != guesses
    digests = [hashlib.sha256((SEED + ROOT + guess.entry).encode()).hexdigest() for guess in order]
    assert digests == sorted(digests)


@pytest.mark.parametrize(("seed", "root"), [("b2" * 32, ROOT), (SEED, "6f" * 32)])
def test_another_seed_or_root_is_another_order(seed, root):
    guesses = [Guess(f"entry-{number}", 100) for number in range(20)]

    one = in_order(guesses, answer=100, seed=SEED, root=ROOT)

    assert in_order(guesses, answer=100, seed=seed, root=root) != one


def test_everybody_among_equals_can_win():
    guesses = [Guess(f"entry-{number}", 100) for number in range(4)]

    winners = {in_order(guesses, answer=100, seed=f"{seed:064x}", root=ROOT)[0].entry for seed in range(60)}

    assert len(winners) == len(guesses)


def test_the_published_list_is_the_same_whatever_the_order():
    guesses = [Guess("b", 2), Guess("a", 1)]

    text = published_list(guesses)

    assert text == "entry,answer\na,1\nb,2\n"
    assert hash_of_list(text) == hash_of_list(published_list(reversed(guesses)))
