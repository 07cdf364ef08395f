"""The code on a receipt: how it reads, and that a slip is noticed."""

import itertools

import pytest

from tests.factories.clubs import VAULT
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.receipts import code_of, trace_of

CODE = code_of(vault=VAULT, club_id=1, sale_id=42)


def test_code_is_short_and_stays_the_same() -> None:
    again = code_of(vault=VAULT, club_id=1, sale_id=42)

    assert again == CODE
    assert [len(part) for part in CODE.split("-")] == [5, 5, 4]
    assert not set(CODE) & set("01ILO")


def test_codes_of_sales_clubs_and_installations_differ() -> None:
    elsewhere = Vault(keys=VAULT.keys, current=1, lookup_key=b"m" * 32)
    codes = {code_of(vault=VAULT, club_id=1, sale_id=number) for number in range(1000)}
    codes.add(code_of(vault=VAULT, club_id=2, sale_id=42))
    codes.add(code_of(vault=elsewhere, club_id=1, sale_id=42))

    assert len(codes) == 1002


@pytest.mark.parametrize(
    "typed",
    [CODE.lower(), CODE.replace("-", ""), CODE.replace("-", " "), f" {CODE}\u200f"],
    ids=["small letters", "without dashes", "with spaces", "with marks of direction"],
)
def test_code_is_read_however_it_is_typed(typed: str) -> None:
    typed = typed.translate(str.maketrans("23456789", "۲۳۴۵۶۷۸۹"))

    trace = trace_of(vault=VAULT, club_id=1, code=typed)

    assert trace == trace_of(vault=VAULT, club_id=1, code=CODE) != b""


def test_any_one_wrong_or_two_swapped_characters_are_no_code() -> None:
    text = CODE.replace("-", "")
    slips = {
        text[:place] + other + text[place + 1 :]
        for place, other in itertools.product(range(len(text)), "23456789ABCDEFGHJKMNPQRSTUVWXYZ")
    }
    for one, two in itertools.combinations(range(len(text)), 2):
        swapped = list(text)
        swapped[one], swapped[two] = swapped[two], swapped[one]
        slips.add("".join(swapped))
    slips.discard(text)

    assert {trace_of(vault=VAULT, club_id=1, code=slip) for slip in slips} == {b""}


@pytest.mark.parametrize("text", ["", "A", CODE + "A", CODE[:-1] + "0", "۰" * 14, "é" * 14])
def test_other_texts_are_no_code(text: str) -> None:
    assert trace_of(vault=VAULT, club_id=1, code=text) == b""
