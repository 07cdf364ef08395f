"""What the loading of the demo says: what was read, the book in figures, and two sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from vafa.journeys.load_history import HistoryLoaded, Progress
from vafa.kit.amounts import muldiv
from vafa.kit.persian import money, number
from vafa.ledger.totals import ClubTotals, UnitTotals
from vafa.programme.document import Programme, Unit
from vafa.server.demo.history import NOTICE_EN, NOTICE_FA, History, Kind

_LABEL: Final = 12
_NAMES_FA: Final = {"complete_journey": "یک سال خرید", "cdnow": "هجده ماه خرید"}
_NAMES_EN: Final = {"complete_journey": "a year of purchases", "cdnow": "18 months of purchases"}


@dataclass(frozen=True, slots=True)
class Speed:
    """How long reading, loading and adding up took, in milliseconds."""

    read_ms: int
    load_ms: int
    sum_ms: int

    def per_second(self, count: int) -> int:
        """Give the rate of the loading itself."""
        return count * 1000 // max(1, self.load_ms)


def progress_line(*, done: Progress, all_orders: int, elapsed_ms: int) -> str:
    """Say how far it is and how fast it goes."""
    percent = done.members * 100 // done.all_members
    rate = done.orders * 1000 // max(1, elapsed_ms)
    lines = done.lines * 1000 // max(1, elapsed_ms)
    return (
        f"  {percent:3} %  {done.orders:,} of {all_orders:,} orders"
        f"  ({rate:,} orders/s, {lines:,} lines/s)"
    )


def account_lines(*, history: History) -> list[str]:
    """Tell what was read, what was refused and why."""
    lines = []
    for kind in ("orders", "lines"):
        read, accepted = history.count(kind), history.count(kind, "accepted")
        refused = history.count(kind, "refused")
        lines.append(_line(kind, f"{read:,} read = {accepted:,} accepted + {refused:,} refused"))
        lines += [_line("", reason) for reason in _reasons(history, kind)]
    return lines


def book_lines(*, totals: ClubTotals, programme: Programme) -> list[str]:
    """Tell what the book holds: members by tier, and what became of each unit."""
    levels = programme.ladder.levels if programme.ladder else ()
    tiers = ", ".join(f"{totals.tiers.get(level.code, 0):,} {level.name.en}" for level in levels)
    lines = [_line("members", f"{totals.members:,}: {tiers}")]
    for unit in programme.units:
        found = totals.units.get(unit.number)
        if found is not None:
            lines += _unit_lines(unit, found)
    return lines


def speed_line(*, loaded: HistoryLoaded, speed: Speed) -> str:
    """Tell how fast it went."""
    return _line(
        "rate",
        f"{speed.per_second(loaded.orders):,} orders/s, {speed.per_second(loaded.lines):,} lines/s"
        f" (read {_seconds(speed.read_ms)} s, decide, post and compare"
        f" {_seconds(speed.load_ms)} s, add up {_seconds(speed.sum_ms)} s)",
    )


def proof_line(*, compared: int, differing: int, before: int = 0) -> str:
    """Tell whether the book is what was decided; whoever was loaded `before` is not compared."""
    text = f"posted = decided for each of {compared:,} members"
    if differing:
        text = f"{differing:,} of {compared:,} members DIFFER from what was decided"
    earlier = f"; {before:,} were loaded before (`vafa demo check` compares all)" if before else ""
    return _line("compared", text + earlier)


def test_club_line(*, code: str, secret: str) -> str:
    """Tell the key of the empty club to try things with."""
    return _line("test club", f"{code}, key {secret}")


def sentences(*, history: History, totals: ClubTotals, programme: Programme) -> tuple[str, str]:
    """Say what was loaded, and that it is a sample, in Persian and in English."""
    rials = sum(
        _worth(unit, totals.units[unit.number].outstanding)
        for unit in programme.units
        if unit.number in totals.units
    )
    members, sales = totals.members, totals.sales
    persian = (
        f"باشگاه نمونه: {_NAMES_FA[history.source]}، {number(members)} عضو، {number(sales)} خرید،"
        f" {money(rials)} ارزش نزد اعضا. {NOTICE_FA}"
    )
    english = (
        f"Demo club: {_NAMES_EN[history.source]}, {members:,} members, {sales:,} purchases,"
        f" {money(rials, language='en')} held by members. {NOTICE_EN}"
    )
    return persian, english


def figures(*, history: History, totals: ClubTotals, programme: Programme) -> dict[str, Any]:
    """Give the same as data."""
    return {
        "account": [
            {
                "kind": row.kind, "outcome": row.reason.outcome, "reason": row.reason.code,
                "count": row.count, "amount_rials": row.amount_rials,
            }
            for row in history.account
        ],
        "members": totals.members, "sales": totals.sales, "lines": totals.lines,
        "movements": totals.movements, "tiers": totals.tiers,
        "units": {
            unit.code: {
                "issued": found.issued, "used": found.used, "expired": found.expired,
                "outstanding": found.outstanding,
                "outstanding_rials": _worth(unit, found.outstanding),
            }
            for unit in programme.units
            if (found := totals.units.get(unit.number))
        },
    }  # fmt: skip


def _unit_lines(unit: Unit, found: UnitTotals) -> list[str]:
    rials = _worth(unit, found.outstanding)
    worth = f"{money(rials, unit='rial', language='en')} = {money(rials, language='en')}"
    return [
        _line(
            unit.code,
            f"{found.issued:,} issued, {found.used:,} used, {found.expired:,} expired",
        ),
        _line("", f"{found.outstanding:,} outstanding, a liability of {worth}"),
    ]


def _worth(unit: Unit, units: int) -> int:
    policy = unit.redemption
    return muldiv(units, policy.value_rials, policy.per_units) if policy else 0


def _reasons(history: History, kind: Kind) -> list[str]:
    return [
        f"refused: {row.count:,} {row.reason.english}"
        for row in history.account
        if row.kind == kind and row.reason.outcome == "refused"
    ]


def _line(label: str, text: str) -> str:
    return f"  {label:{_LABEL}}{text}"


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds // 1000}.{milliseconds % 1000 // 100}"
