"""The field types: what is read, what is refused, and how."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from vafa.interfaces.api import fields

NOON = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


def read(type_: Any, value: object) -> Any:
    """Read one value as a field of this type."""
    return TypeAdapter(type_).validate_python(value)


def kind_of(type_: Any, value: object) -> str:
    """Give the kind under which a value is refused."""
    with pytest.raises(ValidationError) as caught:
        read(type_, value)
    return str(caught.value.errors()[0]["type"])


@pytest.mark.parametrize("value", [1.0, 1.5, "1", True, None, [1]])
def test_rials_when_not_a_whole_number_are_refused(value: object) -> None:
    assert kind_of(fields.Rials, value) == "int_type"


def test_rials_when_at_the_bound_are_read_and_above_it_refused() -> None:
    assert read(fields.Rials, 10**13) == 10**13
    assert kind_of(fields.Rials, 10**13 + 1) == "less_than_equal"
    assert kind_of(fields.Rials, -1) == "greater_than_equal"
    assert kind_of(fields.PositiveRials, 0) == "greater_than_equal"


@pytest.mark.parametrize("value", ["IRT", "irt", "Toman", " تومان "])
def test_currency_when_toman_says_what_to_do(value: str) -> None:
    assert kind_of(fields.Currency, value) == "currency_not_rial"


def test_currency_when_rial_is_read_and_another_refused() -> None:
    assert read(fields.Currency, "IRR") == "IRR"
    assert kind_of(fields.Currency, "USD") == "literal_error"
    assert kind_of(fields.Currency, None) == "literal_error"


@pytest.mark.parametrize("value", ["1", "9223372036854775807"])
def test_id_when_written_as_text_is_read(value: str) -> None:
    assert read(fields.GivenId, value) == int(value)


@pytest.mark.parametrize("value", [1, "0", "01", "-1", "9223372036854775808", "1" * 20, "۱", "a"])
def test_id_when_anything_else_is_refused(value: object) -> None:
    assert kind_of(fields.GivenId, value) == "wrong_pattern"


@pytest.mark.parametrize(
    "value", ["2026-11-22T10:30:00+03:30", "2026-11-22T07:00:00Z", "2026-11-22t07:00:00.000z"]
)
def test_moment_when_it_has_an_offset_is_read_in_utc(value: str) -> None:
    assert read(fields.GivenMoment, value) == NOON


@pytest.mark.parametrize(
    "value",
    [
        1763794800,
        "1763794800",
        "2026-11-22",
        "2026-11-22T10:30:00",
        "2026-02-30T10:30:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "1999-12-31T23:59:59Z",
        "2100-01-01T00:00:00Z",
        "2026-11-22T10:30:00+99:99",
        "2026-11-22 10:30:00Z",
    ],
)
def test_moment_when_it_is_none_is_refused(value: object) -> None:
    assert kind_of(fields.GivenMoment, value) == "not_moment"


@pytest.mark.parametrize(
    "value", ["09123456789", "۰۹۱۲۳۴۵۶۷۸۹", "+98 912 345 6789", "00989123456789"]
)
def test_mobile_in_any_script_and_form_is_one(value: str) -> None:
    assert read(fields.Mobile, value) == "+989123456789"


@pytest.mark.parametrize("value", ["02188888888", "0912345678x", "091234567890"])
def test_mobile_when_it_is_none_is_refused(value: str) -> None:
    assert kind_of(fields.Mobile, value) == "invalid_mobile"


def test_free_text_when_it_holds_a_card_number_is_refused() -> None:
    assert kind_of(fields.FreeText, "card 6037 9911 1111 1112 of Sara") == "card_number"
    assert read(fields.FreeText, "سارا احمدی") == "سارا احمدی"


@pytest.mark.parametrize("value", ["1_0", " 5", "5.0", "", "-1", "0", "9999999999", True, 1.0])
def test_number_in_an_address_when_not_plain_digits_is_refused(value: object) -> None:
    assert kind_of(fields.NumberInAddress, value) in {"not_whole", "greater_than_equal"}


def test_shown_id_when_a_number_is_text_and_nothing_stays_nothing() -> None:
    assert read(fields.ShownId, 2**62) == str(2**62)
    assert read(fields.ShownId | None, None) is None
    assert kind_of(fields.ShownId, None) == "string_type"


def test_shown_moment_when_written_is_utc() -> None:
    written = TypeAdapter(fields.ShownMoment).dump_json(NOON)

    assert written == b'"2026-11-22T07:00:00Z"'
