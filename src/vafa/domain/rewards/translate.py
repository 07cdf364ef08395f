"""From the ledger's rows to what decisions read, and from decisions to what the ledger posts.

Pure: units go by code on the programme's side and by number in the book, days become moments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from vafa.domain.rewards.rulebook import Version
from vafa.kit.calendar import midnight
from vafa.ledger.records import (
    AwardRow,
    BurnUnits,
    Earn,
    Leg,
    OutboxRow,
    SaleLineRow,
    Snapshot,
    WalletBalance,
)
from vafa.programme.records import (
    Award,
    Balance,
    Burn,
    Line,
    MemberFacts,
    MemberSnapshot,
    MemberState,
    PurchaseDecision,
    Reason,
    TierChange,
)

type_json = dict[str, Any]


def snapshot_of(*, snapshot: Snapshot, version: Version, facts: MemberFacts) -> MemberSnapshot:
    """Give the member as decisions see one."""
    balances = {
        version.codes[unit]: Balance(held.spendable, held.held, held.pending, held.owed)
        for unit, held in snapshot.balances.items()
        if unit in version.codes
    }
    return MemberSnapshot(state_of(snapshot=snapshot), balances, facts)


def state_of(*, snapshot: Snapshot) -> MemberState:
    """Give the programme's memory of the member."""
    return MemberState.from_json(snapshot.state)


def earn_legs(*, awards: tuple[Award, ...], version: Version) -> tuple[Leg, ...]:
    """Give the legs that issue the awards; one that caps brought to 0 issues nothing."""
    zone = version.document.zone
    return tuple(
        Earn(
            unit=version.units[award.unit].number,
            units=award.units,
            award_index=index,
            available_at=_start_of(award.available_day, zone),
            expires_at=_start_of(award.expires_day, zone),
        )
        for index, award in enumerate(awards)
        if award.units > 0
    )


def burn_legs(
    *, burns: Iterable[Burn], version: Version, is_after: bool = False
) -> tuple[Leg, ...]:
    """Give the legs that spend units, before the order earns (or, `is_after`, what it earned)."""
    return tuple(
        BurnUnits(unit=version.units[burn.unit].number, units=burn.units, hold_id=burn.hold_id)
        for burn in burns
        if (burn.units > 0 or burn.hold_id is not None) and burn.is_after == is_after
    )


def award_rows(
    *, awards: tuple[Award, ...], award_ids: tuple[int, ...], version: Version
) -> tuple[AwardRow, ...]:
    """Give the awards as the book keeps them, with all that a refund or an auditor needs."""
    return tuple(
        AwardRow(
            id=award_id,
            rule=award.rule,
            unit=version.units[award.unit].number,
            units=award.units,
            uncapped=award.uncapped,
            basis=award.basis,
            tier=award.tier,
            day=award.day,
            carry=award.carry,
            qualifying=award.qualifying,
            detail={
                "line_basis": _texts(award.line_basis),
                "lines": _texts(award.lines),
                "reasons": reasons_json(award.reasons),
                "budget": award.budget,
            },
        )
        for award_id, award in zip(award_ids, awards, strict=True)
    )


def sale_lines(*, lines: Iterable[Line]) -> tuple[SaleLineRow, ...]:
    """Give the lines as the book keeps them."""
    return tuple(
        SaleLineRow(
            number=line.number,
            group=line.group,
            product=line.product,
            kind=line.kind,
            quantity_milli=line.quantity_milli,
            gross_rials=line.gross_rials,
            net_rials=line.net_rials,
            vat_rials=line.vat_rials,
        )
        for line in lines
    )


def burns_json(*, burns: Iterable[Burn]) -> list[type_json]:
    """Give the burns as a sale keeps them, with their share of each line."""
    return [
        {
            "unit": burn.unit, "units": burn.units, "rials": burn.rials, "spend_as": burn.spend_as,
            "lines": _texts(burn.lines), "hold_id": burn.hold_id,
            "reasons": reasons_json(burn.reasons),
            **({"reward": burn.reward, "quantity": burn.quantity} if burn.reward else {}),
        }
        for burn in burns
    ]  # fmt: skip


def decision_json(*, decision: PurchaseDecision, award_ids: tuple[int, ...]) -> type_json:
    """Give a decision as an answer keeps it."""
    spent = burns_json(burns=(burn for burn in decision.burns if not burn.reward))
    rewards = burns_json(burns=(burn for burn in decision.burns if burn.reward))
    return {
        "net_rials": decision.net_rials,
        "vat_rials": decision.vat_rials,
        "to_pay_rials": decision.to_pay_rials,
        "awards": awards_json(awards=decision.awards, award_ids=award_ids),
        "spent": spent,
        **({"rewards": rewards} if rewards else {}),
        "tier_changes": tier_json(changes=decision.tier_changes),
        "notes": reasons_json(decision.reasons),
    }


def awards_json(*, awards: tuple[Award, ...], award_ids: tuple[int, ...]) -> list[type_json]:
    """Give the awards as an answer keeps them."""
    return [
        {
            "id": award_id, "rule": award.rule, "unit": award.unit, "units": award.units,
            "uncapped": award.uncapped, "available_day": award.available_day,
            "expires_day": award.expires_day, "reasons": reasons_json(award.reasons),
        }
        for award_id, award in zip(award_ids, awards, strict=True)
    ]  # fmt: skip


def tier_json(*, changes: Iterable[TierChange]) -> list[type_json]:
    """Give tier changes as an answer or an outbox row keeps them."""
    return [
        {
            "kind": change.kind, "day": change.day, "before": change.before, "after": change.after,
            "reasons": reasons_json(change.reasons),
        }
        for change in changes
    ]  # fmt: skip


def tier_rows(*, changes: Iterable[TierChange], event_id: int) -> tuple[OutboxRow, ...]:
    """Give one outbox row for each tier change."""
    return tuple(
        OutboxRow("tier.changed", {"event_id": str(event_id), **change})
        for change in tier_json(changes=changes)
    )


def reasons_json(reasons: Iterable[Reason]) -> list[type_json]:
    """Give reasons as they are stored."""
    return [reason.as_json() for reason in reasons]


def reasons_from(stored: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Read stored reasons."""
    return tuple(
        Reason(str(one["code"]), {name: value for name, value in one.items() if name != "code"})
        for one in stored
    )


def balances_json(balances: Mapping[int, WalletBalance]) -> type_json:
    """Give balances in the form in which the book stores them in an answer."""
    return {
        str(unit): {
            "spendable": held.spendable, "held": held.held, "pending": held.pending,
            "owed": held.owed, "available": held.spendable - held.held,
        }
        for unit, held in sorted(balances.items())
    }  # fmt: skip


def _start_of(day: int, zone: str) -> datetime | None:
    return midnight(day, zone) if day else None


def _texts(numbers: Mapping[int, int]) -> dict[str, int]:
    """JSON has text keys only."""
    return {str(key): value for key, value in numbers.items()}
