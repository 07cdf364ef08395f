"""Programmes with hundreds of rules, as a chain that runs campaigns all year has them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from vafa.programme.document import Programme

WEEKDAYS = ("saturday", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday")


def with_campaigns(
    document: Programme, *, rules: int, groups: Sequence[str], seed: int,
    period: tuple[date, date] | None = None,
) -> Programme:  # fmt: skip
    """Give the programme with campaigns added until it has so many rules.

    Each counts one group on some weekdays, some of them from an amount or at every n-th purchase
    only; each runs for a month of the period, or always without one.
    """
    chance = random.Random(seed)  # noqa: S311  framework
    written = document.model_dump(mode="json")
    codes = [rule["code"] for rule in written["rules"]]
    written["rules"] += [
        _campaign(chance, number, groups, codes, period) for number in range(rules - len(codes))
    ]
    written["stacking"] = [*written["stacking"], {"code": "best", "mode": "best"}]
    return Programme.model_validate(written)


def _campaign(
    chance: random.Random, number: int, groups: Sequence[str], codes: Sequence[str],
    period: tuple[date, date] | None,
) -> dict[str, Any]:  # fmt: skip
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
    dates: dict[str, Any] = {}
    if period is not None:
        starts = period[0] + timedelta(days=chance.randrange((period[1] - period[0]).days - 30))
        ends = starts + timedelta(days=30)
        dates = {"starts_on": starts.isoformat(), "ends_before": ends.isoformat()}
    return dates | {
        "code": f"campaign-{number}",
        "name": {"fa": "پویش", "en": "Campaign"},
        "condition": {"kind": "all", "of": parts},
        "groups": chance.sample(list(groups), 1),
        "effects": [effect],
        "stacking": chance.choice(["base", "best"]),
    }
