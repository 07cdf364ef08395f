"""The text of the thanks: its places, and what it may not hold."""

import pytest

from vafa.domain.messaging.thanks import UnfitThanks, check, filled

VALUES = {"name": "سارا", "earned": "۲۰۰ تومان", "balance": "۵۰۰ تومان", "club": "کافه"}


def test_places_are_filled_in_both_languages() -> None:
    text = "{نام} عزیز، {پاداش} گرفتید؛ مانده {balance}. { club }"

    check(text)
    assert filled(text, VALUES) == "سارا عزیز، ۲۰۰ تومان گرفتید؛ مانده ۵۰۰ تومان. کافه"


def test_no_double_space_stays_where_a_name_is_missing() -> None:
    assert filled("از خرید {name} شما", VALUES | {"name": ""}) == "از خرید شما"


def test_an_empty_text_is_fit_and_says_nothing() -> None:
    check("")


@pytest.mark.parametrize("text", ["{mobile}", "{name", "name}", "{{name}}", "آ" * 401, "{}"])
def test_unfit_texts_are_refused(text: str) -> None:
    with pytest.raises(UnfitThanks):
        check(text)
