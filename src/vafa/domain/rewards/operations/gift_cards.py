"""Gift cards: a holder of the book each, spent like money (E34, E36, O6); sold by `card_sales`.

What a card pays is tender: it lowers no VAT, and what it paid earns, for buying the card earned
nothing. Cards and top-ups themselves are paid with other money: none funds the order it is in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.queries import selves
from vafa.domain.members.records import MemberFound
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import answering, decide
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.rewards.budgets import Purse
from vafa.domain.rewards.operations import coupons
from vafa.domain.rewards.operations import purchase as buying
from vafa.domain.rewards.operations.gift_card_returns import available, card_event, lock
from vafa.domain.rewards.posting import Asked, Done, run, run_unasked
from vafa.domain.rewards.records import CardPayment, Purchase
from vafa.domain.rewards.reviews import note
from vafa.domain.rewards.rulebook import Rulebook, rulebook
from vafa.domain.vouchers import operations as vouchers
from vafa.domain.vouchers.models import GiftCard
from vafa.domain.vouchers.records import CardHeld
from vafa.kit.amounts import allocate
from vafa.kit.errors import NotFound, Refused
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger import queries as ledger
from vafa.ledger.records import Adjust, BurnUnits, LedgerEvent, SaleRow, Snapshot

_MOST_CARDS = 5
_MOST_HELD = 20


class NoSuchGiftCard(NotFound):
    """No open gift card with this code or id is for this member: read it again, or try later."""


class NeedsPlainPurchase(Refused):
    """Gift cards and top-ups need a purchase of their own, of a member."""


class TooManyGiftCards(Refused):
    """A purchase is paid with at most five gift cards, each named once."""


@dataclass(frozen=True, slots=True)
class CardShown:
    """What a gift card holds."""

    card_id: int
    unit: str
    sold_rials: int
    balance_rials: int
    is_closed: bool


@dataclass(frozen=True, slots=True)
class _Paying:
    """A locked card, what it holds, and how much of it is wished."""

    card: GiftCard
    available: int
    wish: int | None


def show(*, principal: Principal, vault: Vault, member_id: int, code: str) -> CardShown:
    """Give what a card of this code holds.

    :raises NoSuchGiftCard: when none is for this member, or ten codes were missed in an hour.
    """
    club_id = principal.club_id
    card = find(principal=principal, vault=vault, member_id=member_id, named=CardPayment(code))
    snapshot = book.peek(club_id=club_id, member_id=card.id)
    left = available(snapshot=snapshot, card=card)
    return CardShown(card.id, card.unit, card.rials, left, card.closed_at is not None)


def held(*, club_id: int, vault: Vault, member_id: int) -> tuple[CardHeld, ...]:
    """List the open cards that are bound to a member, newest first, with what is left on each."""
    with club_scope(club_id):
        mine = selves(club_id=club_id, member_id=member_id)
        rows = GiftCard.objects.filter(
            club_id=club_id, member_id__in=mine, closed_at=None, blocked_at=None
        )
        cards = list(rows.order_by("-id")[:_MOST_HELD])
    return tuple(
        CardHeld(
            card.id, vouchers.code_of(vault=vault, club_id=club_id, kind="gift_card", id_=card.id),
            card.unit, card.rials,
            available(snapshot=book.peek(club_id=club_id, member_id=card.id), card=card),
        )
        for card in cards
    )  # fmt: skip


def find(
    *,
    principal: Principal,
    vault: Vault,
    member_id: int,
    named: CardPayment,
    may_be_closed: bool = False,
) -> GiftCard:
    """Give an open card by its code, or by its id when it is bound to the member.

    :raises NoSuchGiftCard: when none is for this member, or ten codes were missed in an hour.
    """
    club_id = principal.club_id
    _, now = ledger.club_now(club_id=club_id)
    with club_scope(club_id):
        mine = selves(club_id=club_id, member_id=member_id)
        rows = GiftCard.objects.filter(club_id=club_id)
        if not may_be_closed:
            rows = rows.filter(closed_at=None, blocked_at=None)
        if not named.code:
            found = rows.filter(id=named.card_id, member_id__in=mine).first()
        elif vouchers.may_try(club_id=club_id, member_id=member_id, at=now):
            trace = vouchers.trace_of(vault=vault, club_id=club_id, code=named.code)
            found = rows.filter(trace=trace).first()
            if found is not None and found.member_id not in {None, *mine}:
                found = None
        else:
            found = None
        if found is None and named.code:
            vouchers.note_miss(club_id=club_id, member_id=member_id, at=now)
    if found is None:  # the miss is kept: its transaction has ended
        raise NoSuchGiftCard
    return found


def concerns(purchase: Purchase) -> bool:
    """Tell whether a purchase is paid with gift cards or tops a member's own value up."""
    return bool(purchase.gift_cards) or any(line.kind == "top_up" for line in purchase.lines)


def check_plain(*, club_id: int, purchase: Purchase) -> None:
    """Refuse gift cards and top-ups where a purchase is not recorded by itself for a member.

    :raises NeedsPlainPurchase: when it has some.
    """
    if not concerns(purchase):
        return
    epoch, now = ledger.club_now(club_id=club_id)
    keeps = rulebook(club_id, epoch).latest(now).document.gift_card_unit is not None
    if keeps or purchase.gift_cards:
        raise NeedsPlainPurchase


def apply_purchase(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    vault: Vault,
    member: MemberFound,
    purchase: Purchase,
) -> PurchaseDone:
    """Record a purchase with gift cards, a top-up, and coupons if any: all of it, or nothing.

    :raises NoSuchGiftCard: when a card is not for this member, or ten codes were missed.
    :raises TooManyGiftCards: when there are more than five, or one twice.
    :raises Refused: as a purchase without them.
    """
    decide.check_purchase(purchase=purchase)
    purchase = coupons.resolved(principal=principal, vault=vault, member=member, purchase=purchase)
    found = _named(principal, vault, member, purchase)
    if len(found) > _MOST_CARDS or len({card.id for card, _ in found}) < len(found):
        raise TooManyGiftCards(limit=_MOST_CARDS)
    club_id = principal.club_id
    buying.check_revision(principal=principal, purchase=purchase)
    purse = Purse(club_id=club_id)
    branch = principal.branch_for(purchase.branch)
    till = buying.Till(principal, purchase, event_at, branch, member, ids, purse, may_wait=True)
    asked = Asked(principal, claim, member.member_id, ids.next(), (buying.key_of(purchase),))
    with club_scope(club_id):
        done = post(till=till, asked=asked, found=found)
        if done.posted.outcome == "posted":
            coupons.use_all(
                club_id=club_id, ids=ids, purchase=purchase, member_id=member.own_id,
                sale_id=done.posted.event_id,
            )  # fmt: skip
        note(club_id=club_id, posted=done.posted, member_id=member.member_id, at=event_at)
    return answering.purchase_done(done=done)


def post(
    *, till: buying.Till, asked: Asked, found: Sequence[tuple[GiftCard, CardPayment]]
) -> Done:
    """Post a purchase and what cards pay of it, inside the caller's `club_scope`.

    :raises NoSuchGiftCard: when one of the cards is closed or blocked.
    """
    club_id = till.principal.club_id
    held = lock(club_id=club_id, holders=(asked.member_id, *(card.id for card, _ in found)))
    for card, _ in found:  # perhaps it was closed or blocked before it was locked
        card.refresh_from_db(fields=["closed_at", "blocked_at"])
    cards = [
        _Paying(card, available(snapshot=held[card.id], card=card), one.rials)
        for card, one in found
    ]
    done = run(
        asked=asked,
        plan=lambda snapshot, rules: _paid(
            buying.plan(till, snapshot, rules), rules, _open(cards)
        ),
    )
    till.purse.close(is_posted=done.posted.outcome == "posted")
    if done.posted.outcome == "posted":
        for one in done.posted.answer["said"].get("gift_cards", ()):
            _spend(asked, one, till.event_at, done.posted.event_id)
    return done


def named_again(*, club_id: int, purchase: Purchase) -> list[tuple[GiftCard, CardPayment]]:
    """Give the cards that paid before and are to pay the same again; in the caller's scope."""
    return [
        (GiftCard.objects.get(club_id=club_id, id=one.card_id), one) for one in purchase.gift_cards
    ]


def _named(
    principal: Principal, vault: Vault, member: MemberFound, purchase: Purchase
) -> list[tuple[GiftCard, CardPayment]]:
    """Give the cards that a purchase names, closed ones too: it may be a repeat of an old one."""
    return [
        (
            find(
                principal=principal, vault=vault, member_id=member.own_id, named=one,
                may_be_closed=True,
            ),
            one,
        )
        for one in purchase.gift_cards
    ]  # fmt: skip


def _open(cards: Sequence[_Paying]) -> Sequence[_Paying]:
    """Give the cards of a purchase that is not recorded yet: none of them may be closed."""
    if any(one.card.closed_at or one.card.blocked_at for one in cards):
        raise NoSuchGiftCard
    return cards


def _paid(event: LedgerEvent, rules: Rulebook, cards: Sequence[_Paying]) -> LedgerEvent:
    """Give the event with what cards pay of it and, unless it waits, what it tops up."""
    if event.sale is None:  # declined
        return event
    version = rules.by_id(event.programme_version_id)
    sale, said = event.sale, dict(event.answer["said"])
    left = _goods(sale)
    to_pay, most = sale.to_pay_rials, min(sale.to_pay_rials, sum(left.values()))
    most = min(most, to_pay - sum(one.net_rials for one in sale.lines if not _is_goods(one.kind)))
    burns: list[dict[str, Any]] = []
    for one in cards:
        rials = max(0, min(one.available, most if one.wish is None else one.wish, most))
        if rials == 0:
            continue
        shares = allocate(rials, list(left.values()))
        lines = dict(zip(left, shares, strict=True))
        left = {number: weight - lines[number] for number, weight in left.items()}
        most, to_pay = most - rials, to_pay - rials
        burns.append({
            "unit": one.card.unit, "units": rials, "rials": rials, "spend_as": "tender",
            "lines": {str(number): share for number, share in lines.items() if share},
            "hold_id": None, "reasons": [], "card": str(one.card.id),
        })  # fmt: skip
    topped_up = sum(one.net_rials for one in sale.lines if one.kind == "top_up")
    legs = event.legs
    unit = version.document.gift_card_unit
    if topped_up and unit is not None and "review" not in said:
        legs = (*legs, Adjust(version.unit(unit).number, topped_up, "top_up", lot_class=1))
        sale = replace(sale, detail={**sale.detail, "topped_up": topped_up})
    said |= {"to_pay_rials": to_pay}
    if burns:
        said |= {
            "gift_cards": [
                {"card_id": one["card"], "unit": one["unit"], "rials": one["rials"]}
                for one in burns
            ]
        }
    detail = {**sale.detail, "burns": [*sale.detail["burns"], *burns]}
    return replace(
        event,
        legs=legs,
        sale=replace(sale, to_pay_rials=to_pay, detail=detail),
        answer={**event.answer, "said": said},
    )


def _goods(sale: SaleRow) -> dict[int, int]:
    """Give what is left to pay of each line of goods or shipping, VAT included."""
    left = {
        line.number: line.net_rials + line.vat_rials for line in sale.lines if _is_goods(line.kind)
    }
    for burn in sale.detail["burns"]:
        for number, rials in burn["lines"].items():
            if int(number) in left:
                left[int(number)] = max(0, left[int(number)] - rials)
    return left


def _is_goods(kind: str) -> bool:
    return kind in {"product", "shipping"}


def _spend(asked: Asked, paid: dict[str, Any], event_at: datetime, sale_id: int) -> None:
    """Take from a card what it paid, under the id of the sale: a refund gives it back by that."""

    def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        leg = BurnUnits(rules.latest(snapshot.now).unit(paid["unit"]).number, paid["rials"])
        return card_event(
            asked=asked, snapshot=snapshot, rules=rules, kind="gift_card_spent",
            event_at=event_at, legs=(leg,), origin=sale_id,
        )  # fmt: skip

    run_unasked(
        club_id=asked.principal.club_id, member_id=int(paid["card_id"]), event_id=sale_id,
        plan=plan,
    )  # fmt: skip
