"""The book and an auditor in memory, driven by the same random moves, say the same after each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.factories.auditor import Auditor
from tests.factories.book import NOON, Till, award, number, open_till, sale, set_clock
from vafa.ledger import queries
from vafa.ledger.models import Lot
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
    Posted,
    ReleaseHold,
    RestoreUnits,
    TakeBack,
)
from vafa.ledger.verify import verify

UNITS = st.sampled_from([1, 2])
AMOUNTS = st.integers(1, 40)
HOURS = st.one_of(st.none(), st.sampled_from([-30, 1, 12, 24, 48, 72]))


class BookAndAuditor(RuleBasedStateMachine):
    """One member; every run is one transaction that is undone."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = NOON
        set_clock(self.now)
        self.till: Till = open_till()
        self.auditor = Auditor(self.now)
        self.last: Posted | None = None
        self.awards: dict[int, AwardRow] = {}

    def teardown(self) -> None:
        report = verify(club_id=self.till.club_id)
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        assert report.differences == 0, str(report)

    @initialize(units=AMOUNTS)
    def begin_with_units(self, units: int) -> None:
        self.post(Earn(1, units), Earn(2, units))

    @rule(unit=UNITS, units=AMOUNTS, after=HOURS, until=HOURS, paid=st.sampled_from([0, 0, 1]))
    def earn(self, unit: int, units: int, after: int | None, until: int | None, paid: Any) -> None:
        row = award(units, unit=unit)
        self.awards[row.id] = row
        self.post(
            Earn(unit, units, 0, paid, self.moment(after), self.moment(until)), awards=(row,)
        )

    @rule(unit=UNITS, units=AMOUNTS)
    def burn(self, unit: int, units: int) -> None:
        self.post(BurnUnits(unit, units))

    @rule(units=AMOUNTS, spent=AMOUNTS, until=HOURS)
    def buy_with_credit(self, units: int, spent: int, until: int | None) -> None:
        row = award(units)
        self.awards[row.id] = row
        self.post(
            BurnUnits(2, spent),
            Earn(1, units, 0, expires_at=self.moment(until)),
            BurnUnits(2, 1),
            awards=(row,),
        )

    @rule(unit=UNITS, units=AMOUNTS, hours=st.sampled_from([1, 13, 30]))
    def hold(self, unit: int, units: int, hours: int) -> None:
        self.post(HoldUnits(unit, units, self.now + timedelta(hours=hours)))

    @precondition(lambda self: self.auditor.holds)
    @rule(data=st.data(), units=st.integers(0, 40))
    def capture(self, data: st.DataObject, units: int) -> None:
        hold_id = data.draw(st.sampled_from(sorted(self.auditor.holds)))
        self.post(BurnUnits(self.auditor.holds[hold_id].unit, units, hold_id=hold_id))

    @precondition(lambda self: self.auditor.holds)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        self.post(ReleaseHold(data.draw(st.sampled_from(sorted(self.auditor.holds)))))

    @precondition(lambda self: self.auditor.awards)
    @rule(data=st.data(), forgive=st.booleans())
    def take_back(self, data: st.DataObject, *, forgive: bool) -> None:
        award_id = data.draw(st.sampled_from(sorted(self.auditor.awards)))
        found = self.auditor.awards[award_id]
        left = found.units - found.lot_back - found.spent_back - found.breakage_back
        units = data.draw(st.integers(0, left))
        basis = data.draw(st.integers(0, found.basis - found.basis_back))
        self.post(TakeBack(award_id, units, basis, "forgive" if forgive else "owe"))

    @precondition(lambda self: self.restorable())
    @rule(data=st.data(), grace=st.sampled_from([None, 5, 50]))
    def restore(self, data: st.DataObject, grace: int | None) -> None:
        event_id, left = data.draw(st.sampled_from(sorted(self.restorable().items())))
        unit = next(
            lot.unit for lot in self.auditor.lots if lot.seq == self.auditor.burned[event_id][0][0]
        )
        units = data.draw(st.integers(1, left))
        self.post(RestoreUnits(event_id, unit, units, self.moment(grace)))

    @rule(unit=UNITS, units=AMOUNTS, more=AMOUNTS)
    def buy_offline(self, unit: int, units: int, more: int) -> None:
        """Spend all there is and more: what is missing is lent (E39)."""
        free = self.auditor.free(unit)
        if units > free:
            self.post(Lend(unit, units - free), BurnUnits(unit, units))
        else:
            self.post(Lend(unit, more), BurnUnits(unit, units))

    @rule(data=st.data(), hours=st.sampled_from([-30, 1, 24, 72]))
    def date_lots(self, data: st.DataObject, hours: int) -> None:
        """Expiry is switched on or shortened for what is held (E84)."""
        lots = data.draw(st.sets(st.sampled_from([lot.seq for lot in self.auditor.lots])))
        end = self.now + timedelta(hours=hours)
        self.post(DateLots(dict.fromkeys(lots, end)))

    @rule()
    def end_all(self) -> None:
        self.post(EndAll())

    @rule(unit=UNITS, units=st.integers(-20, 20).filter(bool), until=HOURS)
    def adjust(self, unit: int, units: int, until: int | None) -> None:
        self.post(Adjust(unit, units, "test", expires_at=self.moment(until)))

    @rule(hours=st.sampled_from([1, 11, 24, 49]))
    def let_time_pass(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        set_clock(self.now)
        self.auditor.now = self.now
        self.auditor.settle()
        self.compare()

    @rule(unit=UNITS, hours=st.sampled_from([1, 30]))
    def visit(self, unit: int, hours: int) -> None:
        self.post(idle={unit: self.now + timedelta(hours=hours)})

    @precondition(lambda self: self.last is not None)
    @rule()
    def repeat(self) -> None:
        assert self.last is not None
        again = self.till.post(Earn(1, 9), event_id=self.last.event_id, version=-1)
        assert (again.outcome, again.answer) == ("replayed", self.last.answer)
        self.compare()

    @rule(units=AMOUNTS)
    def post_a_stale_decision(self, units: int) -> None:
        done = self.till.post(Earn(1, units), version=self.auditor.version - 1)
        assert done.outcome == "stale"
        self.compare()

    def moment(self, hours: int | None) -> datetime | None:
        return None if hours is None else self.now + timedelta(hours=hours)

    def restorable(self) -> dict[int, int]:
        """Give the burns of one unit that have something left to give back."""
        units = {lot.seq: lot.unit for lot in self.auditor.lots}
        left = {}
        for event_id, parts in self.auditor.burned.items():
            burned = sum(part for _, part in parts)
            open_units = burned - self.auditor.restored.get(event_id, 0)
            if open_units > 0 and len({units[seq] for seq, _ in parts}) == 1:
                left[event_id] = open_units
        return left

    def post(
        self,
        *legs: Leg,
        awards: tuple[AwardRow, ...] = (),
        idle: dict[int, datetime] | None = None,
    ) -> None:
        event_id = number()
        expected = self.auditor.post(event_id, legs, awards, idle or {})
        done = self.till.post(
            *legs, event_id=event_id, awards=awards, idle=idle or {}, sale=sale(1000), at=self.now
        )
        assert done.outcome == ("posted" if expected else "declined")
        assert done.status == (200 if expected else 402)
        self.last = done
        self.compare()

    def compare(self) -> None:
        """Compare all that the member can see, and every lot; the proof follows at the end."""
        assert self.till.balances() == self.auditor.balances()
        moves = [(row[1], row[3], row[4], row[2]) for row in self.till.movements()]
        assert moves == self.auditor.moves
        lots = Lot.objects.filter(member_id=self.till.member_id).order_by("seq")
        assert list(lots.values_list("seq", "unit", "remaining", "held", "expired")) == [
            (lot.seq, lot.unit, lot.left, lot.kept, lot.expired)
            for lot in sorted(self.auditor.lots, key=lambda lot: lot.seq)
        ]
        stored = queries.balances(club_id=self.till.club_id, member_id=self.till.member_id)
        for balance in stored.values():
            assert min(balance.spendable, balance.pending, balance.owed, balance.held) >= 0


@pytest.mark.django_db
def test_book_and_auditor_agree_after_every_move() -> None:
    """Whatever happens in whatever order, the book is what a second, simpler book says."""
    run_state_machine_as_test(
        BookAndAuditor,
        settings=settings(
            stateful_step_count=30,
            max_examples=max(settings().max_examples // 3, 10),
            suppress_health_check=list(HealthCheck),
            deadline=None,
        ),
    )
