"""A replay gives exactly what live decisions give, and its own book balances."""

from typing import cast

import numpy as np
from hypothesis import HealthCheck, given, settings

from tests.programme.random_clubs import histories, programmes
from tests.programme.shop import Book, patched
from vafa.programme.compile import LINE_KINDS, compile_programme
from vafa.programme.decide import decide_advance, decide_purchase, next_review_day
from vafa.programme.document import Programme
from vafa.programme.loading import Columns
from vafa.programme.records import (
    Line,
    LineKind,
    MemberSnapshot,
    MemberState,
    PurchaseDecision,
    PurchaseEvent,
    Spend,
)
from vafa.programme.replay import replay
from vafa.programme.replay_tables import Replay

UNTIL = 21_000
slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def _order(columns: Columns, number: int) -> tuple[Line, ...]:
    assert columns.kind is not None
    assert columns.vat_rials is not None
    return tuple(
        Line(
            number=i,
            group=columns.groups[columns.group[i]],
            net_rials=int(columns.net_rials[i]),
            gross_rials=int(columns.gross_rials[i]),
            vat_rials=int(columns.vat_rials[i]),
            quantity_milli=int(columns.quantity_milli[i]),
            kind=cast("LineKind", LINE_KINDS[columns.kind[i]]),
        )
        for i in range(columns.first_line[number], columns.line_end[number])
    )


def _live(
    document: Programme, columns: Columns, orders: list[int]
) -> tuple[list[PurchaseDecision], MemberState, Book, int]:
    """Decide one member's orders one by one, keeping the plainest book."""
    programme = compile_programme(document)
    state, book = MemberState(), Book(programme)
    wishes = tuple(Spend(unit.code, None) for unit in document.units if unit.redemption)
    decisions: list[PurchaseDecision] = []
    steps = 0
    for number in orders:
        day = int(columns.day[number])
        book.settle(day, state.last_purchase_day)
        event = PurchaseEvent(
            day=day,
            minute=int(columns.minute[number]),
            lines=_order(columns, number),
            channel=columns.channels[columns.channel[number]],  # type: ignore[index]  # framework: always given here
            branch=columns.branches[columns.branch[number]],  # type: ignore[index]  # framework: always given here
            spend=wishes if columns.wants_credit[number] else (),
        )
        snapshot = MemberSnapshot(state, book.balances(day))
        done = decide_purchase(programme=programme, snapshot=snapshot, event=event)
        book.post(done, day)
        state = done.state
        decisions.append(done)
        steps += len(done.tier_changes)
    book.settle(UNTIL, state.last_purchase_day)
    end = decide_advance(programme=programme, snapshot=MemberSnapshot(state), day=UNTIL)
    return decisions, end.state, book, steps + len(end.tier_changes)


@slow
@given(document=programmes(), columns=histories())
def test_replay_equals_live_decisions(document: Programme, columns: Columns) -> None:
    """Awards, burns, sales, balances, states and steps are those of decisions taken one by one."""
    programme = compile_programme(document)

    result = replay(programme=programme, columns=columns, until_day=UNTIL, compiled=False)

    numbers = {unit.number: unit.code for unit in document.units}
    for position, member in enumerate(result.members):
        orders = [int(order) for order in np.flatnonzero(columns.member == member)]
        decisions, state, book, steps = _live(document, columns, orders)
        assert _awards_of(result, position, numbers) == [
            (order, award.rule, award.unit, award.units, award.uncapped, award.basis, award.day,
             award.available_day, award.expires_day, award.carry, dict(award.line_basis))
            for order, done in zip(orders, decisions, strict=True)
            for award in done.awards
        ]  # fmt: skip
        assert _burns_of(result, position, numbers) == [
            (order, burn.unit, burn.units, burn.rials, dict(burn.lines))
            for order, done in zip(orders, decisions, strict=True)
            for burn in done.burns
        ]
        sales = Replay.slice(result.sales, position, position + 1)
        assert sales.to_pay_rials.tolist() == [done.to_pay_rials for done in decisions]
        assert sales.vat_rials.tolist() == [done.vat_rials for done in decisions]
        assert sales.qualifying.tolist() == [done.qualifying_rials for done in decisions]
        assert result.states[position] == state
        assert result.next_review_days[position] == next_review_day(
            programme=programme, state=state
        )
        held = book.balances(UNTIL)
        assert result.balances[position].tolist() == [
            [held[unit].spendable, held[unit].pending, 0] for unit in programme.units
        ]
        changes = Replay.slice(result.tier_changes, position, position + 1)
        assert len(changes.kind) == steps


def _awards_of(result: Replay, position: int, numbers: dict[int, str]) -> list[tuple[object, ...]]:
    awards, on_lines = result.awards, result.award_lines
    return [
        (
            int(awards.order[i]),
            result.programme.rules[awards.rule[i]].code,
            numbers[int(awards.unit[i])],
            *(
                int(column[i])
                for column in (
                    awards.units, awards.uncapped, awards.basis, awards.day, awards.available_day,
                    awards.expires_day, awards.carry,
                )
            ),
            {
                int(on_lines.line[j]): int(on_lines.basis[j])
                for j in np.flatnonzero(on_lines.award == i)
            },
        )
        for i in np.flatnonzero(awards.member == position)
    ]  # fmt: skip


def _burns_of(result: Replay, position: int, numbers: dict[int, str]) -> list[tuple[object, ...]]:
    burns, on_lines = result.burns, result.burn_lines
    return [
        (
            int(burns.order[i]),
            numbers[int(burns.unit[i])],
            int(burns.units[i]),
            int(burns.rials[i]),
            {
                int(on_lines.line[j]): int(on_lines.rials[j])
                for j in np.flatnonzero(on_lines.burn == i)
            },
        )
        for i in np.flatnonzero(burns.member == position)
    ]


@slow
@given(document=programmes(), columns=histories())
def test_replay_keeps_a_book_that_balances(document: Programme, columns: Columns) -> None:
    """Movements are numbered without gaps, lots never overdrawn.

    And their sums are the balances.
    """
    programme = compile_programme(document)

    result = replay(programme=programme, columns=columns, until_day=UNTIL, compiled=False)

    for position in range(len(result.members)):
        moves = Replay.slice(result.movements, position, position + 1)
        lots = Replay.slice(result.lots, position, position + 1)
        uses = Replay.slice(result.lot_uses, position, position + 1)
        assert moves.seq.tolist() == list(range(1, len(moves.seq) + 1))
        assert np.all(np.diff(moves.day) >= 0)
        used = {int(seq): 0 for seq in lots.lot_seq}
        for seq, amount in zip(uses.lot_seq, uses.amount, strict=True):
            used[int(seq)] += int(amount)
        assert [
            int(issued) - used[int(seq)]
            for seq, issued in zip(lots.lot_seq, lots.issued, strict=True)
        ] == lots.remaining.tolist()
        for place, unit in enumerate(document.units):
            mine = moves.unit == unit.number
            for part, account in enumerate((1, 2)):
                came = moves.amount[mine & (moves.to_account == account)].sum()
                went = moves.amount[mine & (moves.from_account == account)].sum()
                state = 1 - part
                left = lots.remaining[(lots.unit == unit.number) & (lots.state == state)].sum()
                assert came - went == left == result.balances[position, place, part]


def _simple() -> Columns:
    ints = np.array
    return Columns(
        member=ints([1, 1, 2]), day=ints([20_000, 20_001, 19_999]), minute=ints([5, 5, 5]),
        first_line=ints([0, 1, 2]), line_end=ints([1, 2, 3]),
        wants_credit=ints([False, False, False]), group=ints([0, 0, 0]),
        net_rials=ints([100, 100, 100]), gross_rials=ints([100, 100, 100]),
        quantity_milli=ints([1000, 1000, 1000]), groups=("food",),
    )  # fmt: skip


def test_replay_gives_the_main_reason_of_an_award() -> None:
    programme = compile_programme(patched({"/rules/0/effects/0/rials": 10}))

    result = replay(programme=programme, columns=_simple(), until_day=20_500, compiled=False)

    assert result.members.tolist() == [1, 2]
    assert [reason.as_json() for reason in result.reasons(0)] == [
        {"code": "per_amount", "rule": "points-on-purchase", "unit": "points", "base": 100,
         "units": 1, "rials": 10},
    ]  # fmt: skip
    assert [reason.as_json() for reason in result.reasons(1)] == [
        {"code": "share", "rule": "cashback", "unit": "credit", "base": 100, "tier": "regular",
         "share": 200},
    ]  # fmt: skip
