"""The club's gift cards: sold in the office, listed, shown with what was paid, blocked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberRef, Named
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import queries as rewards
from vafa.domain.rewards.answers import Statement
from vafa.domain.rewards.operations import card_sales, meeting
from vafa.domain.rewards.operations.card_sales import CardIssued, NoGiftCards
from vafa.domain.rewards.operations.gift_card_returns import lock
from vafa.domain.rewards.operations.gift_cards import NoSuchGiftCard
from vafa.domain.rewards.records import Purchase, PurchaseLine
from vafa.domain.rewards.rulebook import NoProgramme, rulebook
from vafa.domain.sales import queries as sales
from vafa.domain.vouchers import cards
from vafa.domain.vouchers.records import CardListed, CardsSought
from vafa.kit.ids import Ids
from vafa.ledger.queries import club_now

SOURCE = "office"


@dataclass(frozen=True, slots=True)
class CardInList:
    """A gift card, and the member whom it is for, if it is bound to one."""

    card: CardListed
    holder: Named | None


@dataclass(frozen=True, slots=True)
class CardPage:
    """A gift card with who bought it, whom it is for, and a page of what was paid with it."""

    card: CardListed
    holder: Named | None
    buyer: Named | None
    statement: Statement


def sells_gift_cards(*, principal: Principal) -> bool:
    """Tell whether the programme in force says in which unit cards are kept."""
    principal.require("sales.write")
    try:
        return _sells(principal.club_id)
    except NoProgramme:
        return False


def sell_gift_card(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    vault: Vault,
    buyer: MemberRef,
    rials: int,
    receiver: MemberRef | None = None,
) -> CardIssued:
    """Sell a gift card of so many Rial to a member and issue it: both, or nothing.

    A repeat under the same key gives the same card and code. With a receiver, a member too, only
    that one pays with it.

    :raises NoGiftCards: when the programme in force does not say in which unit cards are kept.
    :raises NoSuchMember: when the club has no such buyer or receiver.
    :raises Refused: when the amount is out of bounds, or no programme is in force.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("sales.write")
    principal.require("credit.apply")
    club_id = principal.club_id
    members.find_holder(club_id=club_id, member=buyer, vault=vault)
    if not _sells(club_id):
        raise NoGiftCards
    holder = receiver and members.find(club_id=club_id, member=receiver, vault=vault)
    purchase = Purchase(
        buyer, SOURCE, f"card-{ids.next()}", lines=(PurchaseLine(rials, kind="gift_card"),)
    )
    with club_scope(club_id):
        sold = meeting.apply_purchase(
            principal=principal, claim=claim, event_at=event_at, ids=ids, vault=vault,
            member=buyer, purchase=purchase,
        )  # fmt: skip
        return card_sales.issue(
            principal=principal, ids=ids, vault=vault, event_at=event_at, line=1,
            sale=sales.find_by_id(club_id=club_id, sale_id=sold.event_id),
            member_id=holder.person_id or holder.member_id if holder else None,
        )  # fmt: skip


def list_gift_cards(
    *, principal: Principal, vault: Vault, sought: CardsSought
) -> tuple[CardInList, ...]:
    """List a page of the club's gift cards, the newest first; no code is shown."""
    principal.require("sales.read")
    with club_scope(principal.club_id):
        found = cards.listed(club_id=principal.club_id, vault=vault, sought=sought)
        people = members.named(member_ids=[one.member_id for one in found if one.member_id])
    return tuple(CardInList(one, people.get(one.member_id or 0)) for one in found)


def show_card(
    *, principal: Principal, card_id: int, cursor: str = "", limit: int = 50
) -> CardPage:
    """Show a gift card with a page of what happened to it, newest first.

    :raises NoSuchGiftCard: when the club has none of this id.
    :raises BadCursor: when the cursor is not one that was given.
    :raises PageOutOfBounds: when the page is to have less than 1 or more than 200 entries.
    """
    principal.require("sales.read")
    club_id = principal.club_id
    with club_scope(club_id):
        card = cards.card(club_id=club_id, card_id=card_id)
        if card is None:
            raise NoSuchGiftCard
        sale = sales.find_by_id(club_id=club_id, sale_id=card.sale_id)
        asked = [one for one in (card.member_id, sale.member_id) if one]
        people = members.named(member_ids=asked)
    statement = rewards.statement(
        club_id=club_id, member_id=card_id, as_of=None, cursor=cursor, limit=limit
    )
    holder, buyer = people.get(card.member_id or 0), people.get(sale.member_id)
    return CardPage(card, holder, buyer, statement)


def block_gift_card(*, principal: Principal, at: datetime, card_id: int) -> CardListed:
    """Let nobody pay with a card from now on; what it holds stays on it.

    :raises NoSuchGiftCard: when the club has no open one of this id.
    """
    return _block(principal, card_id, at, at, "gift_card_blocked")


def unblock_gift_card(*, principal: Principal, at: datetime, card_id: int) -> CardListed:
    """Let a blocked card pay again.

    :raises NoSuchGiftCard: when the club has none of this id, or it has been returned.
    """
    return _block(principal, card_id, at, None, "gift_card_unblocked")


def _block(
    principal: Principal, card_id: int, at: datetime, blocked_at: datetime | None, act: str
) -> CardListed:
    principal.require("credit.grant")
    club_id = principal.club_id
    with club_scope(club_id):
        if cards.card(club_id=club_id, card_id=card_id) is None:
            raise NoSuchGiftCard
        lock(club_id=club_id, holders=(card_id,))  # whoever pays with it just now pays
        is_open = cards.set_blocked(club_id=club_id, card_id=card_id, at=blocked_at)
        card = cards.card(club_id=club_id, card_id=card_id)
        if card is None or not is_open:
            raise NoSuchGiftCard
        trail.note(principal=principal, at=at, act=act, object_kind="gift_card", object_id=card_id)
    return card


def _sells(club_id: int) -> bool:
    epoch, now = club_now(club_id=club_id)
    return rulebook(club_id, epoch).latest(now).document.gift_card_unit is not None
