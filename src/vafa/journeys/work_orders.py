"""Orders of project and service shops: placing one, working on it, billing it as a purchase."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberFound, MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.messaging import operations as messaging
from vafa.domain.messaging.records import NewMessage
from vafa.domain.orders import operations, queries, texts
from vafa.domain.orders.records import (
    By,
    FileShown,
    NewFile,
    NewOrder,
    OrderListed,
    OrderShown,
    OrdersSought,
)
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.rewards.decide import UnknownBranch
from vafa.domain.rewards.operations import purchase as rewards
from vafa.domain.rewards.records import Purchase
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids

SOURCE = "orders"
_NOTICES_LAST = timedelta(hours=24)


class StepInFuture(Refused):
    """A step cannot lie in the future."""


@dataclass(frozen=True, slots=True)
class Doing:
    """Who works on orders, when, and what that needs; `member_id` is set when the member does."""

    principal: Principal
    claim: Claim
    ids: Ids
    vault: Vault
    at: datetime
    member_id: int | None = None

    @property
    def by(self) -> By:
        """Who it is, as the timeline names them."""
        is_member = self.member_id is not None
        return By(self.principal.name, self.principal.staff_id, is_member=is_member)


@dataclass(frozen=True, slots=True)
class OrderAfter:
    """An order as it is after a write."""

    order: OrderShown
    replayed: bool


@dataclass(frozen=True, slots=True)
class OrderBilled:
    """An order and the purchase that it became."""

    order: OrderShown
    purchase: PurchaseDone


def list_orders(
    *, principal: Principal, vault: Vault, sought: OrdersSought, member_id: int | None = None
) -> tuple[OrderListed, ...]:
    """List orders, newest first; of one member if one is named.

    :raises NoSuchMember: when the club has no such member.
    """
    principal.require("orders.read")
    if member_id is not None:
        sought = replace(sought, member_ids=_ids_of(principal, vault, member_id))
    with club_scope(principal.club_id):
        return queries.orders(club_id=principal.club_id, sought=sought)


def show_order(
    *, principal: Principal, vault: Vault, number: int, member_id: int | None = None
) -> OrderShown:
    """Show an order with its timeline; to its member, named by id, what the member may see.

    :raises NoSuchOrder: when the club, or that member, has none of this number.
    """
    principal.require("orders.read")
    mine = _mine(principal, vault, member_id)
    with club_scope(principal.club_id):
        return queries.order(
            club_id=principal.club_id, number=number, member_ids=mine, is_staff=member_id is None
        )


def show_file(
    *,
    principal: Principal,
    vault: Vault,
    number: int,
    file_id: int,
    member_id: int | None = None,
) -> tuple[FileShown, bytes]:
    """Give a file of an order with its bytes.

    :raises NoSuchOrder: when the club, or the member if one is named, has none of this number.
    :raises NoSuchAttachment: when the order has no such file.
    """
    principal.require("orders.read")
    mine = _mine(principal, vault, member_id)
    with club_scope(principal.club_id):
        return queries.file(
            club_id=principal.club_id, number=number, file_id=file_id, member_ids=mine
        )


def place_order(
    *, doing: Doing, member: MemberRef, order: NewOrder, files: tuple[NewFile, ...] = ()
) -> OrderAfter:
    """Place an order of a member, by the staff or by the member.

    :raises NoSuchMember: when the club has none, or the member was erased.
    :raises MemberHasLeft: when the member left.
    :raises UnknownBranch: when the club has no such branch.
    :raises Refused: when title, text, cost or a file does not fit.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal = doing.principal
    principal.require("orders.write")
    found = members.find(club_id=principal.club_id, member=member, vault=doing.vault)
    branch = principal.branch_for(order.branch)
    placed = replace(
        order, branch=branch, cost_rials=None if doing.member_id else order.cost_rials
    )

    def work() -> Mapping[str, Any]:
        if branch and branch not in club_facts(club_id=principal.club_id).branches:
            raise UnknownBranch(branch=branch)
        number = operations.place(
            club_id=principal.club_id, order_id=doing.ids.next(), member_id=found.member_id,
            order=placed, by=doing.by, at=doing.at,
        )  # fmt: skip
        for file in files:
            operations.attach(
                club_id=principal.club_id, number=number, file_id=doing.ids.next(), file=file,
                by=doing.by, at=doing.at,
            )  # fmt: skip
        _tell(doing, found, state="registered", number=number, note="")
        return {"number": number}

    return _once(doing, work)


def move_order(
    *,
    doing: Doing,
    number: int,
    state: str,
    note: str = "",
    event_at: datetime | None = None,
    tells_member: bool = True,
) -> OrderAfter:
    """Bring an order to its next state, as of a moment that has passed, and tell its member.

    :raises NoSuchOrder: when the club has none of this number.
    :raises StepNotPossible: when that state cannot follow.
    :raises StepInFuture: when the moment lies ahead.
    """
    doing.principal.require("orders.write")
    if event_at is not None and event_at > doing.at:
        raise StepInFuture

    def work() -> Mapping[str, Any]:
        row = operations.move(
            club_id=doing.principal.club_id, number=number, state=state, note=note, by=doing.by,
            at=event_at or doing.at, recorded_at=doing.at,
        )  # fmt: skip
        if tells_member:
            _tell(doing, _reachable(doing, row.member_id), state=state, number=number, note=note)
        return {"number": number}

    return _once(doing, work)


def preview_message(*, principal: Principal, number: int, state: str, note: str = "") -> str:
    """Give the text that the member would get, before anything is sent.

    :raises NoSuchOrder: when the club has none of this number.
    """
    principal.require("orders.read")
    with club_scope(principal.club_id):
        queries.row_of(club_id=principal.club_id, number=number)
        club = club_facts(club_id=principal.club_id).name
    return texts.text_of(state=state, club=club, number=number, note=note)


def note_order(*, doing: Doing, number: int, note: str, is_shown: bool = True) -> OrderAfter:
    """Add a note to an order, by the staff or by its member.

    :raises NoSuchOrder: when the club, or the member who asks, has none of this number.
    """
    doing.principal.require("orders.write")
    mine = _mine(doing.principal, doing.vault, doing.member_id)

    def work() -> Mapping[str, Any]:
        operations.add_note(
            club_id=doing.principal.club_id, number=number, note=note, by=doing.by, at=doing.at,
            is_shown=is_shown or doing.member_id is not None, member_ids=mine,
        )  # fmt: skip
        return {"number": number}

    return _once(doing, work)


def price_order(*, doing: Doing, number: int, cost_rials: int) -> OrderAfter:
    """Say what an order costs, in Rial with VAT.

    :raises NoSuchOrder: when the club has none of this number.
    :raises CostOutOfBounds: when the cost is not above 0, or too high.
    :raises AlreadyBilled: when the order is billed.
    """
    doing.principal.require("orders.write")

    def work() -> Mapping[str, Any]:
        operations.set_cost(
            club_id=doing.principal.club_id, number=number, cost_rials=cost_rials, by=doing.by,
            at=doing.at,
        )  # fmt: skip
        return {"number": number}

    return _once(doing, work)


def attach_file(*, doing: Doing, number: int, file: NewFile) -> OrderAfter:
    """Add a picture or a PDF to an order, by the staff or by its member.

    :raises NoSuchOrder: when the club, or the member who asks, has none of this number.
    :raises Refused: when the file is too large, of another kind, or one too many.
    """
    doing.principal.require("orders.write")
    mine = _mine(doing.principal, doing.vault, doing.member_id)

    def work() -> Mapping[str, Any]:
        operations.attach(
            club_id=doing.principal.club_id, number=number, file_id=doing.ids.next(), file=file,
            by=doing.by, at=doing.at, member_ids=mine,
        )  # fmt: skip
        return {"number": number}

    return _once(doing, work)


def bill_order(*, doing: Doing, number: int, event_at: datetime) -> OrderBilled:
    """Record what an order costs as a purchase, once: it earns like any other.

    :raises NoSuchOrder: when the club has none of this number.
    :raises CostNeeded: when it has no cost.
    :raises CancelledOrder: when it is cancelled.
    :raises Refused: when the purchase cannot be recorded.
    """
    principal = doing.principal
    principal.require("orders.write")
    principal.require("sales.write")
    with club_scope(principal.club_id):
        order = operations.lock_for_bill(club_id=principal.club_id, number=number)
        member = MemberRef("id", str(order.member_id))
        found = members.find_holder(club_id=principal.club_id, member=member, vault=doing.vault)
        assert order.cost_rials is not None
        purchase = Purchase(
            member=member, source=SOURCE, document=f"order-{number}", branch=order.branch,
            channel="order", amount_rials=order.cost_rials,
        )  # fmt: skip
        done = rewards.apply_purchase(
            principal=principal, claim=doing.claim, event_at=event_at, ids=doing.ids,
            member=found, purchase=purchase,
        )  # fmt: skip
        if order.sale_id is None:
            operations.set_billed(order=order, sale_id=done.event_id, by=doing.by, at=doing.at)
        shown = queries.order(club_id=principal.club_id, number=number)
    return OrderBilled(shown, done)


def _once(doing: Doing, work: Callable[[], Mapping[str, Any]]) -> OrderAfter:
    club_id = doing.principal.club_id
    with club_scope(club_id):
        answer, replayed = clubs.answer_once(
            principal=doing.principal, claim=doing.claim, at=doing.at, work=work
        )
        shown = queries.order(
            club_id=club_id, number=answer["number"], is_staff=doing.member_id is None
        )
    return OrderAfter(shown, replayed)


def _mine(principal: Principal, vault: Vault, member_id: int | None) -> tuple[int, ...]:
    return () if member_id is None else _ids_of(principal, vault, member_id)


def _ids_of(principal: Principal, vault: Vault, member_id: int) -> tuple[int, ...]:
    """Give the member's own id and those of duplicates that were merged into it."""
    found = members.find(
        club_id=principal.club_id, member=MemberRef("id", str(member_id)), vault=vault,
        may_have_left=True,
    )  # fmt: skip
    with club_scope(principal.club_id):
        return members.selves(club_id=principal.club_id, member_id=found.member_id)


def _reachable(doing: Doing, member_id: int) -> MemberFound | None:
    try:
        return members.find(
            club_id=doing.principal.club_id, member=MemberRef("id", str(member_id)),
            vault=doing.vault, may_have_left=True,
        )  # fmt: skip
    except members.NoSuchMember:
        return None


def _tell(doing: Doing, member: MemberFound | None, *, state: str, number: int, note: str) -> None:
    """Keep a message about the order for its member; it is sent after the transaction."""
    if member is None:
        return
    club_id = doing.principal.club_id
    place = members.mobile_place(member.member_id)
    mobile = doing.vault.unseal(sealed=member.mobile_sealed, place=place)
    text = texts.text_of(
        state=state, club=club_facts(club_id=club_id).name, number=number, note=note
    )
    messaging.store(
        club_id=club_id, message_id=doing.ids.next(), vault=doing.vault, at=doing.at,
        message=NewMessage("order", mobile, text, doing.at + _NOTICES_LAST),
    )  # fmt: skip
