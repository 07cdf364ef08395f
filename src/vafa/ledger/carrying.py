"""Units that go from one holder to another while both stay: what that takes and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vafa.ledger.merges import Side


@dataclass(frozen=True, slots=True)
class Carrying:
    """Who gives and who takes; with `is_back` only what the taker once brought to the giver.

    `owed` is the most of debts that goes along, by unit; None: all.
    """

    club_id: int
    event_at: datetime
    credential_id: int
    programme_version_id: int
    giver: Side
    taker: Side
    is_back: bool = False
    owed: Mapping[int, int] | None = None

    def as_json(self) -> dict[str, Any]:
        """Give it as the SQL function reads it."""
        owed = None if self.owed is None else {str(one): most for one, most in self.owed.items()}
        return {
            "club": self.club_id,
            "at": self.event_at.isoformat(),
            "credential": self.credential_id,
            "programme": self.programme_version_id,
            "giver": self.giver.as_json(),
            "taker": self.taker.as_json(),
            "is_back": self.is_back,
            "owed": owed,
        }


@dataclass(frozen=True, slots=True)
class Carried:
    """What went, by unit: units of lots, and debts."""

    units: Mapping[int, int]
    owed: Mapping[int, int]
