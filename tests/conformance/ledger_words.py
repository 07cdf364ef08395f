"""What a case gives and expects, as the journeys take it and as the book stores it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.conformance.pure import _basket, _lines
from vafa.domain.rewards.records import PurchaseLine, RewardClaim
from vafa.ledger import sales
from vafa.programme.pricing import event_lines


def claimed(given: Mapping[str, Any]) -> tuple[RewardClaim, ...]:
    return tuple(RewardClaim(reward, count) for reward, count in given.get("claims", {}).items())


def bought(given: Mapping[str, Any]) -> dict[str, Any]:
    """Give the rewards that a step claims."""
    basket = given.get("basket", {})
    if "amount" in basket:
        return {"amount_rials": basket["amount"], "lines": ()}
    order = event_lines(basket=_basket(basket)) if basket else _lines(given)
    return {
        "lines": tuple(
            PurchaseLine(
                net_rials=line.net_rials,
                gross_rials=line.gross_rials,
                vat_rials=line.vat_rials,
                group=line.group,
                product=line.product,
                kind=line.kind,
                quantity_milli=line.quantity_milli,
            )
            for line in order
        )
    }


def stored_purchase(said: Mapping[str, Any], stored: sales.SaleFound) -> dict[str, Any]:
    """Give what a step buys."""
    units: dict[str, int] = {}
    lost: dict[str, int] = {}
    for one in said["awards"]:
        units[one["unit"]] = units.get(one["unit"], 0) + one["units"]
        lost[one["unit"]] = lost.get(one["unit"], 0) + one["uncapped"] - one["units"]
    names = {one["id"]: one["unit"] for one in said["awards"]}
    base = next((note["eligible"] for note in said["notes"] if note["code"] == "base"), 0)
    first = said["awards"][0] if said["awards"] else {}
    burns = [one for one in stored.detail["burns"] if "reward" not in one]
    rewards = [one for one in stored.detail["burns"] if "reward" in one]
    return {
        "points": units.get("points", 0),
        "credit": units.get("credit", 0),
        "by_line": {
            names[found.award.id]: list(found.award.detail["lines"].values())
            for found in stored.awards
        },
        "base": base,
        "capped": {unit: amount for unit, amount in lost.items() if amount},
        "spent": {one["unit"]: one["units"] for one in burns},
        "spent_by_line": {one["unit"]: list(one["lines"].values()) for one in burns},
        "cost": {one["reward"]: one["units"] for one in rewards},
        "off": {one["reward"]: one["rials"] for one in rewards},
        "pay": stored.to_pay_rials,
        "vat": stored.vat_rials,
        "available_day": first.get("available_day", 0),
        "expires_day": first.get("expires_day", 0),
        "reasons": codes(
            said["notes"],
            *(one["reasons"] for one in (*said["awards"], *said["spent"])),
        ),
    }


def codes(*stored: Any) -> list[str]:
    """Give the codes of stored reasons."""
    """Give a purchase as it was stored, in the words of a case."""
    return [reason["code"] for reasons in stored for reason in reasons]
