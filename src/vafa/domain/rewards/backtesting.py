"""Two versions played over everything that a club's members bought, and compared.

Both sides start from nothing and play the whole past with the step function of live purchases;
what falls into the time asked for is counted. Left out is what no purchase gives: gifts of
birthdays, coupons and rewards, budgets, opening balances and entries by hand.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Final

import numpy as np

from vafa.domain.rewards.rulebook import Version
from vafa.kit.amounts import muldiv
from vafa.kit.calendar import jalali_of
from vafa.ledger.past_sales import PastLine, PastPage
from vafa.programme import layout as at
from vafa.programme.compile import LINE_KINDS
from vafa.programme.loading import Columns
from vafa.programme.replay import replay
from vafa.programme.replay_tables import Ints, Replay

MOST_SHOWN: Final = 200
_MANY_MEMBERS: Final = 100_000  # from which on compiling takes less time than it saves


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure by the version in force and by the other one."""

    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class UnitTested:
    """A unit: what was given of it, what orders were paid with, and what expired unused."""

    code: str
    given: Pair
    spent: Pair
    expired: Pair


@dataclass(frozen=True, slots=True)
class RuleTested:
    """How often a rule gave, and what that was worth in Rial."""

    code: str
    times: Pair
    worth_rials: Pair


@dataclass(frozen=True, slots=True)
class TierTested:
    """Members on a tier at the end, and the worth of what was given at it ("": no tier)."""

    code: str
    members: Pair
    worth_rials: Pair


@dataclass(frozen=True, slots=True)
class MonthTested:
    """The worth of what was given in a Jalali month."""

    year: int
    month: int
    worth_rials: Pair


@dataclass(frozen=True, slots=True)
class MemberTested:
    """What a member was given (Rial, or units where none has a worth) and the tier at the end."""

    member_id: int
    given: Pair
    tier_before: str
    tier_after: str


@dataclass(frozen=True, slots=True)
class BackTested:
    """What two versions come to. `has_worth`: a unit can be spent, so money tells the cost.

    `changed` holds the members whose figure differs most, the largest difference first.
    """

    orders: int
    net_rials: int
    members: int
    has_worth: bool
    worth_rials: Pair
    spent_rials: Pair
    units: tuple[UnitTested, ...]
    rules: tuple[RuleTested, ...]
    tiers: tuple[TierTested, ...]
    months: tuple[MonthTested, ...]
    gaining: int
    losing: int
    changed: tuple[MemberTested, ...]


@dataclass(frozen=True, slots=True)
class BackTestCard:
    """A back-test of version `number` against another. `state`: waiting, done or failed.

    `problem` is the code of why it failed.
    """

    number: int
    against: int
    months: int
    state: str
    asked_at: datetime
    changed_at: datetime
    members_done: int
    members_total: int
    result: BackTested | None
    problem: str


@dataclass
class _Side:
    """One version with what it came to so far."""

    version: Version
    given: Counter[str] = field(default_factory=Counter)
    spent: Counter[str] = field(default_factory=Counter)
    expired: Counter[str] = field(default_factory=Counter)
    spent_rials: int = 0
    times: Counter[str] = field(default_factory=Counter)
    by_rule: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_tier: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_month: Counter[tuple[tuple[int, int], str]] = field(default_factory=Counter)
    members: Counter[str] = field(default_factory=Counter)

    def worth(self, unit: str, units: int) -> int:
        """Give what units are worth in Rial; 0 of a unit that pays for nothing."""
        policy = self.version.units[unit].redemption
        return muldiv(units, policy.value_rials, policy.per_units) if policy else 0

    def total(self, counted: Mapping[tuple[object, str], int], wanted: object) -> int:
        """Give the worth of what was counted under one key."""
        return sum(
            self.worth(unit, units) for (key, unit), units in counted.items() if key == wanted
        )

    @property
    def has_worth(self) -> bool:
        """Tell whether any unit pays for something."""
        return any(unit.redemption for unit in self.version.units.values())

    def play(self, columns: Columns, *, from_day: int, until_day: int, is_long: bool) -> Replay:
        """Play a page of members and count what falls into the time."""
        own = self.version.units
        payable = [
            code for code in columns.spend_units or () if code in own and own[code].redemption
        ]
        played = replay(
            programme=self.version.compiled, until_day=until_day,
            columns=replace(columns, spend_units=payable), compiled=None if is_long else False,
        )  # fmt: skip
        self._count_awards(played, from_day)
        burns, codes = played.burns, self.version.codes
        for place in np.flatnonzero(columns.day[burns.order] >= from_day):
            self.spent[codes[int(burns.unit[place])]] += int(burns.units[place])
            self.spent_rials += int(burns.rials[place])
        moved = played.movements
        for place in np.flatnonzero((moved.kind == at.EXPIRE) & (moved.day >= from_day)):
            self.expired[codes[int(moved.unit[place])]] += int(moved.amount[place])
        self.members.update(state.tier for state in played.states)
        return played

    def _count_awards(self, played: Replay, from_day: int) -> None:
        awards, compiled, codes = played.awards, self.version.compiled, self.version.codes
        for place in np.flatnonzero(awards.day >= from_day):
            unit, units = codes[int(awards.unit[place])], int(awards.units[place])
            rule = compiled.rules[int(awards.rule[place])].code
            tier = int(awards.tier[place])
            day = jalali_of(int(awards.day[place]))
            self.given[unit] += units
            self.times[rule] += 1
            self.by_rule[rule, unit] += units
            self.by_tier[compiled.tiers[tier] if tier >= 0 else "", unit] += units
            self.by_month[(day.year, day.month), unit] += units


@dataclass
class _Compared:
    """Both sides, and the members counted so far."""

    before: _Side
    after: _Side
    orders: int = 0
    net_rials: int = 0
    members: int = 0
    gaining: int = 0
    losing: int = 0
    most: list[tuple[int, int, MemberTested]] = field(default_factory=list)

    def pair(self, counted: str, key: str) -> Pair:
        """Give a counter's figure of both sides."""
        return Pair(getattr(self.before, counted)[key], getattr(self.after, counted)[key])

    def worth(self, counted: str, key: object) -> Pair:
        """Give the worth of what both sides counted under a key."""
        return Pair(*(one.total(getattr(one, counted), key) for one in (self.before, self.after)))

    def add(self, member_ids: Sequence[int], played: Sequence[Replay], from_day: int) -> None:
        """Compare what a page of members was given by both."""
        has_worth = self.before.has_worth or self.after.has_worth
        figures = [
            _by_member(side, one, from_day, has_worth=has_worth)
            for side, one in zip((self.before, self.after), played, strict=True)
        ]
        for place, member_id in enumerate(member_ids):
            given = Pair(figures[0][place], figures[1][place])
            tiers = [one.states[place].tier for one in played]
            gain = given.after - given.before
            self.gaining += gain > 0
            self.losing += gain < 0
            if gain or tiers[0] != tiers[1]:
                found = (abs(gain), member_id, MemberTested(member_id, given, *tiers))
                heapq.heappush(self.most, found)
                if len(self.most) > MOST_SHOWN:
                    heapq.heappop(self.most)


def back_tested(
    *, before: Version, after: Version, pages: Iterable[PastPage], members: int, from_day: int,
    until_day: int,
) -> Iterator[int | BackTested]:  # fmt: skip
    """Give how many members are done after each page, and at the end what the two come to.

    Counts what happened from `from_day` on. Guarantees for each version the awards that live
    purchases in the order of their time would have been given.
    """
    compared = _Compared(_Side(before), _Side(after))
    is_long = members >= _MANY_MEMBERS
    for page in pages:
        member_ids, columns = columns_of(page.lines)
        recent = columns.day >= from_day
        compared.orders += int(recent.sum())
        sizes = columns.line_end - columns.first_line
        compared.net_rials += int(columns.net_rials[np.repeat(recent, sizes)].sum())
        played = [
            side.play(columns, from_day=from_day, until_day=until_day, is_long=is_long)
            for side in (compared.before, compared.after)
        ]
        compared.add(member_ids, played, from_day)
        compared.members += len(member_ids)
        yield len(page.member_ids)
    yield _result(compared)


def columns_of(lines: Sequence[PastLine]) -> tuple[list[int], Columns]:
    """Give who bought, and the orders as columns; lines come by member, then as they happened."""
    orders = [list(own) for _, own in groupby(lines, key=lambda line: line.sale_id)]
    firsts = [own[0] for own in orders]
    member_ids = list(dict.fromkeys(line.member_id for line in firsts))
    places = {member_id: place for place, member_id in enumerate(member_ids)}
    groups, channels, branches = (
        {name: place for place, name in enumerate(sorted(names))}
        for names in (
            {line.group for line in lines},
            {line.channel for line in lines},
            {line.branch for line in lines},
        )
    )
    ends = np.cumsum([len(own) for own in orders], dtype=np.int64)
    return member_ids, Columns(
        member=_ints(places[line.member_id] for line in firsts),
        day=_ints(line.day for line in firsts),
        minute=_ints(line.minute for line in firsts),
        first_line=np.concatenate([[0], ends[:-1]]).astype(np.int64) if orders else ends,
        line_end=ends,
        wants_credit=np.array([bool(line.paid_with) for line in firsts], np.bool_),
        group=_ints(groups[line.group] for line in lines),
        net_rials=_ints(line.net_rials for line in lines),
        gross_rials=_ints(line.gross_rials for line in lines),
        quantity_milli=_ints(line.quantity_milli for line in lines),
        groups=tuple(groups),
        vat_rials=_ints(line.vat_rials for line in lines),
        kind=_ints(LINE_KINDS.index(line.kind) for line in lines),
        channel=_ints(channels[line.channel] for line in firsts),
        channels=tuple(channels),
        branch=_ints(branches[line.branch] for line in firsts),
        branches=tuple(branches),
        spend_units=sorted({unit for line in firsts for unit in line.paid_with}),
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), np.int64)


def _by_member(side: _Side, played: Replay, from_day: int, *, has_worth: bool) -> list[int]:
    """Give what each member was given in the time: in Rial, or in units where none has a worth."""
    awards = played.awards
    recent = awards.day >= from_day
    found = [0] * len(played.states)
    for number, code in side.version.codes.items():
        chosen = recent & (awards.unit == number)
        units = np.zeros(len(found), np.int64)
        np.add.at(units, awards.member[chosen], awards.units[chosen])
        for place in np.flatnonzero(units):
            own = int(units[place])
            found[place] += side.worth(code, own) if has_worth else own
    return found


def _result(compared: _Compared) -> BackTested:
    before, after = compared.before, compared.after
    units = list(dict.fromkeys([*after.version.units, *before.version.units]))
    rules = [rule.code for one in (after, before) for rule in one.version.document.rules]
    tiers = [code for one in (after, before) for code in reversed(one.version.compiled.tiers)]
    months = sorted({month for one in (before, after) for month, _ in one.by_month})
    worth = [
        sum(one.worth(code, count) for code, count in one.given.items()) for one in (before, after)
    ]
    return BackTested(
        orders=compared.orders,
        net_rials=compared.net_rials,
        members=compared.members,
        has_worth=before.has_worth or after.has_worth,
        worth_rials=Pair(*worth),
        spent_rials=Pair(before.spent_rials, after.spent_rials),
        units=tuple(
            UnitTested(
                code, compared.pair("given", code), compared.pair("spent", code),
                compared.pair("expired", code),
            )
            for code in units
        ),
        rules=tuple(
            RuleTested(code, compared.pair("times", code), compared.worth("by_rule", code))
            for code in dict.fromkeys(rules)
            if before.times[code] or after.times[code]
        ),
        tiers=tuple(
            TierTested(code, compared.pair("members", code), compared.worth("by_tier", code))
            for code in dict.fromkeys(tiers)
        ),
        months=tuple(MonthTested(*month, compared.worth("by_month", month)) for month in months),
        gaining=compared.gaining,
        losing=compared.losing,
        changed=tuple(one for _, _, one in sorted(compared.most, reverse=True)),
    )  # fmt: skip
