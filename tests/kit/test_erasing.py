"""Finding a person in text: every spelling of a mobile, and no number that merely holds it."""

import re

import pytest

from vafa.kit.erasing import blank, pattern_for

PATTERN = pattern_for(
    mobile="+989121234567", texts=["sara@example.com", "سارا احمدی", "تهران (۱)", "abc"]
)


@pytest.mark.parametrize(
    "text",
    [
        "09121234567", "+989121234567", "00989121234567", "9121234567", "۰۹۱۲۱۲۳۴۵۶۷",
        "٠٩١٢١٢٣٤٥٦٧", "0912 123 4567", "0912-123-4567", "SARA@example.com", "سارا  احمدی",
        "تهران (۱)",
    ],
)  # fmt: skip
def test_every_spelling_is_found(text: str) -> None:
    assert blank(value=f"x {text} y", pattern=PATTERN) == "x erased y"


@pytest.mark.parametrize("text", ["412091212345671", "09121234568", "abc", "sara@example.org"])
def test_what_merely_looks_alike_stays(text: str) -> None:
    assert blank(value=text, pattern=PATTERN) == text


def test_documents_keep_names_numbers_and_shape() -> None:
    value = {"09121234567": [9121234567, "t 09121234567", None, True]}

    assert blank(value=value, pattern=PATTERN) == {
        "09121234567": [9121234567, "t erased", None, True]
    }


def test_nobody_is_found_without_anything_to_find() -> None:
    assert re.search(pattern_for(mobile="", texts=["abc"]), "abc 09121234567") is None
