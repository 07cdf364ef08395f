"""Thresholds that a balance reaches: said once, in the transaction that moves the balance (O51).

Of several thresholds crossed at once only the highest is told. Falling tells nothing. What sends
messages reads the outbox; nothing is sent here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vafa.domain.rewards.rulebook import Version
from vafa.ledger.records import OutboxRow, Snapshot
from vafa.programme.records import Award, Burn


def reached(
    *, version: Version, snapshot: Snapshot, awards: Iterable[Award], burns: Iterable[Burn] = ()
) -> tuple[OutboxRow, ...]:
    """Give one row for each notice of which the event crosses a threshold upwards.

    What is pending is not reached yet; what is owed is netted first.
    """
    if not version.document.notices:
        return ()
    change: dict[str, int] = {}
    for award in awards:
        if not award.available_day:
            change[award.unit] = change.get(award.unit, 0) + award.units
    for burn in burns:
        change[burn.unit] = change.get(burn.unit, 0) - burn.units
    return rows(version=version, snapshot=snapshot, change=change)


def rows(
    *, version: Version, snapshot: Snapshot, change: Mapping[str, int]
) -> tuple[OutboxRow, ...]:
    """Give the rows for balances that change by so many units."""
    found = []
    for notice in version.document.notices:
        held = snapshot.balances.get(version.unit(notice.unit).number)
        before = held.spendable - held.owed if held else 0
        after = before + change.get(notice.unit, 0)
        crossed = [one for one in notice.thresholds if before < one <= after]
        if crossed:
            figures = {
                "event_id": str(snapshot.event_id), "notice": notice.code, "unit": notice.unit,
                "threshold": max(crossed), "balance": after,
            }  # fmt: skip
            found.append(OutboxRow("notice.reached", figures))
    return tuple(found)
