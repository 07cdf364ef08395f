"""Where many members stand, in two reads: tier, worth and last purchase, for a list."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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

    `worth_rials` is what all spendable units are worth in Rial; `available` is what can be spent
    of each unit, by its number.
    """

    tier: Why | None = None
    worth_rials: int = 0
    purchases: int = 0
    last_purchase_date: date | None = None
    available: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitListed:
    """A unit of the programme: its code, its number in the book and what it is called."""

    code: str
    number: int
    name: Why
    is_money: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """What standings are spoken of in: the tiers, lowest first, and the units."""

    tiers: tuple[tuple[str, Why], ...] = ()
    units: tuple[UnitListed, ...] = ()


def terms(*, club_id: int) -> Terms:
    """Give the tiers and units of the programme in force; none without a programme."""
    try:
        epoch, now = club_now(club_id=club_id)
        document = rulebook(club_id, epoch).latest(now).document
    except NoProgramme:
        return Terms()
    levels = document.ladder.levels if document.ladder else ()
    return Terms(
        tuple((one.code, Why(fa=one.name.fa, en=one.name.en)) for one in levels),
        tuple(
            UnitListed(
                one.code, one.number, Why(fa=one.name.fa, en=one.name.en), one.kind == "credit"
            )
            for one in sorted(document.units, key=lambda unit: unit.number)
        ),
    )


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
    held: dict[int, dict[int, int]] = {}
    for row in wallets:
        held.setdefault(row["member_id"], {})[row["unit"]] = row["available"]
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
            available=held.get(row["member_id"], {}),
        )
    return found


def _tier(version: Version, code: str) -> Why | None:
    ladder = version.document.ladder
    names = {level.code: level.name for level in ladder.levels} if ladder else {}
    name = names.get(code)
    return Why(fa=name.fa, en=name.en) if name is not None else None
