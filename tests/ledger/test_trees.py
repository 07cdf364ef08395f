"""The hash tree: a root for any number of leaves, and a path from each of them."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vafa.ledger.trees import leaf_hash, node_hash, path_of, root_of


def climbed(leaf: bytes, path: tuple[tuple[bool, bytes], ...]) -> bytes:
    """Go up from a leaf."""
    for is_left, neighbour in path:
        leaf = node_hash(neighbour, leaf) if is_left else node_hash(leaf, neighbour)
    return leaf


def test_a_leaf_is_no_node() -> None:
    assert leaf_hash("x") == sha256(b"\x00x").digest()
    assert node_hash(b"a", b"b") == sha256(b"\x01ab").digest()


def test_the_root_of_three_leaves_as_by_hand() -> None:
    a, b, c = (leaf_hash(text) for text in "abc")

    assert root_of([a]) == a
    assert root_of([a, b, c]) == node_hash(node_hash(a, b), c)
    assert path_of([a, b, c], 2) == ((True, node_hash(a, b)),)


@given(st.integers(1, 70), st.data())
def test_every_leaf_climbs_to_the_root_and_no_other_does(count: int, data: st.DataObject) -> None:
    """A path proves one leaf at one place, in as many steps as the tree is high at most."""
    leaves = [leaf_hash(str(number)) for number in range(count)]
    position = data.draw(st.integers(0, count - 1))

    path = path_of(leaves, position)

    assert climbed(leaves[position], path) == root_of(leaves)
    assert climbed(leaf_hash("another"), path) != root_of(leaves)
    assert len(path) <= (count - 1).bit_length()


@pytest.mark.parametrize("count", [2, 3, 8, 9])
def test_any_other_order_has_another_root(count: int) -> None:
    leaves = [leaf_hash(str(number)) for number in range(count)]

    assert root_of(leaves) != root_of(leaves[::-1])
