"""The whole kit: all cases, who runs them, and the count of what holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.conformance import (
    rows_afterwards,
    rows_earning,
    rows_handing_over,
    rows_later,
    rows_merging,
    rows_rewards,
    rows_spending,
    rows_stamps,
)
from tests.conformance.case import Case, Outcome
from tests.conformance.listing import NOT_YET, PROVED_BY, ROW_IDS
from tests.conformance.pure import PureRunner

CASES: tuple[Case, ...] = (
    *rows_earning.ROWS, *rows_spending.ROWS, *rows_later.ROWS, *rows_afterwards.ROWS,
    *rows_handing_over.ROWS,
    *rows_merging.ROWS,
    *rows_rewards.ROWS,
    *rows_stamps.ROWS,
)  # fmt: skip

type_runner = Callable[[Case], Outcome]


@dataclass(frozen=True, slots=True)
class Account:
    """How many rows hold, and why each other is open."""

    rows: int
    held: tuple[str, ...]
    open: dict[str, str]

    def lines(self) -> Iterable[str]:
        """Give the account as text."""
        yield f"conformance: {len(self.held)} of {self.rows} rows hold"
        for row, why in self.open.items():
            yield f"  {row:>4} open: {why}"


def run_pure(case: Case) -> Outcome:
    """Run a case through the evaluator alone."""
    return PureRunner(case).run()


def account(ledger: type_runner | None = None) -> Account:
    """Run every case and count; without a ledger runner, the rows that need one are open."""
    found: dict[str, list[str]] = {row: [] for row in ROW_IDS}
    claimed = set(PROVED_BY)
    for case in CASES:
        claimed.add(case.id)
        if case.needs == "ledger" and ledger is None:
            found[case.id].append("needs the run through the database")
            continue
        run = run_pure if case.needs == "pure" or ledger is None else ledger
        found[case.id] += run(case).differences
    for row in ROW_IDS:
        if row in NOT_YET:
            found[row].insert(0, NOT_YET[row])
        elif row not in claimed:
            found[row].append("needs the run through the database")
    return Account(
        rows=len(ROW_IDS),
        held=tuple(row for row in ROW_IDS if not found[row]),
        open={row: found[row][0] for row in ROW_IDS if found[row]},
    )
