"""Small parts of compiling: groups named, an expiry, the Jalali months, code offsets."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from vafa.kit.calendar import day_of_jalali
from vafa.kit.errors import Refused
from vafa.programme import bytecode as op
from vafa.programme import layout as at
from vafa.programme.document import (
    AfterDays,
    AfterInactivity,
    Expiry,
    OnFixedDate,
    Programme,
    Rule,
    Unit,
)

FIRST_YEAR, LAST_YEAR = 1348, 1500


class CannotCompile(Refused):
    """The programme cannot be run: see `place` and `problem`."""


def lineage(code: str) -> set[str]:
    """Give a group with all the groups above it."""
    found = {code}
    while "." in code:
        code = code.rpartition(".")[0]
        found.add(code)
    return found


def expiry_cells(expiry: Expiry, rule: Rule, unit: Unit) -> list[int]:
    """Give an expiry as kind and figures.

    :raises CannotCompile: when a rule names an inactivity that is not its unit's.
    """
    match expiry:
        case AfterDays():
            return [at.EXPIRE_DAYS, expiry.days, 0, 0]
        case OnFixedDate():
            return [at.EXPIRE_DATE, expiry.month, expiry.day, expiry.minimum_days]
        case AfterInactivity() if expiry != unit.expiry:
            # Inactivity ends all lots of a unit at once, so only the unit can say it.
            raise CannotCompile(
                place=f"/rules/{rule.code}/expiry", problem="inactivity is the unit's"
            )
        case _:
            return [at.EXPIRE_NEVER, 0, 0, 0]


def groups_named(document: Programme) -> Iterable[str]:
    """Give every product group that the document names."""
    yield from document.base.excluded_groups
    yield from document.ladder.groups if document.ladder else ()
    for unit in document.units:
        yield from unit.redemption.excluded_groups if unit.redemption else ()
    for rule in document.rules:
        yield from rule.groups
        yield from rule.excluded_groups
        yield from _groups_of_condition(rule.condition)


def _groups_of_condition(node: object) -> Iterable[str]:
    if getattr(node, "kind", "") == "product_group":
        yield from node.groups  # type: ignore[attr-defined]  # framework: the kind tells the class
        return
    inner = getattr(node, "of", ())
    for part in inner if isinstance(inner, tuple) else (inner,):
        yield from _groups_of_condition(part)


def with_sets_at(code: list[int], start: int) -> list[int]:
    """Give code whose sets lie from `start` on."""
    with_sets = {
        op.OP_CHANNEL,
        op.OP_BRANCH,
        op.OP_PARTNER,
        op.OP_TIER,
        op.OP_WEEKDAY,
        op.OP_NUMBER,
    }
    moved = list(code)
    for i in range(0, len(code), op.INSTRUCTION):
        if code[i] in with_sets:
            moved[i + 1] += start
    return moved


@cache
def months() -> tuple[int, ...]:
    """Give the first day of every Jalali month of the table's years."""
    return tuple(
        day_of_jalali(year, month, 1)
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        for month in range(1, 13)
    )
