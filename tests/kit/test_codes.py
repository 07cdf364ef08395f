"""Codes are typed from paper: whatever is typed wrong shows."""

from hypothesis import given
from hypothesis import strategies as st

from vafa.kit.codes import code_text, normalise_code

NUMBERS = st.integers(0, 2**256)


@given(NUMBERS)
def test_a_code_is_read_back_however_it_is_typed(number: int) -> None:
    code = code_text(number)
    bare = code.replace("-", "")

    assert len(bare) == 14
    assert normalise_code(code) == normalise_code(f" {code.lower()} ") == bare


@given(NUMBERS, st.integers(0, 13), st.sampled_from("23456789ABCDEFGHJKMNPQRSTUVWXYZ"))
def test_one_wrong_character_is_no_code(number: int, place: int, other: str) -> None:
    bare = code_text(number).replace("-", "")
    wrong = bare[:place] + other + bare[place + 1 :]

    assert normalise_code(wrong) == (bare if wrong == bare else "")


def test_what_is_no_code_is_nothing() -> None:
    assert normalise_code("") == normalise_code("0123456789ABCD") == normalise_code("کد") == ""
