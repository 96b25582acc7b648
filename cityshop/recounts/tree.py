"""The ledger's tree as a file: all its rows, so that the way from a leaf to the root is a few short reads.

Row 0 are the leaves; each row above holds the hashes of two neighbours, and a last one without neighbour
moves up as it is: the tree of RFC 6962, from below.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from cityshop.elections.ledger import NODE

HASH_BYTES = 32


def write_tree(file: Path, leaves: Iterable[str]) -> None:
    """Write the rows of the tree over these leaves (64 hex digits each) one after the other."""
    row = [bytes.fromhex(leaf) for leaf in leaves]
    with file.open("wb") as written:
        while row:
            written.write(b"".join(row))
            row = _row_above(row) if len(row) > 1 else []


def audit_path(file: Path, size: int, place: int) -> list[str]:
    """The hashes beside the way from a leaf to the root, lowest first; IndexError for no such place."""
    if not 0 <= place < size:
        raise IndexError(place)
    path = []
    with file.open("rb") as tree:
        start, length = 0, size
        while length > 1:
            beside = place ^ 1
            if beside < length:
                tree.seek((start + beside) * HASH_BYTES)
                path.append(tree.read(HASH_BYTES).hex())
            start, place, length = start + length, place // 2, (length + 1) // 2
    return path


def _row_above(row: list[bytes]) -> list[bytes]:
    pairs = zip(row[::2], row[1::2], strict=False)
    above = [hashlib.sha256(NODE + left + right).digest() for left, right in pairs]
    return above + row[len(row) - len(row) % 2 :]
