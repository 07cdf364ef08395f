"""A club that keeps gift cards and top-ups in credit that pays like money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock, ref
from tests.programme.shop import patched
from vafa.domain.clubs.principal import Claim
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.rewards.operations.card_sales import CardIssued
from vafa.domain.rewards.operations.gift_cards import CardShown
from vafa.domain.rewards.records import CardPayment, Purchase, PurchaseLine
from vafa.journeys.issue_gift_card import issue_gift_card
from vafa.journeys.record_purchase import record_purchase
from vafa.journeys.show_gift_card import show_gift_card

CARDS = {"/units/1/redemption/spend_as": "tender", "/gift_card_unit": "credit"}


def card_club(**changes: Any) -> Club:
    """Give a club with gift cards, whose purchases earn points and no credit."""
    document = patched({**CARDS, **changes})
    return a_club(document.model_copy(update={"rules": document.rules[:1]}))


def buy(
    club: Club,
    *lines: PurchaseLine,
    name: str = "Sara",
    cards: Sequence[CardPayment] = (),
    asked: Claim | None = None,
    **more: Any,
) -> PurchaseDone:
    """Record a purchase, paid with cards."""
    purchase = Purchase(
        ref(club.join(name)), "till", more.pop("document", f"R-{IDS.next()}"), lines=lines,
        gift_cards=tuple(cards), **more,
    )  # fmt: skip
    with clock(club.at):
        return record_purchase(
            principal=club.principal, claim=asked or claim(), event_at=club.at, ids=IDS,
            vault=VAULT, purchase=purchase,
        )  # fmt: skip


def goods(net: int, vat: int = 0) -> PurchaseLine:
    """Give a line of goods."""
    return PurchaseLine(net, vat_rials=vat)


def card_line(net: int) -> PurchaseLine:
    """Give a line that sells a gift card."""
    return PurchaseLine(net, kind="gift_card")


def issue(club: Club, sale: PurchaseDone, line: int = 1, **more: Any) -> CardIssued:
    """Issue the card that a line sold."""
    with clock(club.at):
        return issue_gift_card(
            principal=club.principal, event_at=club.at, ids=IDS, vault=VAULT,
            sale_id=sale.event_id, line=line, **more,
        )  # fmt: skip


def a_card(club: Club, rials: int, name: str = "Ali") -> CardIssued:
    """Sell and issue a card."""
    return issue(club, buy(club, card_line(rials), name=name))


def held(club: Club, card: CardIssued, name: str = "Sara") -> CardShown:
    """Look up what a card holds."""
    with clock(club.at):
        return show_gift_card(
            principal=club.principal, vault=VAULT, member_id=club.join(name), code=card.code
        )
