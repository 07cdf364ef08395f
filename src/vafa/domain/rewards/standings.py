"""Where many members stand, in two reads: tier, worth and last purchase, for a list."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vafa.domain.rewards.answers import Why
from vafa.domain.rewards.operations.credit import worth
from vafa.domain.rewards.rulebook import NoProgramme, Version, rulebook
from vafa.kit.calendar import date_of
from vafa.ledger.calls import reading_club, rows
from vafa.ledger.queries import club_now
from vafa.programme.records import MemberState

_STATES = """
    SELECT member_id, state FROM ledger_member_state
    WHERE club_id = %(club)s AND member_id = ANY(%(members)s)
"""
_WALLETS = """
    SELECT member_id, unit, spendable - held AS available FROM ledger_wallet
    WHERE club_id = %(club)s AND member_id = ANY(%(members)s)
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A holder as the book has it stored: what time has changed since the last entry waits.

    `worth_rials` is what all spendable units are worth in Rial.
    """

    tier: Why | None = None
    worth_rials: int = 0
    purchases: int = 0
    last_purchase_date: date | None = None


def standings(*, club_id: int, member_ids: Sequence[int]) -> dict[int, Standing]:
    """Give the standing of each of these holders that has a book; none without a programme."""
    if not member_ids:
        return {}
    try:
        epoch, now = club_now(club_id=club_id)
        version = rulebook(club_id, epoch).latest(now)
    except NoProgramme:
        return {}
    asked = {"club": club_id, "members": list(member_ids)}
    with reading_club(club_id):
        states = rows(_STATES, asked)
        wallets = rows(_WALLETS, asked)
    units = {unit.number: unit for unit in version.units.values()}
    worths: dict[int, int] = {}
    for row in wallets:
        unit = units.get(row["unit"])
        if unit is not None and unit.redemption:
            value = worth(unit.redemption, row["available"])
            worths[row["member_id"]] = worths.get(row["member_id"], 0) + value
    found = {}
    for row in states:
        stored = row["state"]
        state = MemberState.from_json(json.loads(stored) if isinstance(stored, str) else stored)
        found[row["member_id"]] = Standing(
            tier=_tier(version, state.tier),
            worth_rials=worths.get(row["member_id"], 0),
            purchases=state.purchases,
            last_purchase_date=date_of(day) if (day := state.last_purchase_day) else None,
        )
    return found


def _tier(version: Version, code: str) -> Why | None:
    ladder = version.document.ladder
    names = {level.code: level.name for level in ladder.levels} if ladder else {}
    name = names.get(code)
    return Why(fa=name.fa, en=name.en) if name is not None else None
