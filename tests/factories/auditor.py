"""A second book, in memory and in the simplest words, that re-derives what the real one must say.

It shares no code with the ledger: lists of plain records, sorted when needed. One member only.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from vafa.ledger.records import (
    Adjust,
    AwardRow,
    BurnUnits,
    DateLots,
    Earn,
    EndAll,
    HoldUnits,
    Leg,
    Lend,
    ReleaseHold,
    RestoreUnits,
    TakeBack,
    WalletBalance,
)

GRACE = timedelta(hours=24)
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass
class AuditedLot:
    """Units that came together: how many are left, are kept by holds, have expired."""

    seq: int
    unit: int
    paid: int
    left: int
    issued: int
    expires_at: datetime | None
    available_at: datetime | None  # set while pending
    kept: int = 0
    expired: int = 0

    @property
    def free(self) -> int:
        """What may be spent or expire."""
        return self.left - self.kept

    def is_over(self, now: datetime) -> bool:
        """Whether its day has passed."""
        return self.expires_at is not None and self.expires_at <= now

    def burn_order(self) -> tuple[int, datetime, int]:
        """Promotional before paid, soonest end first, then oldest."""
        return (self.paid, self.expires_at or _NEVER, self.seq)


@dataclass
class AuditedAward:
    """An award with its lot and what refunds did to it."""

    units: int
    basis: int
    lot: int | None = None
    unit: int = 0
    basis_back: int = 0
    lot_back: int = 0
    spent_back: int = 0
    breakage_back: int = 0


@dataclass
class AuditedHold:
    """A hold and the lots it keeps units in."""

    unit: int
    parts: list[tuple[int, int]]
    expires_at: datetime
    state: str = "open"


class DeclinedError(Exception):
    """The business said no; nothing of the event happened."""


@dataclass
class Auditor:
    """The book of one member. `moves` is (unit, from, to, amount) in order."""

    now: datetime
    version: int = 0
    moves: list[tuple[int, str, str, int]] = field(default_factory=list)
    lots: list[AuditedLot] = field(default_factory=list)
    owed: dict[int, int] = field(default_factory=dict)
    holds: dict[int, AuditedHold] = field(default_factory=dict)
    awards: dict[int, AuditedAward] = field(default_factory=dict)
    burned: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    restored: dict[int, int] = field(default_factory=dict)
    idle: dict[int, datetime] = field(default_factory=dict)
    lent: set[int] = field(default_factory=set)

    def post(
        self,
        event_id: int,
        legs: Sequence[Leg],
        awards: Sequence[AwardRow],
        idle: dict[int, datetime],
    ) -> bool:
        """Post all legs, or none; say whether they were posted."""
        self.settle()
        before = copy.deepcopy(self.__dict__)
        try:
            for leg in legs:
                self._leg(event_id, leg, awards)
        except DeclinedError:
            self.__dict__.update(before)
            return False
        for row in awards:
            self.awards.setdefault(row.id, AuditedAward(row.units, row.basis, None, row.unit))
        self.idle.update(idle)
        self.version += 1
        self._pass_time()
        return True

    def settle(self) -> None:
        """Let time do what is due."""
        self.version += self._pass_time()

    def balances(self) -> dict[int, WalletBalance]:
        """Give what the member has of every unit that ever moved."""
        return {unit: self._balance(unit) for unit in sorted({move[0] for move in self.moves})}

    def free(self, unit: int) -> int:
        """Give what may be spent."""
        return sum(lot.free for lot in self._open(unit))

    def _balance(self, unit: int) -> WalletBalance:
        mine = [lot for lot in self.lots if lot.unit == unit]
        return WalletBalance(
            spendable=sum(lot.left for lot in mine if lot.available_at is None),
            held=sum(lot.kept for lot in mine),
            pending=sum(lot.left for lot in mine if lot.available_at is not None),
            owed=self.owed.get(unit, 0),
        )

    def _open(self, unit: int) -> list[AuditedLot]:
        found = [lot for lot in self.lots if lot.unit == unit and lot.available_at is None]
        return sorted((lot for lot in found if lot.left), key=AuditedLot.burn_order)

    def _move(self, unit: int, source: str, target: str, amount: int) -> int:
        self.moves.append((unit, source, target, amount))
        return len(self.moves)

    def _lot(self, seq: int) -> AuditedLot:
        return next(lot for lot in self.lots if lot.seq == seq)

    def _leg(self, event_id: int, leg: Leg, awards: Sequence[AwardRow]) -> None:
        match leg:
            case Earn():
                self._earn(leg, awards)
            case BurnUnits(hold_id=None):
                self.burned.setdefault(event_id, []).extend(
                    self._take(leg.unit, leg.units, "redemption")
                )
            case BurnUnits():
                self._capture(event_id, leg)
            case HoldUnits():
                self._hold(event_id, leg)
            case ReleaseHold():
                self._end_hold(leg.hold_id, "released")
            case TakeBack():
                self._take_back(leg)
            case RestoreUnits():
                self._restore(leg)
            case _:
                self._seldom(leg)

    def _seldom(self, leg: Adjust | Lend | EndAll | DateLots) -> None:
        match leg:
            case Adjust():
                self._adjust(leg)
            case Lend():
                self._lend(leg)
            case EndAll():
                self._end()
            case DateLots():
                self._date(leg)

    def _earn(self, leg: Earn, awards: Sequence[AwardRow]) -> None:
        pending = leg.available_at if leg.available_at and leg.available_at > self.now else None
        left = leg.units
        if pending is None and leg.kind == "earn":
            left -= self._net(leg.unit, left, "issuer")
        lot = None
        if left:
            target = "spendable" if pending is None else "pending"
            lot = self._move(leg.unit, "issuer", target, left)
            self._new_lot(lot, leg.unit, leg.lot_class, left, leg.expires_at, pending)
        if leg.award_index >= 0:
            row = awards[leg.award_index]
            self.awards[row.id] = AuditedAward(row.units, row.basis, lot, row.unit)

    def _date(self, leg: DateLots) -> None:
        for lot in self.lots:
            end = leg.ends.get(lot.seq)
            if end and lot.left and (lot.expires_at is None or lot.expires_at > end):
                lot.expires_at = end

    def _new_lot(
        self,
        seq: int,
        unit: int,
        paid: int,
        units: int,
        expires_at: datetime | None,
        available_at: datetime | None = None,
    ) -> None:
        self.lots.append(AuditedLot(seq, unit, paid, units, units, expires_at, available_at))

    def _net(self, unit: int, units: int, source: str) -> int:
        netted = min(self.owed.get(unit, 0), units)
        if netted:
            self._move(unit, source, "owed", netted)
            self.owed[unit] -= netted
        return netted

    def _take(self, unit: int, units: int, target: str) -> list[tuple[int, int]]:
        if units > self.free(unit):
            raise DeclinedError
        self._move(unit, "spendable", target, units)
        parts = []
        for lot in self._open(unit):
            part = min(units, lot.free)
            if part:
                lot.left -= part
                units -= part
                parts.append((lot.seq, part))
        return parts

    def _hold(self, event_id: int, leg: HoldUnits) -> None:
        if leg.units > self.free(leg.unit):
            raise DeclinedError
        left, parts = leg.units, []
        for lot in self._open(leg.unit):
            part = min(left, lot.free)
            if part:
                lot.kept += part
                left -= part
                parts.append((lot.seq, part))
        self.holds[event_id] = AuditedHold(leg.unit, parts, leg.expires_at)

    def _end_hold(self, hold_id: int, state: str) -> AuditedHold:
        hold = self.holds.get(hold_id)
        if hold is None or hold.state != "open":
            raise DeclinedError
        hold.state = state
        for seq, part in hold.parts:
            self._lot(seq).kept -= part
        return hold

    def _capture(self, event_id: int, leg: BurnUnits) -> None:
        assert leg.hold_id is not None
        hold = self._end_hold(leg.hold_id, "captured")
        usable = []
        for seq, part in hold.parts:
            end = self._lot(seq).expires_at
            if end is None or end + GRACE > self.now:
                usable.append((seq, part))
        if sum(part for _, part in usable) < leg.units:
            raise DeclinedError
        if leg.units:
            self._move(leg.unit, "spendable", "redemption", leg.units)
        left, used = leg.units, []
        for seq, part in usable:
            take = min(left, part)
            if take:
                self._lot(seq).left -= take
                left -= take
                used.append((seq, take))
        self.burned.setdefault(event_id, []).extend(used)

    def _take_back(self, leg: TakeBack) -> None:
        award = self.awards[leg.award_id]
        lot = self._lot(award.lot) if award.lot else None
        free = lot.free if lot else 0
        from_lot = min(leg.units, free)
        gone = (lot.expired if lot else 0) + award.lot_back
        spent = award.units - free - gone - award.spent_back
        from_spent = min(leg.units - from_lot, max(spent, 0))
        from_breakage = leg.units - from_lot - from_spent
        if lot and from_lot:
            source = "spendable" if lot.available_at is None else "pending"
            self._move(award.unit, source, "issuer", from_lot)
            lot.left -= from_lot
        others = min(from_spent, self.free(award.unit))
        if others:
            self._take(award.unit, others, "issuer")
        if leg.shortfall == "owe" and from_spent > others:
            self._move(award.unit, "owed", "issuer", from_spent - others)
            self.owed[award.unit] = self.owed.get(award.unit, 0) + from_spent - others
        if from_breakage:
            self._move(award.unit, "breakage", "issuer", from_breakage)
        award.lot_back += from_lot
        award.spent_back += from_spent
        award.breakage_back += from_breakage
        award.basis_back += leg.basis

    def _restore(self, leg: RestoreUnits) -> None:
        done = self.restored.get(leg.burn_event_id, 0)
        self.restored[leg.burn_event_id] = done + leg.units
        parts = sorted(
            self.burned[leg.burn_event_id],
            key=lambda part: self._lot(part[0]).burn_order(),
            reverse=True,
        )
        left = leg.units
        for seq, burned in parts:
            part = min(burned - min(done, burned), left)
            done = max(done - burned, 0)
            left -= part
            lot = self._lot(seq)
            if part and lot.expired == 0 and not lot.is_over(self.now):
                self._move(leg.unit, "redemption", "spendable", part)
                lot.left += part
                self._repay(leg.unit, lot, part)
            elif part and leg.grace_expires_at is None:
                self._move(leg.unit, "redemption", "breakage", part)
            elif part:
                new = self._move(leg.unit, "redemption", "spendable", part)
                self._new_lot(new, leg.unit, lot.paid, part, leg.grace_expires_at)

    def _adjust(self, leg: Adjust) -> None:
        if leg.units < 0:
            self._take(leg.unit, -leg.units, "adjustment")
        else:
            seq = self._move(leg.unit, "adjustment", "spendable", leg.units)
            self._new_lot(seq, leg.unit, leg.lot_class, leg.units, leg.expires_at)

    def _lend(self, leg: Lend) -> None:
        self.owed[leg.unit] = self.owed.get(leg.unit, 0) + leg.units
        seq = self._move(leg.unit, "owed", "spendable", leg.units)
        self._new_lot(seq, leg.unit, 1, leg.units, None)
        self.lent.add(seq)

    def _repay(self, unit: int, lot: AuditedLot, units: int) -> None:
        part = min(units, self.owed.get(unit, 0))
        if lot.seq in self.lent and part:
            self._move(unit, "spendable", "owed", part)
            self.owed[unit] -= part
            lot.left -= part

    def _end(self) -> None:
        for hold_id, hold in self.holds.items():
            if hold.state == "open":
                self._end_hold(hold_id, "released")
        for lot in self.lots:
            self._expire(lot)

    def _pass_time(self) -> bool:
        changed = False
        pending = [lot for lot in self.lots if lot.available_at and lot.available_at <= self.now]
        for lot in sorted(pending, key=lambda one: (one.available_at, one.seq)):
            if lot.left:
                changed = True
                lot.left -= self._net(lot.unit, lot.left, "pending")
                if lot.left:
                    self._move(lot.unit, "pending", "spendable", lot.left)
            lot.available_at = None
        for hold_id, hold in self.holds.items():
            if hold.state == "open" and hold.expires_at <= self.now:
                self._end_hold(hold_id, "expired")
                changed = True
        over = [lot for lot in self.lots if lot.is_over(self.now) and lot.available_at is None]
        for lot in sorted(over, key=lambda one: (one.expires_at, one.seq)):
            changed |= self._expire(lot)
        idle = [(at, unit) for unit, at in self.idle.items() if at <= self.now]
        for _, unit in sorted(idle):
            del self.idle[unit]
            changed = True
            for lot in self.lots:
                if lot.unit == unit:
                    self._expire(lot)
        return changed

    def _expire(self, lot: AuditedLot) -> bool:
        part = lot.free
        if part:
            source = "spendable" if lot.available_at is None else "pending"
            self._move(lot.unit, source, "breakage", part)
            lot.left -= part
            lot.expired += part
        return part > 0
