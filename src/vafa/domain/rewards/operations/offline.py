"""A purchase that a till recorded without a connection: it is never lost (E39).

What it spent beyond the balance is lent: the member owes it, and an alert says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.members.records import MemberFound
from vafa.domain.rewards import answering, decide
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.rewards.budgets import Purse
from vafa.domain.rewards.operations import purchase as buying
from vafa.domain.rewards.posting import Asked, run
from vafa.domain.rewards.records import Purchase
from vafa.domain.rewards.rulebook import Rulebook, rulebook
from vafa.kit.amounts import muldiv
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger import queries as ledger
from vafa.ledger.records import (
    BurnUnits,
    LedgerEvent,
    Lend,
    OutboxRow,
    Snapshot,
    SourceRef,
    WalletBalance,
)
from vafa.programme.document import Redemption, Unit

OVERSPENT = "till.overspent"
_EMPTY = WalletBalance(0, 0, 0, 0)


class UnitsUnsaid(Refused):
    """A sale without a connection says how many units were spent; it captures no hold."""


@dataclass(frozen=True, slots=True)
class OfflineDone:
    """What the purchase did, and the units spent and lent by it, by unit."""

    done: PurchaseDone
    spent: dict[str, int]
    lent: dict[str, int]


def apply_offline_purchase(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    member: MemberFound,
    purchase: Purchase,
) -> OfflineDone:
    """Record a purchase as the till let it happen, once; what is missing is lent to the member.

    :raises UnitsUnsaid: when it spends an unsaid number of units.
    :raises Refused: when the purchase is malformed, wrongly dated, or no programme is in force.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    decide.check_purchase(purchase=purchase)
    buying.check_revision(principal=principal, purchase=purchase)
    if any(wish.units is None or wish.hold_id is not None for wish in purchase.spend):
        raise UnitsUnsaid
    purse = Purse(club_id=principal.club_id)
    till = buying.Till(
        principal, purchase, event_at, principal.branch_for(purchase.branch), member, ids, purse,
        is_limited=False,  # the sale stands
    )  # fmt: skip
    key = SourceRef(purchase.source, purchase.document, "purchase", purchase.revision)
    asked = Asked(principal, claim, member.member_id, ids.next(), (key,))
    done = run(asked=asked, plan=lambda snapshot, rules: _plan(till, snapshot, rules))
    purse.close(is_posted=done.posted.outcome == "posted")
    codes = done.rules.codes
    legs = done.posted.answer.get("legs", ())
    return OfflineDone(
        done=answering.purchase_done(done=done),
        spent={codes[leg["unit"]]: leg["units"] for leg in legs if leg["leg"] == "burn"},
        lent={codes[leg["unit"]]: leg["units"] for leg in legs if leg["leg"] == "lend"},
    )


def units_allowed(
    *, club_id: int, at: datetime, unit: str, rials: int, member_ids: tuple[int, ...]
) -> dict[int, int]:
    """Give what each member may spend at most: the worth of so many Rial, or the balance.

    :raises UnknownUnit: when the programme has no such unit.
    :raises NotSpendable: when nothing can be bought with it.
    """
    found, policy = redemption_of(club_id=club_id, at=at, unit=unit)
    most = muldiv(rials, policy.per_units, policy.value_rials)
    number = found.number
    allowed: dict[int, int] = {}
    for member_id in member_ids:
        held = book.peek(club_id=club_id, member_id=member_id).balances.get(number, _EMPTY)
        allowed[member_id] = min(most, max(held.spendable - held.held, 0))
    return allowed


def redemption_of(*, club_id: int, at: datetime, unit: str) -> tuple[Unit, Redemption]:
    """Give a unit of the programme in force, and how it is spent.

    :raises UnknownUnit: when the programme has no such unit.
    :raises NotSpendable: when nothing can be bought with it.
    """
    epoch, _ = ledger.club_now(club_id=club_id)
    found = rulebook(club_id, epoch).in_force(at).unit(unit)
    if found.redemption is None:
        raise buying.NotSpendable(unit=unit)
    return found, found.redemption


def first_spendable(*, club_id: int, at: datetime) -> str:
    """Give the programme's credit, or else the first unit that something can be bought with."""
    epoch, _ = ledger.club_now(club_id=club_id)
    document = rulebook(club_id, epoch).latest(at).document
    usable = [unit for unit in document.units if unit.redemption is not None]
    usable.sort(key=lambda unit: unit.kind != "credit")
    return usable[0].code if usable else ""


def _plan(till: buying.Till, snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
    """Decide as if everything spent had been there, then lend what was not."""
    version = rules.in_force(till.event_at)
    free = {unit: held.spendable - held.held for unit, held in snapshot.balances.items()}
    seen = dict(snapshot.balances)
    for wish in till.purchase.spend:
        number = version.unit(wish.unit).number
        missing = max((wish.units or 0) - free.get(number, 0), 0)
        held = seen.get(number, _EMPTY)
        seen[number] = replace(held, spendable=held.spendable + missing)
    event = buying.plan(till, replace(snapshot, balances=seen), rules)
    lends = tuple(
        Lend(leg.unit, leg.units - free.get(leg.unit, 0))
        for leg in event.legs
        if isinstance(leg, BurnUnits) and leg.units > free.get(leg.unit, 0)
    )
    if not lends:
        return event
    alert = OutboxRow(
        OVERSPENT,
        {
            "event_id": str(snapshot.event_id), "document": till.purchase.document,
            "source": till.purchase.source,
            "units": {rules.codes[lend.unit]: lend.units for lend in lends},
        },
    )  # fmt: skip
    return replace(event, legs=(*lends, *event.legs), outbox=(*event.outbox, alert))
