"""What the rows that a step wrote mean: reasons with names and figures.

The list of all codes with their figures is `FIGURES`; `explain` renders them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from vafa.programme import layout as at
from vafa.programme.compile import CompiledProgramme
from vafa.programme.records import Reason

BASES: Final = ("none", "spend", "points", "visits")
ROUNDINGS: Final = ("floor", "nearest", "ceiling")
MODES: Final = ("all", "best", "first")
LIMITS: Final = (
    "wish", "available", "hold", "share", "to_pay", "step", "minimum", "minimum_order",
    "no_eligible",
)  # fmt: skip

# Code and figures of each number; a figure's second word says how its number becomes a name.
_ROWS: Final[Mapping[int, tuple[str, str]]] = {
    at.WHY_PER_AMOUNT: ("per_amount", "rule:rule unit:unit base units rials"),
    at.WHY_SHARE: ("share", "rule:rule unit:unit base tier:tier share"),
    at.WHY_SHARE_PART: ("share_part", "rule:rule unit:unit base tier:tier share"),
    at.WHY_FIXED: ("fixed", "rule:rule unit:unit - units"),
    at.WHY_PER_ITEM: ("per_item", "rule:rule unit:unit quantity_milli units quantity"),
    at.WHY_MULTIPLIED: ("multiplied", "rule:rule unit:unit numerator denominator base"),
    at.WHY_CARRIED_IN: ("carried_in", "rule:rule - rials"),
    at.WHY_CARRIED_OUT: ("carried_out", "rule:rule - rials"),
    at.WHY_ROUNDED: ("rounded", "unit:unit mode:rounding step"),
    at.WHY_CAPPED: ("capped", "cap:cap - cap_amount used granted lost"),
    at.WHY_BUDGET: ("budget", "rule:rule budget:budget left lost"),
    at.WHY_NO_RULE: ("no_rule", ""),
    at.WHY_NOTHING_PAID: ("nothing_paid", "rule:rule"),
    at.WHY_OUTDONE: ("outdone", "rule:rule unit:unit by:rule mode:mode"),
    at.WHY_REACHED: ("reached", "value threshold basis:basis"),
    at.WHY_BELOW: ("below", "value threshold basis:basis"),
    at.WHY_REGAINED: ("regained", "value threshold basis:basis"),
    at.WHY_WILL_FALL: ("will_fall", "on_day threshold basis:basis"),
    at.WHY_GRACE: ("grace", "until_day"),
    at.WHY_MANUAL_ENDED: ("manual_ended", "value basis:basis"),
}
FIGURES: Final[Mapping[str, tuple[str, ...]]] = {
    code: tuple(word.partition(":")[0] for word in words.split() if word != "-")
    for code, words in _ROWS.values()
}
_LIMIT_FIGURE: Final = {
    "share": "rials",
    "to_pay": "rials",
    "available": "available",
    "hold": "held",
    "step": "step",
    "minimum": "minimum",
    "minimum_order": "minimum",
}
DECISION_REASONS: Final = frozenset({at.WHY_NO_RULE, at.WHY_NOTHING_PAID, at.WHY_OUTDONE})


def reason_of(programme: CompiledProgramme, row: at.type_cells) -> Reason:
    """Read one reason from its row."""
    code, words = _ROWS[row[1]]
    figures: dict[str, Any] = {}
    for word, number in zip(words.split(), row[2:], strict=False):
        name, _, kind = word.partition(":")
        if kind == "cap":
            cap = programme.caps[number]
            figures |= {"owner": cap.owner, "owner_kind": cap.owner_kind, "per": cap.per}
        elif name != "-":
            figures[name] = _named(programme, kind, int(number))
    if code == "capped":
        figures["cap"] = figures.pop("cap_amount")
    if code == "budget":
        figures["granted"] = figures["left"]
    return Reason(code, figures)


def _named(programme: CompiledProgramme, kind: str, number: int) -> int | str:
    """Give the name that a number stands for; -1 is no unit or no tier."""
    names: dict[str, Sequence[str]] = {
        "rule": [rule.code for rule in programme.rules] if kind == "rule" else (),
        "unit": (*programme.units, ""),
        "tier": (*programme.tiers, ""),
        "budget": programme.budgets,
        "rounding": ROUNDINGS,
        "mode": MODES,
        "basis": BASES,
    }
    return names[kind][number] if kind in names else number


def limited(unit: str, units: int, wished: int | None, limit: int, figure: int) -> Reason:
    """Say which limit made a spend smaller than what was wished or there."""
    name = LIMITS[limit]
    figures: dict[str, Any] = {"unit": unit, "limit": name, "units": units, "wished": wished}
    if name in _LIMIT_FIGURE:
        figures[_LIMIT_FIGURE[name]] = figure
    return Reason("limited" if units else "not_spent", figures)
