"""The proof of the book: everything that is stored twice is recomputed and compared.

Each check is one query in `checks/`, over one club, so that ten million movements are read in a
few passes inside the database. A difference means that somebody wrote past the posting functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files

from django.db import connection, transaction

from vafa.ledger.calls import call, rows
from vafa.ledger.checkpoints import chain_faults

CHECKS = (
    "movement_numbers",
    "running_balances",
    "wallets",
    "lots_of_movements",
    "lots",
    "holds",
    "awards",
    "burn_reversals",
    "events",
    "due_moments",
    "transit",
    "merges",
    "sealed_movements",
)
CHECKPOINTS = "checkpoints"  # the one check that needs more than a query


@dataclass(frozen=True, slots=True)
class Check:
    """What one check saw in one club: rows compared, rows that differ, and the first of those."""

    club_id: int
    name: str
    checked: int
    wrong: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All checks of all clubs asked for."""

    checks: tuple[Check, ...]

    @property
    def differences(self) -> int:
        """How many rows differ; 0 means that the book holds."""
        return sum(check.wrong for check in self.checks)

    def __str__(self) -> str:
        """Give one line per check over all clubs, then a line per place that differs."""
        lines = []
        for name in (*CHECKS, CHECKPOINTS):
            same = [check for check in self.checks if check.name == name]
            checked, wrong = sum(c.checked for c in same), sum(c.wrong for c in same)
            lines.append(f"{name:<18} {checked:>12,} checked {wrong:>8,} differ")
            lines.extend(f"  club {c.club_id}: {place}" for c in same for place in c.places)
        lines.append("the book holds" if not self.differences else "THE BOOK DOES NOT HOLD")
        return "\n".join(lines)


def verify(
    *,
    club_id: int | None = None,
    heads: Mapping[int, Mapping[int, str]] | None = None,
    told: Callable[[Check], None] | None = None,
) -> Report:
    """Recompute one club's book, or every club's in turn, each in one consistent view.

    `heads` are the checkpoints' heads that were kept elsewhere, by club and number; `told` hears
    of each check when it is done.
    """
    clubs = (
        [club_id]
        if club_id is not None
        else [row["club_id"] for row in rows("SELECT ledger_clubs_v1() AS club_id")]
    )
    kept = heads or {}
    if club_id is None:
        clubs = sorted({*clubs, *kept})
    return Report(
        tuple(check for club in clubs for check in _verify_club(club, kept.get(club, {}), told))
    )


def check_sql(name: str) -> str:
    """Give the text of a check."""
    return (files("vafa.ledger") / "checks" / f"{name}.sql").read_text("utf-8")


def _verify_club(
    club_id: int, kept: Mapping[int, str], told: Callable[[Check], None] | None
) -> list[Check]:
    is_own = not connection.in_atomic_block
    with transaction.atomic(savepoint=False):
        if is_own:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        call("SELECT set_config('app.club', %s, true)", str(club_id))
        call("SELECT set_config('work_mem', '128MB', true)")
        done = []
        for name in (*CHECKS, CHECKPOINTS):
            done.append(_run(club_id, name) if name in CHECKS else _chain(club_id, kept))
            if told is not None:
                told(done[-1])
        return done


def _chain(club_id: int, kept: Mapping[int, str]) -> Check:
    checked, faults = chain_faults(club_id=club_id, kept=kept)
    return Check(club_id, CHECKPOINTS, checked, len(faults), tuple(faults[:20]))


def _run(club_id: int, name: str) -> Check:
    row = rows(check_sql(name), {"club": club_id})[0]
    return Check(club_id, name, row["checked"], row["wrong"], tuple(row["places"] or ()))
