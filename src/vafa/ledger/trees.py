"""A hash tree over leaves in order (as in RFC 6962), and the path from one leaf to its root.

A node is the hash of a one byte and both hashes under it; the last one of an odd row goes up as
it is. Leaves are hashed with a zero byte first, so that no leaf passes for a node.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def leaf_hash(text: str) -> bytes:
    """Hash the text of a leaf."""
    return sha256(b"\x00" + text.encode()).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours into the node over them."""
    return sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Give the root over leaves; there is at least one."""
    row = list(leaves)
    while len(row) > 1:
        row = _row_above(row)
    return row[0]


def path_of(leaves: Sequence[bytes], position: int) -> tuple[tuple[bool, bytes], ...]:
    """Give the neighbours from a leaf up to the root: whether one stands on the left, its hash."""
    row, path = list(leaves), []
    while len(row) > 1:
        neighbour = position ^ 1
        if neighbour < len(row):
            path.append((neighbour < position, row[neighbour]))
        row, position = _row_above(row), position // 2
    return tuple(path)


def _row_above(row: Sequence[bytes]) -> list[bytes]:
    pairs = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=False)]
    return [*pairs, row[-1]] if len(row) % 2 else pairs
