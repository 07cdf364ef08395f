"""Programmes with hundreds of rules, as a chain that runs campaigns all year has them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from vafa.programme.document import Programme

WEEKDAYS = ("saturday", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday")


def with_campaigns(
    document: Programme, *, rules: int, groups: Sequence[str], seed: int
) -> Programme:
    """Give the programme with campaigns added until it has so many rules.

    Each counts some groups, most on some weekdays, some for some tiers or from an amount.
    """
    chance = random.Random(seed)  # noqa: S311  framework
    written = document.model_dump(mode="json")
    codes = [rule["code"] for rule in written["rules"]]
    written["rules"] += [
        _campaign(chance, number, groups, codes) for number in range(rules - len(codes))
    ]
    written["stacking"] = [*written["stacking"], {"code": "best", "mode": "best"}]
    return Programme.model_validate(written)


def _campaign(
    chance: random.Random, number: int, groups: Sequence[str], codes: Sequence[str]
) -> dict[str, Any]:
    parts: list[dict[str, Any]] = [
        {"kind": "weekday", "days": chance.sample(WEEKDAYS, chance.choice([1, 2]))}
    ]
    if chance.randrange(3) == 0:
        parts.append({
            "kind": "amount", "of": "net", "at_least": chance.randrange(5_000_000), "below": None,
        })  # fmt: skip
    if chance.randrange(5) == 0:
        parts.append({"kind": "nth_purchase", "numbers": [], "every": chance.randrange(2, 9)})
    effect: dict[str, Any] = chance.choices([
        {"kind": "per_amount", "unit": "points", "units": 1, "rials": 200_000},
        {"kind": "share", "unit": "credit", "share": 50},
        {"kind": "fixed", "unit": "points", "units": 5},
        {"kind": "multiply", "unit": "points", "numerator": 2, "rules": [codes[0]]},
    ], weights=(4, 4, 4, 1))[0]  # fmt: skip
    return {
        "code": f"campaign-{number}",
        "name": {"fa": "پویش", "en": "Campaign"},
        "condition": {"kind": "all", "of": parts},
        "groups": chance.sample(list(groups), 1),
        "effects": [effect],
        "stacking": chance.choice(["base", "best"]),
    }
