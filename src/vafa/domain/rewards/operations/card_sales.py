"""Issuing the gift cards that purchases sold, each once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.operations.gift_card_returns import card_event, lock
from vafa.domain.rewards.posting import Asked, run_unasked
from vafa.domain.rewards.rulebook import Rulebook, rulebook
from vafa.domain.sales import queries as sales
from vafa.domain.vouchers import operations as vouchers
from vafa.domain.vouchers.models import GiftCard
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger.records import Adjust, LedgerEvent, Snapshot

_A_CARD = 1000  # thousandths of an item: one line sells one card


class NoGiftCards(Refused):
    """The programme does not say in which unit gift cards are kept."""


class NotAGiftCardLine(Refused):
    """The line sold no gift card: a card is one item of kind gift_card that has not come back."""


class SaleWaits(Refused):
    """The sale waits until somebody has looked at its amount: then its cards are issued."""


@dataclass(frozen=True, slots=True)
class CardIssued:
    """A gift card; its code is shown where it is issued and nowhere else."""

    card_id: int
    code: str
    unit: str
    rials: int
    member_id: int | None
    replayed: bool


def issue(
    *,
    principal: Principal,
    ids: Ids,
    vault: Vault,
    event_at: datetime,
    sale: sales.SaleFound,
    line: int,
    member_id: int | None,
) -> CardIssued:
    """Issue the gift card that a line of a sale sold, once; with a member it is bound to that one.

    :raises NoGiftCards: when the programme keeps none.
    :raises NotAGiftCardLine: when the line sold none, or it has come back.
    """
    club_id = principal.club_id
    with club_scope(club_id):
        buyer = lock(club_id=club_id, holders=(sale.member_id,))[sale.member_id]
        known = GiftCard.objects.filter(club_id=club_id, sale_id=sale.sale_id, line=line).first()
        if known is not None:
            return _issued(known, vault, is_new=False)
        rules = rulebook(club_id, buyer.programme_epoch)
        unit, rials = _sold(club_id, sale, line, rules)
        card_id = ids.next()
        code = vouchers.code_of(vault=vault, club_id=club_id, kind="gift_card", id_=card_id)
        card = GiftCard.objects.create(
            id=card_id, club_id=club_id, unit=unit, rials=rials, sale_id=sale.sale_id, line=line,
            trace=vouchers.trace_of(vault=vault, club_id=club_id, code=code),
            member_id=member_id, created_at=event_at,
        )  # fmt: skip
        book.open_member(club_id=club_id, member_id=card_id, kind="gift_card")
        asked = Asked(principal, Claim("", b""), card_id, card_id)

        def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
            leg = Adjust(rules.latest(snapshot.now).unit(unit).number, rials, "gift_card", 1)
            return card_event(
                asked=asked, snapshot=snapshot, rules=rules, kind="gift_card_sold",
                event_at=event_at, legs=(leg,), origin=sale.sale_id,
            )  # fmt: skip

        run_unasked(club_id=club_id, member_id=card_id, event_id=ids.next(), plan=plan)
    return _issued(card, vault, is_new=True)


def _sold(club_id: int, sale: sales.SaleFound, line: int, rules: Rulebook) -> tuple[str, int]:
    """Give unit and value of the card that a line sold."""
    stored = sales.stored_sale(
        club_id=club_id, member_id=sale.member_id, sale_id=sale.sale_id, codes=rules.codes
    )
    unit = rules.by_id(stored.programme_version_id).document.gift_card_unit
    if unit is None:
        raise NoGiftCards
    cards = {
        one.number: one.net_rials
        for one in stored.sale.lines
        if one.kind == "gift_card" and one.quantity_milli == _A_CARD and one.net_rials > 0
    }
    if line not in cards or line in stored.sale.returned:
        raise NotAGiftCardLine(line=line)
    if stored.waits:
        raise SaleWaits
    return unit, cards[line]


def _issued(card: GiftCard, vault: Vault, *, is_new: bool) -> CardIssued:
    code = vouchers.code_of(vault=vault, club_id=card.club_id, kind="gift_card", id_=card.id)
    return CardIssued(card.id, code, card.unit, card.rials, card.member_id, not is_new)
