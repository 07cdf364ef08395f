"""A shop for the evaluator's tests.

Patched programmes, short orders, and one member with a simple book.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from vafa.programme.compile import CompiledProgramme, compile_programme
from vafa.programme.decide import decide_advance, decide_purchase
from vafa.programme.document import Programme
from vafa.programme.presets import reference_programme
from vafa.programme.records import (
    Balance,
    Line,
    MemberFacts,
    MemberSnapshot,
    MemberState,
    PurchaseDecision,
    PurchaseEvent,
    RefundDecision,
    RefundRequest,
    Spend,
    StoredAward,
    StoredBurn,
    StoredSale,
)
from vafa.programme.refund import decide_refund

DAY = 20_000


def patched(changes: Mapping[str, Any], base: Programme | None = None) -> Programme:
    """Give a programme with some places changed: JSON pointer to new value ("-" appends)."""
    data = (base or reference_programme()).model_dump(mode="json")
    for pointer, value in changes.items():
        *path, last = pointer.strip("/").split("/")
        place: Any = data
        for key in path:
            place = place[int(key)] if isinstance(place, list) else place[key]
        if isinstance(place, list) and last == "-":
            place.append(value)
        elif isinstance(place, list):
            place[int(last)] = value
        else:
            place[last] = value
    return Programme.model_validate(data)


def compiled(changes: Mapping[str, Any] | None = None) -> CompiledProgramme:
    """Give the reference programme, changed and compiled."""
    return compile_programme(patched(changes or {}))


def line(net: int, number: int = 1, **more: Any) -> Line:
    """Give a line of so much net."""
    gross = more.pop("gross_rials", net)
    return Line(number, more.pop("group", "food"), net, gross, **more)


def lines(*nets: int) -> tuple[Line, ...]:
    """Give lines of these nets, numbered from 1."""
    return tuple(line(net, number) for number, net in enumerate(nets, start=1))


@dataclass
class Member:
    """One member of a programme and a book of balances only: no lots, no expiry."""

    programme: CompiledProgramme
    state: MemberState = field(default_factory=MemberState)
    balances: dict[str, Balance] = field(default_factory=dict)
    facts: MemberFacts = field(default_factory=MemberFacts)
    sales: list[StoredSale] = field(default_factory=list)

    @property
    def snapshot(self) -> MemberSnapshot:
        """Give what a decision reads."""
        return MemberSnapshot(self.state, self.balances, self.facts)

    def has(self, unit: str, spendable: int) -> Member:
        """Give the member some units."""
        self.balances[unit] = Balance(spendable)
        return self

    def buys(
        self,
        *bought: Line | int,
        day: int = DAY,
        spend: Sequence[Spend] = (),
        limits: Mapping[str, int] | None = None,
        **more: Any,
    ) -> PurchaseDecision:
        """Buy, and keep what was decided."""
        order = tuple(
            line(item, number) if isinstance(item, int) else item
            for number, item in enumerate(bought, start=1)
        )
        event = PurchaseEvent(day, more.pop("minute", 600), order, spend=tuple(spend), **more)
        done = decide_purchase(
            programme=self.programme, snapshot=self.snapshot, event=event, limits=limits or {}
        )
        if done.short:
            return done
        self.state = done.state
        for burn in done.burns:
            self._add(burn.unit, -burn.units)
        for award in done.awards:
            self._add(award.unit, award.units)
        self.sales.append(stored(len(self.sales), event, done))
        return done

    def returns(
        self,
        sale: int = -1,
        *,
        day: int = DAY,
        amount: int | None = None,
        quantities: Mapping[int, int] | None = None,
        goodwill: int = 0,
    ) -> RefundDecision:
        """Return part of a sale, and keep what was decided."""
        was = self.sales[sale]
        request = RefundRequest(day, quantities or {}, amount, goodwill)
        done = decide_refund(
            programme=self.programme, snapshot=self.snapshot, sale=was, request=request
        )
        self.state = done.state
        for claw in done.claw_backs:
            self._add(claw.unit, -claw.units)
        for restore in done.restores:
            self._add(restore.unit, restore.units)
        if done.clawed:
            self._add(done.clawed.unit, -done.clawed.units)
        self.sales[sale] = after_refund(was, done)
        return done

    def waits(self, day: int) -> tuple[str, ...]:
        """Let days pass; give the kinds of steps on the ladder."""
        done = decide_advance(programme=self.programme, snapshot=self.snapshot, day=day)
        self.state = done.state
        return tuple(change.kind for change in done.tier_changes)

    def _add(self, unit: str, units: int) -> None:
        before = self.balances.get(unit, Balance())
        net = before.spendable - before.owed + units
        self.balances[unit] = Balance(spendable=max(0, net), owed=max(0, -net))


def stored(number: int, event: PurchaseEvent, done: PurchaseDecision) -> StoredSale:
    """Give a sale as the ledger stores it."""
    awards = tuple(
        StoredAward(
            id=place,
            rule=award.rule,
            unit=award.unit,
            units=award.units,
            basis=award.basis,
            line_basis=award.line_basis,
            day=award.day,
            carry=award.carry,
            qualifying=award.qualifying,
            uncapped=award.uncapped,
        )
        for place, award in enumerate(done.awards)
    )
    burns = tuple(
        StoredBurn(
            burn.unit,
            burn.units,
            burn.rials,
            burn.spend_as,
            burn.lines,
            reward=burn.reward,
            quantity=burn.quantity,
        )
        for burn in done.burns
    )
    return StoredSale(
        number,
        event.day,
        event.lines,
        awards,
        burns,
        done.to_pay_rials,
        qualifying_rials=done.qualifying_rials,
    )


def after_refund(sale: StoredSale, done: RefundDecision) -> StoredSale:
    """Give a sale as it is stored after a refund."""
    claws = {claw.award_id: claw for claw in done.claw_backs}
    restores = {(restore.unit, restore.reward): restore for restore in done.restores}
    returned = dict(sale.returned)
    for item in done.lines:
        quantity, net = returned.get(item.number, (0, 0))
        returned[item.number] = (quantity + item.quantity_milli, net + item.net_rials)
    return replace(
        sale,
        awards=tuple(
            replace(
                award,
                taken_back=award.taken_back + claws[award.id].units,
                refunded_basis=award.refunded_basis + claws[award.id].basis,
            )
            if award.id in claws
            else award
            for award in sale.awards
        ),
        burns=tuple(
            replace(
                burn,
                restored_units=burn.restored_units + restores[burn.unit, burn.reward].units,
                restored_rials=burn.restored_rials + restores[burn.unit, burn.reward].rials,
            )
            if (burn.unit, burn.reward) in restores
            else burn
            for burn in sale.burns
        ),
        returned=returned,
        refunded_cash_rials=sale.refunded_cash_rials
        + done.cash_rials
        - (done.clawed.units if done.clawed else 0),
    )


@dataclass
class Lot:
    """Units with their dates, as a book keeps them."""

    seq: int
    unit: str
    left: int
    available_day: int
    expires_day: int


@dataclass
class Book:
    """The plainest book of lots there is: an auditor of what the steps do with them."""

    programme: CompiledProgramme
    lots: list[Lot] = field(default_factory=list)
    opened: int = 0

    def settle(self, day: int, last_purchase_day: int) -> None:
        """Drop what has ended by the first moment of a day."""
        idle = {
            unit.code: last_purchase_day + unit.expiry.days + 1
            for unit in self.programme.document.units
            if unit.expiry.kind == "inactivity" and last_purchase_day
        }
        self.lots = [
            lot
            for lot in self.lots
            if lot.available_day > day
            or not (0 < lot.expires_day <= day or idle.get(lot.unit, day + 1) <= day)
        ]

    def balances(self, day: int) -> dict[str, Balance]:
        """Give what is spendable and pending on a day."""
        return {
            unit: Balance(
                spendable=sum(lot.left for lot in self._of(unit) if lot.available_day <= day),
                pending=sum(lot.left for lot in self._of(unit) if lot.available_day > day),
            )
            for unit in self.programme.units
        }

    def post(self, done: PurchaseDecision, day: int) -> None:
        """Write what a purchase does."""
        for burn in done.burns:
            left = burn.units
            ready = [lot for lot in self._of(burn.unit) if lot.available_day <= day]
            for lot in sorted(ready, key=lambda lot: (lot.expires_day or 10**9, lot.seq)):
                used = min(left, lot.left)
                lot.left -= used
                left -= used
            assert left == 0
        for award in done.awards:
            if award.units:
                self.opened += 1
                self.lots.append(
                    Lot(
                        self.opened,
                        award.unit,
                        award.units,
                        award.available_day,
                        award.expires_day,
                    )
                )
        self.lots = [lot for lot in self.lots if lot.left]

    def _of(self, unit: str) -> list[Lot]:
        return [lot for lot in self.lots if lot.unit == unit]
