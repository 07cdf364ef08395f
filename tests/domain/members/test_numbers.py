"""Membership numbers: unique for near seeds, and every single wrong digit shows."""

from hypothesis import given
from hypothesis import strategies as st

from vafa.domain.members.numbers import normalise_number, number_from
from vafa.kit.persian import persian_digits

SEEDS = st.integers(0, 2**63 - 1)


@given(SEEDS)
def test_number_is_read_back_in_any_script_and_spacing(seed: int) -> None:
    number = number_from(seed)

    assert (len(number), normalise_number(number)) == (10, number)
    assert normalise_number(persian_digits(f"{number[:5]} {number[5:]}")) == number


@given(SEEDS, st.integers(1, 10**9 - 1))
def test_seeds_within_a_milliard_never_share_a_number(seed: int, apart: int) -> None:
    assert number_from(seed) != number_from(seed + apart)


@given(SEEDS, st.integers(0, 9), st.integers(1, 9))
def test_a_wrong_digit_shows(seed: int, place: int, by: int) -> None:
    number = number_from(seed)
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]

    assert normalise_number(wrong) == ""


def test_what_is_no_number_is_none() -> None:
    assert [normalise_number(text) for text in ("", "12", "abcdefghij", "1" * 11)] == [""] * 4
