"""What a case is: its id, what is given, and steps in neutral words with what must come of each.

A step is `(word, given)` or `(word, given, expected)`; another engine could interpret the same
data. Days count from 0; members, sales and holds have names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

type_step = tuple[str, Mapping[str, Any]] | tuple[str, Mapping[str, Any], Mapping[str, Any]]

WORDS: Final = {
    "give": "member has `units` of `unit`; `days` it lasts, `pending` days it waits",
    "purchase": "`lines` (net, gross, vat, group, kind, milli), `net` of one line, or a `basket`; "
    "`spend` {unit: units or None for all}; `claims` {reward: times}; `day`, `minute`; `sale`, "
    "its name; `document`, `revision`",
    "quote": "what a purchase would do; it changes nothing",
    "price": "a basket alone: `items`, `discounts` as documents, `tenders`",
    "refund": "`sale`, by `amount` or `quantities` {line: milli}; `goodwill`; `day`; "
    "`store_credit`, the unit instead of cash",
    "edit": "`sale` is to be of `net` instead; `revision`",
    "exchange": "`sale` comes back and `net` is bought, on one ticket",
    "sell": "`net` to nobody known; `rung_by_member`, with the member's own staff key",
    "claim": "what was sold, by its receipt; `other`, not by the member but by another one, who "
    "has `bought` so much just before",
    "move": "the sale was the other member's; `if_spent`; `back` again",
    "void": "`sale` is to be as if it had never been",
    "occasion": "a `trigger` that is no purchase",
    "pass": "time passes up to the first moment of `day`",
    "tier": "a `tier` given by hand for `days`",
    "publish": "`changes` to the programme from now on",
    "hold": "`units` of `unit` are kept; `hold`, its name",
    "capture": "`units` of a `hold` are taken",
    "cancel": "a `hold` is given back",
    "others": "another member buys for `net`; `sale`, its name",
    "merge": "the other member turns out to be this one",
    "part": "the two are made two again",
    "again": "the step before is sent once more under the same key",
}
EXPECTED: Final = {
    "points": "units given", "credit": "units given", "by_line": "{unit: [units]}",
    "base": "the earning base", "capped": "{unit: units not given}", "carry": "Rial carried",
    "spent": "{unit: units}", "spent_by_line": "{unit: [Rial]}", "pay": "Rial to pay",
    "vat": "Rial", "nets": "[Rial]", "vats": "[Rial]", "bases": "[Rial]",
    "paid": "[Rial] by each tender", "taken_off": "[Rial] by each discount",
    "refused": "[why] of each discount", "taken": "{unit: units}", "restored": "{unit: units}",
    "cash": "Rial given back", "available_day": "of the first award",
    "expires_day": "of the first award", "tier": "after the step", "steps": "kinds on the ladder",
    "balance": "{unit: spendable less owed}", "reasons": "codes that must occur",
    "earned": "{unit: units} in all, minus what was taken",
    "cost": "{reward: units}", "off": "{reward: Rial}",
    "notices": "[threshold] that were told",
    "theirs": "{unit: spendable less owed} of the other member", "their_tier": "the other's",
    "gifts_twice": "{unit: units} that one person was given twice",
    "used": "{unit: units} that were used between merge and parting",
    "declined": "what is available instead", "error": "code of the refusal",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One row, or one variant of it (`E5`, `E5 credit earns too`)."""

    id: str
    steps: tuple[type_step, ...]
    title: str = ""
    programme: Mapping[str, Any] = field(default_factory=dict)
    birthday: tuple[int, int] | None = None
    needs: Literal["pure", "ledger"] = "pure"

    @property
    def name(self) -> str:
        """Give the id with the variant."""
        return f"{self.id} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a runner found: the differences, none when the case holds."""

    case: Case
    differences: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Tell whether everything came as expected."""
        return not self.differences


def differences(step: int, expected: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Compare what a step expects with what came."""
    return [
        f"step {step}: {key} is {found.get(key)!r}, not {value!r}"
        for key, value in expected.items()
        if not _as_expected(key, value, found.get(key))
    ]


def _as_expected(key: str, expected: Any, found: Any) -> bool:
    """Reasons and balances name what must be there; everything else is compared whole."""
    if key == "reasons":
        return set(expected) <= set(found or ())
    if key == "balance":
        return all((found or {}).get(unit, 0) == units for unit, units in expected.items())
    return bool(found == expected)
