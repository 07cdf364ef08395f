"""The text of a key: its shape, its prefix, its hash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vafa.domain.clubs.secrets import ENTROPY_BYTES, hash_of, key_text, prefix_of


@given(st.binary(min_size=ENTROPY_BYTES, max_size=ENTROPY_BYTES), st.booleans())
def test_a_keys_prefix_is_read_back_from_its_text(entropy: bytes, is_test: bool) -> None:  # noqa: FBT001  framework
    prefix, text = key_text(entropy=entropy, is_test=is_test)

    assert prefix_of(text) == prefix
    assert text.startswith("vafa_test_" if is_test else "vafa_live_")
    assert len(text) == len("vafa_live_") + 8 + 1 + 43


def test_every_bit_of_randomness_reaches_the_secret() -> None:
    lowest, highest = bytes(40), bytes(39) + b"\x01"

    assert key_text(entropy=lowest, is_test=False) != key_text(entropy=highest, is_test=False)
    assert key_text(entropy=b"\x80" + bytes(39), is_test=False)[0] != "00000000"


@pytest.mark.parametrize(
    "text", ["", "vafa_live_12345678", "vafa_live_1234567_" + "a" * 43, "x" * 62, "vafa_prod_"]
)
def test_what_is_no_key_has_no_prefix(text: str) -> None:
    assert prefix_of(text) == ""


def test_hash_is_of_the_whole_text() -> None:
    assert len(hash_of("vafa")) == 32
    assert hash_of("a") != hash_of("b")
