"""What the till's script asks, as it is read: who, how much, and under which number."""

from datetime import UTC, datetime, timedelta

import pytest

from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.answers import Why
from vafa.interfaces.cashier.asked import (
    AmountUnread,
    CardNumberTyped,
    PurchaseAsked,
    WhoIsMissing,
    document_of,
    member_named,
    said,
)

KEY = "0123456789abcdef0123456789abcdef"
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def asked(**more: object) -> PurchaseAsked:
    """Give a sale as the script sends it."""
    body = {"who": "09123456789", "amount": "435000", "unit": "toman", "key": KEY, **more}
    return PurchaseAsked.model_validate(body)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("۰۹۱۲ ۳۴۵ ۶۷۸۹", MemberRef("mobile", "+989123456789")),
        ("VAFA:1234567890", MemberRef("number", "1234567890")),
        ("#42", MemberRef("id", "42")),
        ("12-3456-7890", MemberRef("number", "1234567890")),
    ],
)
def test_member_is_read_from_what_was_typed(typed: str, named: MemberRef) -> None:
    assert member_named(typed) == named


def test_what_names_nobody_is_refused() -> None:
    with pytest.raises(WhoIsMissing):
        member_named("")
    with pytest.raises(CardNumberTyped):
        member_named("6037 9912 3456 7893")


@pytest.mark.parametrize(("unit", "rials"), [("toman", 4_350_000), ("rial", 435_000)])
def test_amount_is_read_in_the_unit_that_was_shown(unit: str, rials: int) -> None:
    assert asked(unit=unit).as_record(key=KEY).amount_rials == rials


@pytest.mark.parametrize("amount", ["", "0", "-5", "abc", "1.55"])
def test_amount_that_is_none_is_refused(amount: str) -> None:
    with pytest.raises(AmountUnread):
        asked(amount=amount).as_record(key=KEY)


def test_waiting_changes_the_moment_and_not_the_claim() -> None:
    sent, later = asked(), asked(waited_ms=60_000)

    assert sent.claim() == later.claim()
    assert later.rung_at(NOW) == NOW - timedelta(minutes=1)


def test_another_sale_is_another_claim() -> None:
    assert asked().claim().body_hash != asked(amount="1").claim().body_hash


def test_number_of_the_receipt_follows_from_the_key() -> None:
    assert document_of(KEY) == document_of(KEY)
    assert len(document_of(KEY)) == len("7G4K-21Q9-XK2M")
    assert document_of(KEY) != document_of(KEY[::-1])


def test_reason_is_said_in_the_language_of_the_page() -> None:
    assert said(Why("سلام", "hello")) == "سلام"
    assert said(None) == ""
