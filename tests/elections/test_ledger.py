import hashlib

import pytest

from cityshop.elections.keys import ContestKey
from cityshop.elections.ledger import Checkpoint, Tree, audit_path, is_signed, leaf_of, root_of

# The example of RFC 9162, 2.1.5, whose leaves are these bytes behind 0x00.
INPUTS = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
LEAVES = [hashlib.sha256(b"\x00" + bytes.fromhex(given)).hexdigest() for given in INPUTS]


@pytest.mark.parametrize(("size", "root"), ROOTS.items())
def test_the_root_is_that_of_the_standard(size, root):
    assert root_of(LEAVES[:size]) == root


def test_the_root_of_nothing_is_the_digest_of_nothing():
    assert root_of([]) == hashlib.sha256().hexdigest()


@pytest.mark.parametrize("cut", range(9))
def test_a_tree_that_grew_in_two_steps_has_the_same_root(cut):
    grown = Tree().with_leaves(LEAVES[:cut]).with_leaves(LEAVES[cut:])

    assert grown == Tree().with_leaves(LEAVES)
    assert grown.root == ROOTS[8]


def test_a_tree_is_kept_as_its_full_subtrees():
    assert [len(Tree().with_leaves(LEAVES[:size]).peaks) for size in range(9)] == [0, 1, 1, 2, 1, 2, 2, 3, 1]


@pytest.mark.parametrize("size", range(1, 9))
def test_every_leaf_has_a_way_to_the_root(size):
    for place, leaf in enumerate(LEAVES[:size]):
        assert _climbed(leaf, audit_path(LEAVES[:size], place), place, size) == root_of(LEAVES[:size])


def _climbed(leaf, path, place, size):
    """As RFC 9162, 2.1.3.2 says it."""
    here, last, found = place, size - 1, bytes.fromhex(leaf)
    for beside in map(bytes.fromhex, path):
        if here % 2 or here == last:
            found = hashlib.sha256(b"\x01" + beside + found).digest()
            while here % 2 == 0 and here:
                here, last = here >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\x01" + found + beside).digest()
        here, last = here >> 1, last >> 1
    return found.hex()


def test_a_leaf_is_the_digest_of_its_facts():
    text = '{"candidate":"bert","contest":"kortrijk/x","nonce":"aa","salt":"bb"}'

    leaf = leaf_of(contest="kortrijk/x", candidate="bert", nonce="aa", salt="bb")

    assert leaf == hashlib.sha256(b"\x00" + text.encode()).hexdigest()


def test_a_checkpoint_names_the_one_before_it_and_is_signed():
    signer = ContestKey(b"k" * 32).signer()
    first = Checkpoint("kortrijk/x", 3, ROOTS[3])
    second = Checkpoint("kortrijk/x", 8, ROOTS[8], first.digest)

    signature = signer.sign(second.text())

    assert is_signed(second.text(), signature, public_key=signer.public_key)
    assert not is_signed(first.text(), signature, public_key=signer.public_key)
    assert not is_signed(second.text(), signature, public_key=ContestKey(b"x" * 32).signer().public_key)
    assert not is_signed(second.text(), "zz", public_key=signer.public_key)
