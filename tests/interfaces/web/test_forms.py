"""Forms read any digits; what a journey refuses stands beside its field."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from vafa.interfaces.web import formats, forms
from vafa.interfaces.web.formats import Display
from vafa.kit.identity import InvalidMobile
from vafa.ledger.errors import KeyReused, StillRunning


class Purchase(forms.KeyedForm):
    """A form with each kind of our fields."""

    name = forms.TextField(label="Name", required=False)
    count = forms.NumberField(label="Count", least=1, most=100, required=False)
    amount = forms.MoneyField(label="Amount", least=10, most=10**12, required=False)
    share = forms.PercentField(label="Share", required=False)
    mobile = forms.MobileField(label="Mobile", required=False)
    day = forms.DayField(label="Day", required=False)


@pytest.mark.parametrize(
    ("field", "typed", "given"),
    [
        ("name", "  علي   كريمي ", "علی کریمی"),
        ("count", "۱۲", 12),
        ("count", "٣", 3),
        ("amount", "۱۲۵٬۰۰۰", 1_250_000),
        ("amount", "125,000.5", 1_250_005),
        ("amount", "۱۲۵٫۵", 1_255),
        ("share", "۵٫۲۵٪", 525),
        ("share", "100", 10_000),
        ("mobile", "۰۹۱۲ ۳۴۵ ۶۷۸۹", "+989123456789"),
        ("day", "2026-11-22", date(2026, 11, 22)),
        ("day", "۱۴۰۵/۰۹/۰۱", date(2026, 11, 22)),
        ("day", "", None),
        ("amount", "", None),
    ],
)
def test_a_field_reads_what_people_type(field: str, typed: str, given: Any) -> None:
    form = Purchase({"key": "k", field: typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data[field] == given


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("count", "0"),
        ("count", "101"),
        ("count", "1.5"),
        ("count", "NaN"),
        ("amount", "ده هزار"),
        ("amount", "0.25"),
        ("amount", "-5"),
        ("amount", "1e400"),
        ("share", "100.01"),
        ("share", "Infinity"),
        ("mobile", "021 1234567"),
        ("day", "1404/12/30"),
        ("day", "2026-02-30"),
        ("day", "soon"),
    ],
)
def test_a_field_says_what_it_wants(field: str, typed: str) -> None:
    form = Purchase({"key": "k", field: typed})

    assert list(form.errors) == [field]


def test_amounts_are_typed_and_shown_in_the_unit_of_the_club() -> None:
    with formats.shown(Display(unit="new_rial")), translation.override("en"):
        form = Purchase({"key": "k", "amount": "0.1255"})
        assert form.is_valid()
        shown = Purchase(initial={"amount": 1_255})["amount"].value()

    assert (form.cleaned_data["amount"], shown) == (1_255, "0.1255")


def test_a_refusal_stands_at_the_field_that_is_to_blame() -> None:
    form = Purchase({"key": "k"})
    form.is_valid()

    with translation.override("fa"):
        form.refuse(InvalidMobile(), fields={"invalid_mobile": "mobile"})
        form.refuse(InvalidMobile())

    assert form.errors == {
        "mobile": ["این نوشته شمارهٔ موبایل ایران نیست."],
        "__all__": ["این نوشته شمارهٔ موبایل ایران نیست."],
    }


def test_each_drawn_form_names_its_own_request() -> None:
    first, second = Purchase(), Purchase()
    sent = Purchase({"key": first["key"].value()})

    assert first["key"].value() != second["key"].value()
    assert sent["key"].value() == first["key"].value()


def test_what_was_refused_is_sent_again_as_another_request() -> None:
    form = Purchase({"key": "first", "name": "علی"})
    form.is_valid()

    form.refuse(InvalidMobile(), fields={"invalid_mobile": "mobile"})

    assert form["key"].value() not in {"first", "", None}
    assert form["name"].value() == "علی"


def test_what_may_have_been_done_is_sent_again_as_the_same_request() -> None:
    form = Purchase({"key": "first"})
    form.is_valid()

    form.refuse(StillRunning())

    assert form["key"].value() == "first"


def test_a_form_that_was_sent_with_something_else_says_so_in_plain_words() -> None:
    form = Purchase({"key": "first"})
    form.is_valid()

    with translation.override("fa"):
        form.refuse(KeyReused())

    (text,) = form.non_field_errors()
    assert "Idempotency" not in str(text)
    assert form["key"].value() != "first"


@pytest.mark.parametrize("text", ["", "abc", "12x", "1/2"])
def test_no_number_is_none(text: str) -> None:
    assert forms.exact(text, places=0) is None


def test_a_huge_exponent_costs_nothing() -> None:
    assert forms.exact("1e999999", places=0) is None
