import hashlib

import pytest

from cityshop.elections import ledger
from cityshop.recounts.tree import audit_path, write_tree


def leaves_of(count):
    return [hashlib.sha256(bytes([number])).hexdigest() for number in range(count)]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 7, 8, 9, 33])
def test_the_file_gives_the_path_that_the_ledger_gives(tmp_path, count):
    leaves = leaves_of(count)
    write_tree(tmp_path / "tree", leaves)

    paths = [audit_path(tmp_path / "tree", count, place) for place in range(count)]

    assert paths == [ledger.audit_path(leaves, place) for place in range(count)]


@pytest.mark.parametrize("place", [-1, 5, 10**9])
def test_there_is_no_path_from_where_no_leaf_is(tmp_path, place):
    write_tree(tmp_path / "tree", leaves_of(5))

    with pytest.raises(IndexError):
        audit_path(tmp_path / "tree", 5, place)


def test_no_leaves_make_an_empty_file(tmp_path):
    write_tree(tmp_path / "tree", [])

    assert (tmp_path / "tree").read_bytes() == b""
