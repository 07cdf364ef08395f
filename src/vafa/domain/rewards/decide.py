"""Pure decisions of the live flow: is a purchase well formed, which lines do the rules see."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from vafa.domain.clubs.records import ClubFacts
from vafa.domain.rewards.records import Purchase, PurchaseLine
from vafa.kit.amounts import MAX_RIALS, allocate, muldiv, net_of_gross, vat_of_net
from vafa.kit.errors import Refused
from vafa.programme.compile import CompiledProgramme
from vafa.programme.decide import decide_purchase
from vafa.programme.records import (
    Line,
    MemberSnapshot,
    MemberState,
    PurchaseDecision,
    PurchaseEvent,
)

MAX_LINES: Final = 1000
MAX_QUANTITY_MILLI: Final = 10**9
MAX_REVISION: Final = 10**6
_TEXT_LIMITS: Final = {
    "source": 60, "document": 100, "channel": 60, "branch": 60, "quote": 100, "group": 60,
    "product": 100, "attributes": 200, "bound_to": 100,
}  # fmt: skip
_UNSTORABLE: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_MAX_ATTRIBUTES: Final = 20
_CARRIES_NO_VAT: Final = frozenset({"gift_card", "top_up"})


class OtherCurrency(Refused):
    """Amounts are in Rial: the currency must be IRR."""


class LinesOrAmount(Refused):
    """A purchase has either lines or one amount."""


class TooManyLines(Refused):
    """A purchase has at most 1,000 lines."""


class AmountOutOfBounds(Refused):
    """An amount is below zero or above 10,000,000,000,000 Rial."""


class QuantityOutOfBounds(Refused):
    """A quantity is not above zero, or above a million items."""


class DiscountTooLarge(Refused):
    """The discount is larger than what it may be taken from."""


class TextOutOfBounds(Refused):
    """A text that is needed is missing, or one is too long or has control characters."""


class RevisionOutOfBounds(Refused):
    """A revision is a number from 0 to 1,000,000."""


class UnknownBranch(Refused):
    """The club has no such branch."""


def check_purchase(*, purchase: Purchase) -> None:
    """Refuse a purchase that is not well formed, before anything is asked of the database.

    :raises OtherCurrency: when the currency is not Rial.
    :raises LinesOrAmount: when it has both lines and an amount, or neither.
    :raises TooManyLines: when it has more than 1,000 lines.
    :raises AmountOutOfBounds: when an amount or the total is out of bounds.
    :raises QuantityOutOfBounds: when a quantity is.
    :raises TextOutOfBounds: when a text is missing or too long.
    """
    if purchase.currency != "IRR":
        raise OtherCurrency
    if bool(purchase.lines) == (purchase.amount_rials is not None):
        raise LinesOrAmount
    if len(purchase.lines) > MAX_LINES:
        raise TooManyLines
    _check_texts(purchase)
    amounts = [purchase.amount_rials or 0, purchase.discount_rials]
    for line in purchase.lines:
        amounts += [line.net_rials, line.gross_rials or 0, line.vat_rials or 0]
        if not 0 < line.quantity_milli <= MAX_QUANTITY_MILLI:
            raise QuantityOutOfBounds
    if min(amounts) < 0 or sum(amounts) > MAX_RIALS:
        raise AmountOutOfBounds


def _check_texts(purchase: Purchase) -> None:
    check_key(source=purchase.source, document=purchase.document)
    for name in ("channel", "branch", "quote"):
        check_text(field=name, text=getattr(purchase, name))
    for line in purchase.lines:
        check_text(field="group", text=line.group)
        check_text(field="product", text=line.product)
    if len(purchase.attributes) > _MAX_ATTRIBUTES:
        raise TextOutOfBounds(field="attributes")
    for name, value in purchase.attributes.items():
        check_text(field="attributes", text=name + value)
    if not 0 <= purchase.revision <= MAX_REVISION:
        raise RevisionOutOfBounds


def check_text(*, field: str, text: str) -> None:
    """Refuse a text that is too long or that no database can keep.

    :raises TextOutOfBounds: when it is.
    """
    if len(text) > _TEXT_LIMITS[field] or _UNSTORABLE.search(text):
        raise TextOutOfBounds(field=field)


def check_key(*, source: str, document: str) -> None:
    """Refuse a natural key without its source or document.

    :raises TextOutOfBounds: when one of them is missing or too long.
    """
    for name, text in (("source", source), ("document", document)):
        check_text(field=name, text=text)
        if not text:
            raise TextOutOfBounds(field=name)


def lines_of(*, purchase: Purchase, club: ClubFacts, day: int) -> tuple[Line, ...]:
    """Give the lines as the rules see them: discounts split, VAT known for each.

    An amount becomes one line, its VAT taken out by the club's rate of the day (E86).
    A discount of the order is split over the nets by largest remainder (E2), not over gift cards.

    :raises DiscountTooLarge: when the discount exceeds what it may be taken from.
    """
    rate = club.vat_on(day)
    if purchase.amount_rials is not None:
        return _one_line(purchase.amount_rials - purchase.discount_rials, purchase, rate)
    discounts = _discounts(purchase)
    return tuple(
        _line(number, line, discount, rate)
        for number, (line, discount) in enumerate(
            zip(purchase.lines, discounts, strict=True), start=1
        )
    )


def _one_line(paid: int, purchase: Purchase, rate: int) -> tuple[Line, ...]:
    if paid < 0:
        raise DiscountTooLarge
    net = net_of_gross(paid, rate)
    gross = net_of_gross(purchase.amount_rials or 0, rate)
    return (Line(1, "unspecified", net, gross, vat_rials=paid - net),)


def _discounts(purchase: Purchase) -> list[int]:
    weights = [0 if line.kind in _CARRIES_NO_VAT else line.net_rials for line in purchase.lines]
    if purchase.discount_rials > sum(weights):
        raise DiscountTooLarge
    return allocate(purchase.discount_rials, weights)


def _line(number: int, line: PurchaseLine, discount: int, rate: int) -> Line:
    net = line.net_rials - discount
    if line.vat_rials is None:
        vat = 0 if line.kind in _CARRIES_NO_VAT else vat_of_net(net, rate)
    else:
        vat = muldiv(line.vat_rials, net, line.net_rials) if line.net_rials else line.vat_rials
    return Line(
        number=number,
        group=line.group,
        net_rials=net,
        gross_rials=line.net_rials if line.gross_rials is None else line.gross_rials,
        vat_rials=vat,
        quantity_milli=line.quantity_milli,
        kind=line.kind,
        product=line.product,
    )


def without_member(*, programme: CompiledProgramme, event: PurchaseEvent) -> PurchaseDecision:
    """Give what a purchase costs that nobody gains by: nothing is given, nothing is counted."""
    nobody = MemberSnapshot(MemberState())
    decision = decide_purchase(programme=programme, snapshot=nobody, event=event)
    return replace(
        decision, awards=(), tier_changes=(), state=nobody.state, qualifying_rials=0, reasons=()
    )
