"""Returning what gift cards have to do with: sold in the sale, paid with, or topped up (E59).

A card is a holder of its own in the book. A return that touches one is posted with it in one
transaction, all holders locked by id before anything is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.posting import Asked, Done, run, run_unasked, type_plan
from vafa.domain.rewards.rulebook import Rulebook, Version, rulebook
from vafa.domain.sales import queries as sales
from vafa.domain.vouchers.models import GiftCard
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger.records import Adjust, LedgerEvent, Leg, RestoreUnits, Snapshot
from vafa.programme.records import Line, RefundDecision


class SaleHasGiftCards(Refused):
    """The sale has to do with gift cards or a top-up: refund it and record it anew."""


class GiftCardReturnsWhole(Refused):
    """A gift card is returned as a whole line."""


@dataclass(slots=True)
class CardsHeld:
    """The cards sold in a sale that are open, by line, with what each still holds.

    `settle` keeps what it decided: how much of the price is withheld, which lines close, and what
    of a top-up is taken from the member.
    """

    sold: Mapping[int, GiftCard]
    left: Mapping[int, int]
    is_topped_up: bool = False
    withheld: int = 0
    topped_up: int = 0
    closes: list[int] = field(default_factory=list)

    def settle(
        self,
        *,
        decision: RefundDecision,
        before: Mapping[int, tuple[int, int]],
        lines: tuple[Line, ...],
        available: int,
    ) -> RefundDecision:
        """Give the decision without the money that is spent already: it does not come back.

        :raises GiftCardReturnsWhole: when a part of a card's line would come back.
        """
        nets = {line.number: line.net_rials for line in lines}
        self.withheld, self.topped_up, self.closes = 0, 0, []
        for line in decision.lines:
            if line.kind == "gift_card" and line.number in self.sold:
                if line.net_rials != nets[line.number] or line.number in before:
                    raise GiftCardReturnsWhole(line=line.number)
                self.closes.append(line.number)
                left = self.left[self.sold[line.number].id]
                self.withheld += max(0, line.net_rials - left)
            elif line.kind == "top_up" and self.is_topped_up:
                taken = min(line.net_rials, max(0, available - self.topped_up))
                self.topped_up += taken
                self.withheld += line.net_rials - taken
        self.withheld = min(self.withheld, decision.cash_rials)
        return replace(decision, cash_rials=decision.cash_rials - self.withheld)

    def taken(self, *, version: Version) -> tuple[Leg, ...]:
        """Give the leg that takes a returned top-up from the member."""
        unit = version.document.gift_card_unit
        if unit is None or not self.topped_up:
            return ()
        return (Adjust(version.unit(unit).number, -self.topped_up, "top_up"),)


def concerns_cards(*, stored: sales.SaleStored, version: Version) -> bool:
    """Tell whether a sale sold value that the club keeps, or was paid with a card."""
    sale = stored.sale
    sells = version.document.gift_card_unit is not None
    return (
        stored.topped_up_rials > 0
        or any(burn.card for burn in sale.burns)
        or (sells and any(line.kind == "gift_card" for line in sale.lines))
    )


def run_with_cards(
    *,
    asked: Asked,
    sale_id: int,
    ids: Ids,
    event_at: datetime,
    plan: Callable[[CardsHeld], type_plan],
) -> Done:
    """Post a return and what it does to cards: those it closes, those it gives back to.

    :raises GiftCardReturnsWhole: when a part of a card's line would come back.
    """
    club_id = asked.principal.club_id
    with club_scope(club_id):
        rows = GiftCard.objects.filter(club_id=club_id, sale_id=sale_id, closed_at=None)
        sold = {row.line: row for row in rows}
        stored = _stored(asked, sale_id)
        paid = (burn.card for burn in stored.sale.burns if burn.card)
        left = lock(
            club_id=club_id,
            holders=(asked.member_id, *(row.id for row in sold.values()), *paid),
        )
        worth = {row.id: available(snapshot=left[row.id], card=row) for row in sold.values()}
        cards = CardsHeld(sold, worth, stored.topped_up_rials > 0)
        done = run(asked=asked, plan=plan(cards))
        if done.posted.outcome == "posted":
            for line in cards.closes:
                _close(asked, sold[line], cards.left[sold[line].id], ids, event_at, sale_id)
            for one in done.posted.answer["said"]["restored"]:
                if "card" in one:
                    _restore(asked, one, ids, event_at, sale_id)
    return done


def lock(*, club_id: int, holders: tuple[int, ...]) -> dict[int, Snapshot]:
    """Lock holders of the book by id, the one order there is, and give what each has."""
    return {
        holder: book.peek(club_id=club_id, member_id=holder, lock=True)
        for holder in sorted({*holders})
    }


def _stored(asked: Asked, sale_id: int) -> sales.SaleStored:
    club_id = asked.principal.club_id
    epoch = book.peek(club_id=club_id, member_id=asked.member_id).programme_epoch
    return sales.stored_sale(
        club_id=club_id,
        member_id=asked.member_id,
        sale_id=sale_id,
        codes=rulebook(club_id, epoch).codes,
    )


def available(*, snapshot: Snapshot, card: GiftCard) -> int:
    """Give what a card holds."""
    rules = rulebook(card.club_id, snapshot.programme_epoch)
    held = snapshot.balances.get(rules.latest(snapshot.now).unit(card.unit).number)
    return held.spendable - held.held if held else 0


def _close(
    asked: Asked, card: GiftCard, left: int, ids: Ids, event_at: datetime, sale_id: int
) -> None:
    def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        number = rules.latest(snapshot.now).unit(card.unit).number
        legs = (Adjust(number, -left, "gift_card"),) if left else ()
        return card_event(
            asked=asked, snapshot=snapshot, rules=rules, kind="gift_card_closed",
            event_at=event_at, legs=legs, origin=sale_id,
        )  # fmt: skip

    run_unasked(club_id=card.club_id, member_id=card.id, event_id=ids.next(), plan=plan)
    GiftCard.objects.filter(club_id=card.club_id, id=card.id).update(closed_at=event_at)


def _restore(
    asked: Asked, restored: Mapping[str, str | int], ids: Ids, event_at: datetime, sale_id: int
) -> None:
    """Give value back to the card that paid; one that was closed meanwhile is open again."""
    club_id, card_id = asked.principal.club_id, int(restored["card"])

    def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        number = rules.latest(snapshot.now).unit(str(restored["unit"])).number
        leg = RestoreUnits(sale_id, number, int(restored["units"]), None)
        return card_event(
            asked=asked, snapshot=snapshot, rules=rules, kind="gift_card_restored",
            event_at=event_at, legs=(leg,), origin=sale_id,
        )  # fmt: skip

    run_unasked(club_id=club_id, member_id=card_id, event_id=ids.next(), plan=plan)
    GiftCard.objects.filter(club_id=club_id, id=card_id).update(closed_at=None)


def card_event(
    *,
    asked: Asked,
    snapshot: Snapshot,
    rules: Rulebook,
    kind: str,
    event_at: datetime,
    legs: tuple[Leg, ...],
    origin: int,
) -> LedgerEvent:
    """Give an event of a card, linked with the sale that caused it."""
    return LedgerEvent(
        club_id=asked.principal.club_id,
        member_id=snapshot.member_id,
        event_id=snapshot.event_id,
        kind=kind,
        event_at=event_at,
        expected_version=snapshot.state_version,
        programme_version_id=rules.latest(snapshot.now).id,
        credential_id=asked.principal.credential_id,
        legs=legs,
        answer={"said": {"programme_version": rules.latest(snapshot.now).number}},
        origin_event_id=origin,
    )
