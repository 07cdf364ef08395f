"""Identifiers: the vectors, then what the vectors leave out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vafa.kit.errors import Refused
from vafa.kit.identity import (
    InvalidCard,
    InvalidEconomicCode,
    InvalidLegalId,
    InvalidMobile,
    InvalidNationalId,
    InvalidPostalCode,
    InvalidSheba,
    looks_like_card,
    masked_card,
    masked_mobile,
    normalise_economic_code,
    normalise_legal_id,
    normalise_mobile,
    normalise_national_id,
    normalise_postal_code,
    normalise_sheba,
    spaced_mobile,
)
from vafa.kit.persian import persian_digits

Case = dict[str, Any]

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/iran.json").read_text("utf-8"))[
    "identity"
]
MOBILES = VECTORS["mobile"]["cases"]


def accepted(function: Callable[[str], str], error: type[Refused], text: str) -> str | None:
    """Give the stored form, or None where it is refused."""
    try:
        return function(text)
    except error:
        return None


@pytest.mark.parametrize("case", MOBILES, ids=lambda case: case["input"])
def test_mobile(case: Case) -> None:
    assert accepted(normalise_mobile, InvalidMobile, case["input"]) == case["expected"]


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("۰۹۱۲۳۴۵۶۷۸۹", "+989123456789"),
        ("00989123456789", "+989123456789"),
        ("\u202a+98 912 345 6789\u202c", "+989123456789"),
        ("0912\u2013345.67/89", "+989123456789"),
        ("+9809123456789", "+989123456789"),
        ("\uff1912345678\uff19", "+989123456789"),
        ("+979123456789", None),
        ("009123456789", None),
        ("9809123456789", None),
        ("09123456789 09123456780", None),
        ("0912345678x", None),
    ],
)
def test_mobile_forms_that_people_type(text: str, stored: str | None) -> None:
    assert accepted(normalise_mobile, InvalidMobile, text) == stored


def test_mobile_shown_masked_and_spaced() -> None:
    assert masked_mobile("+989123456789") == "0912***6789"
    assert spaced_mobile("+989123456789") == "0912 345 6789"


@given(subscriber=st.integers(0, 10**9 - 1).map(lambda n: f"9{n:09}"), persian=st.booleans())
def test_every_form_of_a_mobile_is_one_member(*, subscriber: str, persian: bool) -> None:
    """Case E76: whatever the prefix and script, the stored form is the same."""
    forms = [prefix + subscriber for prefix in ("0", "", "98", "+98", "0098", "+980")]

    stored = {normalise_mobile(persian_digits(form) if persian else form) for form in forms}

    assert stored == {f"+98{subscriber}"}


@pytest.mark.parametrize("text", VECTORS["national_id"]["valid"])
def test_national_id(text: str) -> None:
    assert normalise_national_id(persian_digits(text)) == text


@pytest.mark.parametrize(
    "text", [*VECTORS["national_id"]["invalid"], "9990000002", "999000000x", "+990000001", ""]
)
def test_national_id_that_is_wrong(text: str) -> None:
    with pytest.raises(InvalidNationalId):
        normalise_national_id(text)


@pytest.mark.parametrize("typed", ["00000019", "000000019", "000-000001-9"])
def test_national_id_gets_its_leading_zeros_back(typed: str) -> None:
    assert normalise_national_id(typed) == "0000000019"


@pytest.mark.parametrize("text", VECTORS["legal_id"]["valid"])
def test_legal_id(text: str) -> None:
    assert normalise_legal_id(text) == text


@pytest.mark.parametrize("text", VECTORS["legal_id"]["invalid"])
def test_legal_id_that_is_wrong(text: str) -> None:
    with pytest.raises(InvalidLegalId):
        normalise_legal_id(text)


@pytest.mark.parametrize("text", VECTORS["economic_code"]["valid_shape"])
def test_economic_code(text: str) -> None:
    assert normalise_economic_code(text) == text


@pytest.mark.parametrize("text", [*VECTORS["economic_code"]["invalid_shape"], "99000000012"])
def test_economic_code_that_is_wrong(text: str) -> None:
    with pytest.raises(InvalidEconomicCode):
        normalise_economic_code(text)


@pytest.mark.parametrize(("typed", "stored"), VECTORS["postal_code"]["input_to_stored"])
def test_postal_code(typed: str, stored: str) -> None:
    assert normalise_postal_code(typed) == stored


@pytest.mark.parametrize("text", ["111145555", "11114555555", "11114a5555", ""])
def test_postal_code_that_is_wrong(text: str) -> None:
    with pytest.raises(InvalidPostalCode):
        normalise_postal_code(text)


@pytest.mark.parametrize("text", VECTORS["sheba"]["valid"])
def test_sheba(text: str) -> None:
    spaced = " ".join(text[i : i + 4] for i in range(0, len(text), 4))

    assert normalise_sheba(spaced.lower()) == text


@pytest.mark.parametrize("text", VECTORS["sheba"]["invalid"])
def test_sheba_that_is_wrong(text: str) -> None:
    with pytest.raises(InvalidSheba):
        normalise_sheba(text)


@pytest.mark.parametrize("text", VECTORS["card_pan"]["valid"])
def test_card_keeps_first_six_and_last_four(text: str) -> None:
    assert masked_card(persian_digits(text)) == f"{text[:6]}******{text[-4:]}"


@pytest.mark.parametrize("text", [*VECTORS["card_pan"]["invalid"], "603799000000000", ""])
def test_card_that_is_wrong(text: str) -> None:
    with pytest.raises(InvalidCard):
        masked_card(text)


@pytest.mark.parametrize(
    "text",
    [
        "6037990000000006",
        "کارت ۶۰۳۷ ۹۹۰۰ ۰۰۰۰ ۰۰۰۶ علی",
        "شماره 1 6037-9900-0000-0006",
        "6037\u200e9900 0000\u200c0006.",
        "تلفن 09123456789 کارت:6219860000000019",
    ],
)
def test_card_number_in_free_text_is_seen(text: str) -> None:
    assert looks_like_card(text)


@pytest.mark.parametrize(
    "text",
    [
        "6037990000000007",
        "60379900000000061",
        "09123456789",
        "IR800170000000000000000123",
        "سه بسته ۱۲ تایی",
        "",
        "da585099-0844-4958-97d7-1231b3e2411e",
        "till-3:7D356997-6561-4063-96BC-36720891D143",
        "6409911693427009e62ad3e17b990697",
    ],
)
def test_other_text_is_not_a_card_number(text: str) -> None:
    assert not looks_like_card(text)
