import pytest

from cityshop.core.codes import (
    ALPHABET,
    derived_key,
    is_same,
    keyed_digest,
    new_digits,
    new_typed_code,
    read_typed_code,
)


def test_a_new_code_can_be_read_back():
    codes = {new_typed_code() for _ in range(200)}

    assert len(codes) == 200
    assert all(read_typed_code(code) == code for code in codes)


def test_people_type_codes_their_own_way():
    code = new_typed_code()
    typed = code.lower().replace("0", "o").replace("1", "l")

    assert read_typed_code(f" {typed[:5]}-{typed[5:]} ") == code


def test_every_wrong_character_is_noticed():
    code = new_typed_code()

    for position in range(len(code)):
        for character in ALPHABET.replace(code[position], ""):
            assert read_typed_code(code[:position] + character + code[position + 1 :]) is None


def test_every_swapped_pair_is_noticed():
    code = new_typed_code()

    for position in range(len(code) - 1):
        one, other = code[position : position + 2]
        if one != other:
            assert read_typed_code(code[:position] + other + one + code[position + 2 :]) is None


@pytest.mark.parametrize("typed", ["", "ABC", "x" * 10_000, "ÀÉÎÕÜ12345", "🙂" * 10, "\0" * 10, "<script>12"])
def test_what_is_no_code_reads_as_none(typed):
    assert read_typed_code(typed) is None


def test_parts_of_a_digest_do_not_run_into_one_another():
    assert keyed_digest(b"k", "ab", "c") != keyed_digest(b"k", "a", "bc")


def test_a_key_for_one_purpose_is_not_the_key_for_another():
    assert not is_same(derived_key("secret", "votes"), derived_key("secret", "vouchers"))


def test_digits_keep_their_zeroes():
    assert all(len(new_digits()) == 6 for _ in range(100))
