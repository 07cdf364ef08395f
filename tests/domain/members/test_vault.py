"""Sealing: opens in its own place only; look-ups differ by club and kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vafa.domain.members.vault import SealBroken, Vault

OLD = Vault(keys={1: b"a" * 32}, current=1, lookup_key=b"l" * 32)
NEW = Vault(keys={1: b"a" * 32, 2: b"b" * 32}, current=2, lookup_key=b"l" * 32)


@given(st.text(max_size=60))
def test_a_sealed_value_opens_in_its_place(value: str) -> None:
    sealed = OLD.seal(value=value, place="t:1:c")

    assert OLD.unseal(sealed=sealed, place="t:1:c") == value
    assert value.encode() not in sealed or len(value) < 3


def test_it_opens_nowhere_else_and_not_when_changed() -> None:
    sealed = OLD.seal(value="+989123456789", place="t:1:c")
    broken = sealed[:-1] + bytes([sealed[-1] ^ 1])

    unknown = b"\x09" + sealed[1:]

    for bad, place in ((sealed, "t:2:c"), (broken, "t:1:c"), (b"", "t:1:c"), (unknown, "t:1:c")):
        with pytest.raises(SealBroken):
            OLD.unseal(sealed=bad, place=place)


def test_keys_rotate_and_old_values_still_open() -> None:
    old, new = (vault.seal(value="x", place="p") for vault in (OLD, NEW))

    assert (old[0], new[0]) == (1, 2)
    assert NEW.unseal(sealed=old, place="p") == "x"
    with pytest.raises(SealBroken):
        OLD.unseal(sealed=new, place="p")


def test_the_same_value_in_two_rows_looks_different() -> None:
    assert OLD.seal(value="x", place="t:1:c")[1:] != OLD.seal(value="x", place="t:2:c")[1:]


def test_traces_are_of_one_club_and_one_kind() -> None:
    traces = {
        OLD.trace(club_id=club_id, kind=kind, value=value)
        for club_id in (1, 2)
        for kind in ("mobile", "number")
        for value in ("a", "b")
    }

    assert len(traces) == 8


def test_keys_are_not_shown() -> None:
    assert repr(b"a" * 32) not in repr(OLD)
