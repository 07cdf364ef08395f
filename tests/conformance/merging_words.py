"""The words about two members who are one person, through the journeys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.conformance.handing_over import OTHER, theirs
from tests.factories.clubs import Club
from tests.factories.merging import merge, unmerge
from vafa.domain.rewards.answers import PurchaseDone


def bought_by_other(club: Club, given: Mapping[str, Any]) -> PurchaseDone:
    """Let the other member buy."""
    return club.buy(given["net"], name=OTHER)


def merged(club: Club) -> tuple[int, dict[str, Any]]:
    """Merge the other member into the member; give the merge's id and what came of it."""
    done = merge(club, "Sara", OTHER)
    twice: dict[str, int] = {}
    for gift in done.gifts_twice:
        twice[gift.unit] = twice.get(gift.unit, 0) + gift.units
    return done.merge_id, {"gifts_twice": twice}


def parted(club: Club, merge_id: int) -> dict[str, Any]:
    """Make them two again."""
    done = unmerge(club, merge_id)
    used = {one.unit: one.used for one in done.returned}
    return {"theirs": theirs(club), "used": used, "their_tier": done.duplicate_tier}
