"""A club's own fields in a form: each kind is drawn, read back as stored, and written."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from vafa.domain.members.fields import FieldDefinition
from vafa.interfaces.web import own_fields
from vafa.interfaces.web.forms import PageForm

OWN = (
    FieldDefinition("name", "نام", "text", is_required=True),
    FieldDefinition("size", "اندازه", "number"),
    FieldDefinition("since", "از", "date"),
    FieldDefinition("how", "آشنایی", "choice", ("دوست", "تبلیغ")),
)


def form(sent: dict[str, str] | None, *, asks: bool = True) -> PageForm:
    """Make a form with the fields."""
    made = PageForm(sent)
    own_fields.add(made, OWN, {"since": "1403-12-30", "size": 38}, asks=asks)
    return made


def test_what_is_stored_is_shown_and_what_is_typed_is_stored() -> None:
    sent = {"own-name": " آوا ", "own-size": "۴۱", "own-since": "۱۴۰۳/۱۲/۳۰", "own-how": "دوست"}
    filled = form(sent)

    assert filled.is_valid()
    assert filled.initial == {
        "own-name": None, "own-size": 38, "own-since": date(2025, 3, 20), "own-how": None,
    }  # fmt: skip
    assert own_fields.given(filled, OWN) == {
        "name": "آوا", "size": 41, "since": "1403-12-30", "how": "دوست",
    }  # fmt: skip


def test_what_is_left_empty_is_cleared_and_required_is_asked_of_the_member_only() -> None:
    assert not form({}).is_valid()
    office = form({}, asks=False)

    assert office.is_valid()
    assert own_fields.given(office, OWN) == dict.fromkeys(("name", "size", "since", "how"))


@pytest.mark.parametrize("sent", [
    {"own-size": "سی"}, {"own-since": "1404/12/30"}, {"own-how": "دیگر"},
    {"own-name": "6037 9911 1111 1112"},
])  # fmt: skip
def test_what_does_not_fit_is_said_at_its_field(sent: dict[str, str]) -> None:
    wrong = form({"own-name": "آوا", **sent})

    assert list(wrong.errors) == list(sent)


def test_values_are_written_for_the_reader() -> None:
    with override("fa"):
        assert own_fields.written(OWN[2], "1403-12-30") == "۳۰ اسفند ۱۴۰۳"
        assert own_fields.written(OWN[1], 38) == "۳۸"
