"""The club at a glance: its members, its tiers, and what waits for somebody.

All read within `club_scope`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from vafa.domain.rewards.models import ProgrammeVersion
from vafa.ledger.calls import rows

_FAILED_WITHIN: Final = timedelta(days=7)
_EXPIRES_WITHIN: Final = timedelta(days=7)

_MEMBERS: Final = """
    SELECT
        count(*) FILTER (WHERE left_at IS NULL AND merged_into IS NULL) AS members,
        count(*) FILTER (WHERE joined_at >= %(since)s AND joined_at < %(until)s) AS joined,
        count(*) FILTER (WHERE joined_at >= %(before)s AND joined_at < %(before_until)s)
            AS joined_before
    FROM members_member WHERE club_id = %(club)s
"""
_TIERS: Final = """
    SELECT coalesce(state ->> 'tier', '') AS tier, count(*) AS members
    FROM ledger_member_state WHERE club_id = %(club)s AND kind = 1 AND merged_into IS NULL
    GROUP BY 1
"""
_WAITING: Final = """
    SELECT
        (SELECT count(*) FROM clubs_approval WHERE club_id = %(club)s
            AND approved_at IS NULL AND declined_at IS NULL AND expires_at > %(at)s) AS approvals,
        (SELECT count(*) FROM rewards_review WHERE club_id = %(club)s AND state = 'waiting')
            AS reviews,
        (SELECT count(*) FROM tills_offlinesale WHERE club_id = %(club)s AND state = 'rejected')
            AS offline_sales,
        (SELECT count(*) FROM messaging_message WHERE club_id = %(club)s
            AND state IN ('failed', 'refused') AND stored_at >= %(failed_since)s) AS messages,
        (SELECT count(DISTINCT member_id) FROM ledger_lot WHERE club_id = %(club)s AND state < 3
            AND expires_at > %(at)s AND expires_at <= %(expires_until)s) AS expiring,
        (SELECT count(*) FROM imports_job WHERE club_id = %(club)s AND state = 'failed') AS imports
"""


@dataclass(frozen=True, slots=True)
class Members:
    """How many members there are, and how many joined in a period and in the one before it."""

    members: int
    joined: int
    joined_before: int


@dataclass(frozen=True, slots=True)
class TierCount:
    """How many members have a tier; `names` goes by language."""

    code: str
    names: Mapping[str, str]
    members: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many things wait. `messages` failed in the last 7 days.

    `expiring` counts the members who lose units in the next 7 days.
    """

    approvals: int
    reviews: int
    offline_sales: int
    messages: int
    expiring: int
    imports: int


def members(
    *, club_id: int, since: datetime, until: datetime, before: datetime, before_until: datetime
) -> Members:
    """Count the members, and who joined in two periods."""
    asked = {
        "club": club_id, "since": since, "until": until, "before": before,
        "before_until": before_until,
    }  # fmt: skip
    return Members(**rows(_MEMBERS, asked)[0])


def tiers(*, club_id: int, at: datetime) -> tuple[TierCount, ...]:
    """Count the members of each tier of the programme in force, lowest tier first."""
    found = {row["tier"]: row["members"] for row in rows(_TIERS, {"club": club_id})}
    version = (
        ProgrammeVersion.objects.filter(
            club_id=club_id, published_at__isnull=False, starts_at__lte=at
        )
        .order_by("-starts_at", "-number")
        .first()
    )
    ladder = version.document.get("ladder") if version else None
    levels = ladder["levels"] if ladder else []
    # Whose book has not begun to count yet stands on the lowest step.
    lowest = found.pop("", 0)
    return tuple(
        TierCount(
            level["code"], level["name"],
            found.get(level["code"], 0) + (lowest if place == 0 else 0),
        )
        for place, level in enumerate(levels)
    )  # fmt: skip


def waiting(*, club_id: int, at: datetime) -> Waiting:
    """Count what waits for somebody of the staff."""
    asked = {
        "club": club_id, "at": at, "failed_since": at - _FAILED_WITHIN,
        "expires_until": at + _EXPIRES_WITHIN,
    }  # fmt: skip
    return Waiting(**rows(_WAITING, asked)[0])
