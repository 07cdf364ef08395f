"""What a till recorded without a connection, when it comes: each sale once, and none is lost."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import TypeAdapter

from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import queries as members
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.operations import offline
from vafa.domain.rewards.records import Purchase
from vafa.domain.tills import operations, queries
from vafa.domain.tills.records import RejectedSought, SaleKept, Sent
from vafa.journeys.record_purchase import record_purchase
from vafa.kit.errors import NotFound, Refused
from vafa.kit.ids import Ids

_purchases = TypeAdapter(Purchase)


@dataclass(frozen=True, slots=True)
class OfflineSale:
    """A sale as the till recorded it, under its own number and by its own clock."""

    sequence: int
    rung_at: datetime
    purchase: Purchase


@dataclass(frozen=True, slots=True)
class SaleResult:
    """What came of one sale: posted, rejected (with the code of the reason), or a clash.

    A clash is a number that came with another sale before: nothing of this one is kept.
    """

    sequence: int
    state: str
    event_id: int | None = None
    member_id: int | None = None
    lent_units: int = 0
    flags: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RejectedSale:
    """A sale that could not be recorded, and what it came to, with VAT."""

    kept: SaleKept
    amount_rials: int


@dataclass(frozen=True, slots=True)
class SalesReceived:
    """What came of each sale, by number, the numbers not sent yet, and the next one to give."""

    results: tuple[SaleResult, ...]
    gaps: tuple[tuple[int, int], ...]
    next_sequence: int


def receive_offline_sales(
    *,
    principal: Principal,
    ids: Ids,
    vault: Vault,
    received_at: datetime,
    till: str,
    shift_id: int,
    sales: Sequence[OfflineSale],
) -> SalesReceived:
    """Take the sales of a shift, each once per (till, number), in whatever order they come (E40).

    A sale is kept before it is posted. What it spends too much is lent to the member; one that
    cannot be posted is kept as rejected until `settle_offline_sale`. Sent again, each gives what
    came of it; a sale whose posting broke off is finished.

    :raises NoSuchShift: when the till has none of this id.
    """
    principal.require("sales.write")
    if any(sale.purchase.spend for sale in sales):
        principal.require("credit.apply")
    club_id = principal.club_id
    with club_scope(club_id):
        shift = queries.shift(club_id=club_id, till=till, shift_id=shift_id)
        branch = queries.till(club_id=club_id, code=till).branch
    results: list[SaleResult] = []
    for sale in sorted(sales, key=lambda one: one.sequence):
        try:
            with club_scope(club_id):
                kept = operations.take(
                    club_id=club_id,
                    shift=shift,
                    sent=_sent(till, branch, sale, vault),
                    received_at=received_at,
                )
        except operations.SequenceReused as error:
            results.append(SaleResult(sale.sequence, "clash", reason=error.code))
            continue
        if kept.state == "received":
            kept = _post(principal, ids, vault, kept)
        results.append(_result(kept))
    with club_scope(club_id):
        gaps = queries.gaps(club_id=club_id, till=till)
        number = queries.next_sequence(club_id=club_id, till=till)
    return SalesReceived(tuple(results), gaps, number)


def list_offline_sales(
    *, principal: Principal, till: str, state: str = "", before: int = 0, limit: int
) -> tuple[SaleKept, ...]:
    """List what a till sent, newest number first.

    :raises NoSuchTill: when the club has none of this code.
    """
    principal.require("sales.read")
    with club_scope(principal.club_id):
        queries.till(club_id=principal.club_id, code=till)
        return queries.offline_sales(
            club_id=principal.club_id, till=till, state=state, before=before, limit=limit
        )


def list_rejected_sales(
    *, principal: Principal, vault: Vault, sought: RejectedSought
) -> tuple[RejectedSale, ...]:
    """List a page of the sales of all tills that could not be recorded."""
    principal.require("sales.read")
    with club_scope(principal.club_id):
        found = queries.rejected(club_id=principal.club_id, sought=sought)
    return tuple(RejectedSale(one, _rials(_purchase_of(one, vault))) for one in found)


def show_rejected_sale(
    *, principal: Principal, vault: Vault, till: str, sequence: int
) -> RejectedSale:
    """Show a sale that could not be recorded.

    :raises NoSuchOfflineSale: when the till sent none of this number that waits for somebody.
    """
    principal.require("sales.read")
    with club_scope(principal.club_id):
        kept = queries.offline_sale(club_id=principal.club_id, till=till, sequence=sequence)
    if kept.state != "rejected":
        raise queries.NoSuchOfflineSale
    return RejectedSale(kept, _rials(_purchase_of(kept, vault)))


def retry_offline_sale(
    *,
    principal: Principal,
    ids: Ids,
    vault: Vault,
    till: str,
    sequence: int,
    purchase: Purchase | None = None,
) -> SaleResult:
    """Post a rejected sale after all: as it was sent, or as somebody corrected it.

    :raises NoSuchOfflineSale: when the till sent none of this number.
    :raises NothingToSettle: when it is not rejected.
    """
    principal.require("sales.write")
    with club_scope(principal.club_id):
        kept = queries.offline_sale(club_id=principal.club_id, till=till, sequence=sequence)
    if kept.state == "posted":
        return _result(kept)
    if kept.state != "rejected":
        raise operations.NothingToSettle
    return _result(_post(principal, ids, vault, kept, corrected=purchase))


def drop_offline_sale(*, principal: Principal, till: str, sequence: int, note: str) -> None:
    """Give a rejected sale up, saying why; it stays in the list. Again is harmless.

    :raises NoSuchOfflineSale: when the till sent none of this number.
    :raises NothingToSettle: when it is not rejected.
    """
    principal.require("approvals.decide")
    with club_scope(principal.club_id):
        operations.drop(club_id=principal.club_id, till=till, sequence=sequence, note=note)
        trail.note(
            principal=principal, act="offline_sale_dropped", object_kind="till",
            object_id=till, after={"sequence": sequence, "note": note},
        )  # fmt: skip


def _sent(till: str, branch: str, sale: OfflineSale, vault: Vault) -> Sent:
    purchase = replace(sale.purchase, branch=sale.purchase.branch or branch)
    text = _purchases.dump_json(purchase).decode()
    asked = f"{sale.rung_at.timestamp():.6f}\n{text}"
    place = queries.place_of_body(till, sale.sequence)
    return Sent(
        sale.sequence,
        sale.rung_at,
        vault.seal(value=text, place=place),
        hashlib.sha256(asked.encode()).digest(),
    )


def _post(
    principal: Principal,
    ids: Ids,
    vault: Vault,
    kept: SaleKept,
    *,
    corrected: Purchase | None = None,
) -> SaleKept:
    """Post a kept sale and write what came of it; by its natural key it happens once."""
    club_id = principal.club_id
    purchase = corrected or _purchase_of(kept, vault)
    text = _purchases.dump_json(purchase)
    claim = Claim(
        f"offline:{kept.till}:{kept.sequence}:{hashlib.sha256(text).hexdigest()[:16]}",
        hashlib.sha256(text).digest(),
    )
    try:
        if purchase.member is None:
            done = record_purchase(
                principal=principal, claim=claim, event_at=kept.event_at, ids=ids, vault=vault,
                purchase=purchase,
            )  # fmt: skip
            spent = lent = 0
        else:
            found = members.find_holder(club_id=club_id, member=purchase.member, vault=vault)
            applied = offline.apply_offline_purchase(
                principal=principal, claim=claim, event_at=kept.event_at, ids=ids, member=found,
                purchase=purchase,
            )  # fmt: skip
            done = applied.done
            spent, lent = sum(applied.spent.values()), sum(applied.lent.values())
    except (Refused, NotFound) as error:
        with club_scope(club_id):
            operations.reject(club_id=club_id, sale=kept, reason=error.code)
            return queries.offline_sale(club_id=club_id, till=kept.till, sequence=kept.sequence)
    asked_units = sum(wish.units or 0 for wish in purchase.spend)
    flags = {*kept.flags, *(["spent_less"] if spent < asked_units else [])}
    flags |= {"corrected"} if corrected is not None else set()
    with club_scope(club_id):
        operations.accept(
            club_id=club_id,
            sale=replace(kept, flags=tuple(sorted(flags))),
            member_id=done.member_id,
            event_id=done.event_id,
            units=spent,
            lent=lent,
        )
        return queries.offline_sale(club_id=club_id, till=kept.till, sequence=kept.sequence)


def _purchase_of(kept: SaleKept, vault: Vault) -> Purchase:
    """Open a sale as the till sent it."""
    place = queries.place_of_body(kept.till, kept.sequence)
    return _purchases.validate_json(vault.unseal(sealed=kept.body, place=place))


def _rials(purchase: Purchase) -> int:
    if purchase.amount_rials is not None:
        return purchase.amount_rials
    return sum(line.net_rials + (line.vat_rials or 0) for line in purchase.lines)


def _result(kept: SaleKept) -> SaleResult:
    return SaleResult(
        sequence=kept.sequence,
        state=kept.state,
        event_id=kept.event_id,
        member_id=kept.member_id,
        lent_units=kept.lent_units,
        flags=kept.flags,
        reason=kept.reason,
    )
