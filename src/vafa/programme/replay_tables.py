"""The tables that a replay gives, and how they are read from the rows that the steps wrote.

Every table is columns of equal length, sorted by member and then as it happened. `member` is the
position in `Replay.members`. Only reading stands here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from vafa.programme import layout as at
from vafa.programme.compile import CompiledProgramme
from vafa.programme.packing import state_size, unpack_state
from vafa.programme.records import MemberState, Reason

type_ints = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Movements:
    """Movements, numbered without gaps per member; `order` is -1 for effects of time."""

    member: Ints
    seq: Ints
    kind: Ints
    unit: Ints
    from_account: Ints
    to_account: Ints
    amount: Ints
    day: Ints
    order: Ints
    lot_seq: Ints
    award: Ints


@dataclass(frozen=True, eq=False)
class LotUses:
    """What burns, expiries and nettings took from lots."""

    member: Ints
    movement_seq: Ints
    lot_seq: Ints
    amount: Ints


@dataclass(frozen=True, eq=False)
class Lots:
    """Lots as they are at the end; state 0 pending, 1 open, 2 closed."""

    member: Ints
    lot_seq: Ints
    unit: Ints
    issued: Ints
    remaining: Ints
    state: Ints
    available_day: Ints
    expires_day: Ints
    award: Ints


@dataclass(frozen=True, eq=False)
class Awards:
    """Awards; rule, effect and tier index the compiled programme."""

    member: Ints
    order: Ints
    effect: Ints
    rule: Ints
    unit: Ints
    units: Ints
    uncapped: Ints
    basis: Ints
    tier: Ints
    day: Ints
    available_day: Ints
    expires_day: Ints
    carry: Ints
    qualifying: Ints


@dataclass(frozen=True, eq=False)
class AwardLines:
    """How the basis of an award lies on the lines of its order."""

    award: Ints
    line: Ints
    basis: Ints


@dataclass(frozen=True, eq=False)
class Burns:
    """Units spent in orders."""

    member: Ints
    order: Ints
    unit: Ints
    units: Ints
    rials: Ints
    tender: Ints


@dataclass(frozen=True, eq=False)
class BurnLines:
    """How the worth of a burn lies on the lines of its order."""

    burn: Ints
    line: Ints
    rials: Ints


@dataclass(frozen=True, eq=False)
class Sales:
    """What every order came to."""

    member: Ints
    order: Ints
    net_rials: Ints
    vat_rials: Ints
    to_pay_rials: Ints
    qualifying: Ints


@dataclass(frozen=True, eq=False)
class TierChanges:
    """Steps on the ladder: 0 up, 1 down, 2 grace started, 3 grace ended, 4 warning."""

    member: Ints
    kind: Ints
    day: Ints
    before: Ints
    after: Ints


type_table = TypeVar("type_table")


@dataclass(frozen=True, eq=False)
class Source:
    """What of the history the tables need: members, orders' lines, and the cells of these."""

    members: Ints
    first_line: Ints
    line_end: Ints
    lines: Ints
    cells: Ints


@dataclass(frozen=True, eq=False)
class Replay:
    """Everything a history comes to. `balances` is [member, unit, (spendable, pending, owed)]."""

    programme: CompiledProgramme
    members: Ints
    movements: Movements
    lot_uses: LotUses
    lots: Lots
    awards: Awards
    award_lines: AwardLines
    burns: Burns
    burn_lines: BurnLines
    sales: Sales
    tier_changes: TierChanges
    states: tuple[MemberState, ...]
    next_review_days: tuple[int | None, ...]
    balances: Ints
    idle_days: Ints

    @staticmethod
    def slice(table: type_table, first: int, last: int) -> type_table:
        """Give the rows of a table whose member's position lies in [first, last)."""
        member = table.member  # type: ignore[attr-defined]  # framework: every table led by member
        start, end = np.searchsorted(member, [first, last])
        return type(table)(*(column[start:end] for column in _columns(table)))

    def idle_expires(self, position: int) -> dict[int, int]:
        """Give, by unit number, the day on which the member's inactivity ends the unit."""
        days = self.idle_days[position]
        return {
            unit.number: int(day)
            for unit, day in zip(self.programme.document.units, days, strict=True)
            if day < at.NEVER
        }

    def reasons(self, award: int) -> tuple[Reason, ...]:
        """Give the main reason of an award, by its row."""
        return main_reasons(self.programme, self.awards, award)


_KEPT: Final = (
    at.O_MOVEMENT, at.O_LOT_USE, at.O_LOT, at.O_AWARD, at.O_BURN, at.O_BURN_LINE, at.O_TIER,
    at.O_LINE, at.O_MEMBER, at.O_SALE, at.O_BALANCE, at.O_STATE, at.O_BUCKET,
)  # fmt: skip


@dataclass(slots=True)
class Rows:
    """Rows sorted by kind as they come; column 0 becomes the position of the member."""

    members: int = 0
    found: dict[int, list[Ints]] = field(default_factory=dict)

    def add(self, cells: Any) -> None:
        """Take in a stretch of rows."""
        rows = np.array(cells, np.int64).reshape(-1, at.ROW)
        kind = rows[:, 0].copy()
        ends = kind == at.O_MEMBER
        rows[:, 0] = self.members + np.cumsum(ends) - ends
        self.members += int(ends.sum())
        for wanted in _KEPT:
            self.found.setdefault(wanted, []).append(rows[kind == wanted])

    def of(self, kind: int) -> Ints:
        """Give all rows of a kind."""
        parts = self.found.get(kind)
        return np.concatenate(parts) if parts else np.zeros((0, at.ROW), np.int64)


def read_rows(programme: CompiledProgramme, source: Source, rows: Rows) -> Replay:
    """Turn the rows into tables."""
    numbers = np.array([unit.number for unit in programme.document.units], np.int64)
    movements, lots, awards = rows.of(at.O_MOVEMENT), rows.of(at.O_LOT), rows.of(at.O_AWARD)
    uses, sales, steps = rows.of(at.O_LOT_USE), rows.of(at.O_SALE), rows.of(at.O_TIER)
    movements[:, 3] = numbers[movements[:, 3]]
    lots[:, 2] = numbers[lots[:, 2]]
    lots = lots[np.lexsort((lots[:, 1], lots[:, 0]))]
    lots[:, 5] = np.where(lots[:, 5] > 0, 0, np.where(lots[:, 4] > 0, 1, 2))
    burns, burn_lines = _burns(rows, source, numbers)
    award_table = _awards(programme, awards, numbers)
    states, reviews, balances, idle = _members(programme, rows)
    return Replay(
        programme=programme,
        members=source.members,
        movements=Movements(*movements.T[:11]),
        lot_uses=LotUses(*uses.T[:4]),
        lots=Lots(*lots.T[:9]),
        awards=award_table,
        award_lines=_award_lines(programme, source, award_table, rows),
        burns=burns,
        burn_lines=burn_lines,
        sales=Sales(*sales.T[:6]),
        tier_changes=TierChanges(*steps.T[:5]),
        states=states,
        next_review_days=reviews,
        balances=balances,
        idle_days=idle,
    )


def _columns(table: Any) -> list[Ints]:
    return [getattr(table, column.name) for column in fields(table)]


def _awards(programme: CompiledProgramme, rows: Ints, numbers: Ints) -> Awards:
    tier = rows[:, 7] if programme.tiers else np.full(len(rows), -1, np.int64)
    return Awards(
        member=rows[:, 0], order=rows[:, 13], effect=rows[:, 1], rule=rows[:, 2],
        unit=numbers[rows[:, 3]], units=rows[:, 4], uncapped=rows[:, 5], basis=rows[:, 6],
        tier=tier, day=rows[:, 8], available_day=rows[:, 9], expires_day=rows[:, 10],
        carry=rows[:, 11], qualifying=rows[:, 12],
    )  # fmt: skip


def _burns(rows: Rows, source: Source, numbers: Ints) -> tuple[Burns, BurnLines]:
    burns = rows.of(at.O_BURN)
    burns = burns[burns[:, 2] > 0]
    lines = rows.of(at.O_BURN_LINE)
    # A burn is known to its lines by order and place among the wishes.
    wishes = len(numbers) + 1
    place = np.searchsorted(burns[:, 8] * wishes + burns[:, 5], lines[:, 4] * wishes + lines[:, 1])
    return (
        Burns(
            member=burns[:, 0], order=burns[:, 8], unit=numbers[burns[:, 1]], units=burns[:, 2],
            rials=burns[:, 3], tender=burns[:, 4],
        ),
        BurnLines(place, source.first_line[lines[:, 4]] + lines[:, 2], lines[:, 3]),
    )  # fmt: skip


def _award_lines(
    programme: CompiledProgramme, source: Source, awards: Awards, rows: Rows
) -> AwardLines:
    """Take the lines that were written; for all other awards the columns of the sale tell them."""
    written = rows.of(at.O_LINE)
    given = np.zeros(len(awards.order), np.bool_)
    given[written[:, 1]] = True
    other = np.flatnonzero(~given)
    order = awards.order[other]
    counts = source.line_end[order] - source.first_line[order]
    award = np.repeat(other, counts)
    starts = np.cumsum(counts) - counts
    line = np.arange(counts.sum()) - np.repeat(starts - source.first_line[order], counts)
    effects = np.array(
        programme.cells[programme.cells[at.P_EFFECT_AT] :][
            : at.EFFECT_SIZE * len(programme.effects)
        ],
        np.int64,
    ).reshape(-1, at.EFFECT_SIZE)
    rules = np.array(
        programme.cells[programme.cells[at.P_RULE_AT] :][: at.RULE_SIZE * len(programme.rules)],
        np.int64,
    ).reshape(-1, at.RULE_SIZE)
    masks = np.array(programme.masks, np.int64)
    basis = _bases(programme, source.lines)[line]
    counted = masks[rules[awards.rule[award], at.R_MASK], source.cells[line]] > 0
    by_item = effects[awards.effect[award], at.X_KIND] == at.PER_ITEM
    counted &= basis > 0
    basis = np.where(by_item, source.lines[line, at.N_QUANTITY], basis)
    award = np.concatenate([award[counted], written[:, 1]])
    line = np.concatenate([line[counted], source.first_line[written[:, 4]] + written[:, 2]])
    basis = np.concatenate([basis[counted], written[:, 3]])
    sorted_ = np.lexsort((line, award))
    return AwardLines(award[sorted_], line[sorted_], basis[sorted_])


def _bases(programme: CompiledProgramme, lines: Ints) -> Ints:
    """Give the earning base of lines not paid with units, as `step_base.open_bases` does."""
    amounts = lines[:, at.N_NET if programme.cells[at.P_AFTER_DISCOUNTS] else at.N_GROSS]
    return amounts + lines[:, at.N_VAT] if programme.cells[at.P_WITH_VAT] else amounts


def _members(
    programme: CompiledProgramme, rows: Rows
) -> tuple[tuple[MemberState, ...], tuple[int | None, ...], Ints, Ints]:
    units = len(programme.units)
    reviews = rows.of(at.O_MEMBER)[:, 1].tolist()
    count = len(reviews)
    balances = rows.of(at.O_BALANCE)
    state = np.zeros((count, state_size(programme)), np.int64)
    cells = rows.of(at.O_STATE)
    state[cells[:, 0], cells[:, 1]] = cells[:, 2]
    state[:, at.S_HEAD] = 0
    buckets = rows.of(at.O_BUCKET)
    starts = np.searchsorted(buckets[:, 0], np.arange(count + 1))
    numbers = buckets[:, 1:3].reshape(-1).tolist()
    states = tuple(
        unpack_state(programme, row, numbers[2 * starts[i] : 2 * starts[i + 1]], MemberState())
        for i, row in enumerate(state.tolist())
    )
    return (
        states,
        tuple(None if day >= at.NEVER else day for day in reviews),
        balances[:, 2:5].reshape(count, units, 3),
        balances[:, 5].reshape(count, units),
    )


def main_reasons(programme: CompiledProgramme, awards: Awards, award: int) -> tuple[Reason, ...]:
    """Give the reason an award was given for; caps and carries are in its figures."""
    effect = programme.effects[int(awards.effect[award])]
    rule = programme.rules[int(awards.rule[award])].code
    tier = int(awards.tier[award])
    figures: dict[str, Any] = {"rule": rule, "unit": effect.unit}
    match effect.kind:
        case "per_amount":
            figures |= {
                "base": int(awards.basis[award]),
                "units": effect.units,
                "rials": effect.rials,
            }
        case "share":
            code = programme.tiers[tier] if effect.by_tier and tier >= 0 else ""
            figures |= {
                "base": int(awards.basis[award]), "tier": code,
                "share": effect.by_tier.get(code, effect.share),
            }  # fmt: skip
        case "per_item":
            figures |= {
                "quantity_milli": int(awards.basis[award]), "units": effect.units,
                "quantity": effect.quantity,
            }  # fmt: skip
        case "fixed":
            figures["units"] = effect.units
        case "multiply":
            raise AssertionError("a multiplier gives nothing by itself")
    return (Reason(effect.kind, figures),)
