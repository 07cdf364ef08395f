"""From what the rules decided over columns to the rows that the book takes. Pure.

Positions count from 1 in the book's rows, where 0 means none; in the rules' tables they count
from 0, and -1 means none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from vafa.domain.clubs.principal import Principal
from vafa.domain.rewards.history import Ints, PurchaseHistory
from vafa.domain.rewards.rulebook import Version
from vafa.kit.calendar import date_of, midnight
from vafa.kit.ids import Ids
from vafa.ledger.history import (
    HistoryAwards,
    HistoryBatch,
    HistoryEvents,
    HistoryLines,
    HistoryLots,
    HistoryLotUses,
    HistoryMember,
    HistoryMovements,
)
from vafa.ledger.totals import MemberBook
from vafa.programme.replay_tables import Replay

_DAY_SECONDS = 86_400
_AFTER_A_HISTORY = 1  # the state version of a member whose history was posted
_NET_OWED = 5


@dataclass(frozen=True, eq=False)
class Decided:
    """The members of a history from row `first` on, and what the rules decided for them."""

    version: Version
    history: PurchaseHistory
    first: int
    member_ids: Sequence[int]
    replay: Replay

    @property
    def orders(self) -> slice:
        """Give the members' orders in the history."""
        return slice(*self.history.orders_of(self.first, self.first + len(self.member_ids)))

    @property
    def zone(self) -> str:
        """Give the zone in which days begin."""
        return self.version.document.zone


def batch_of(
    *,
    decided: Decided,
    principal: Principal,
    ids: Ids,
    begins: Mapping[int, int],
    revisions: Mapping[str, int],
) -> HistoryBatch:
    """Give the rows of the members' whole history.

    `begins` names the last movement of members whose book had been undone; `revisions` are those
    of documents that had come before.
    """
    begin = np.array([begins.get(id_, 0) for id_ in decided.member_ids], dtype=np.int64)
    # A fresh history owes nothing: there are no refunds in it.
    assert not np.any(decided.replay.movements.kind == _NET_OWED)
    return HistoryBatch(
        club_id=principal.club_id,
        source=decided.history.source,
        programme_version_id=decided.version.id,
        credential_id=principal.credential_id,
        members=list(_members(decided)),
        events=_events(decided, ids),
        lines=_lines(decided),
        movements=_movements(decided, begin),
        lot_uses=_lot_uses(decided, begin),
        lots=_lots(decided, begin),
        awards=_awards(decided, ids),
        revisions=revisions,
    )


def books_of(*, decided: Decided) -> dict[int, MemberBook]:
    """Sum up each member's book as it was decided, by member id."""
    replay = decided.replay
    count = len(decided.member_ids)
    movements = np.bincount(replay.movements.member, minlength=count).tolist()
    books = {
        member_id: MemberBook(state.tier, _AFTER_A_HISTORY, moved, {}, {})
        for member_id, state, moved in zip(
            decided.member_ids, replay.states, movements, strict=True
        )
    }
    of_place = list(books.values())
    for place, unit in zip(*_pairs(replay.movements.member, replay.movements.unit), strict=True):
        row = [one.number for one in decided.version.document.units].index(unit)
        spendable, pending, owed = replay.balances[place, row].tolist()
        of_place[place].balances[unit] = (spendable, pending, owed)
    lots = replay.lots
    left = lots.remaining > 0
    for place, unit in zip(*_pairs(lots.member[left], lots.unit[left]), strict=True):
        mine = left & (lots.member == place) & (lots.unit == unit)
        of_place[place].lots[unit] = (int(mine.sum()), int(lots.remaining[mine].sum()))
    return books


def _pairs(member: Ints, unit: Ints) -> tuple[list[int], list[int]]:
    found = np.unique(np.stack([member, unit]), axis=1)
    return found[0].tolist(), found[1].tolist()


def _members(decided: Decided) -> Iterable[HistoryMember]:
    replay = decided.replay
    for place, member_id in enumerate(decided.member_ids):
        yield HistoryMember(
            member_id=member_id,
            state=replay.states[place].as_json(),
            next_review_day=replay.next_review_days[place],
            idle_expires_at={
                unit: midnight(day, decided.zone)
                for unit, day in replay.idle_expires(place).items()
            },
        )


def _events(decided: Decided, ids: Ids) -> HistoryEvents:
    history, sales = decided.history, decided.replay.sales
    orders = decided.orders
    branches = [history.branches[branch] for branch in history.branch[orders].tolist()]
    return HistoryEvents(
        member=(sales.member + 1).tolist(),
        id=[ids.next() for _ in branches],
        at=_order_moments(decided).tolist(),
        net_rials=sales.net_rials.tolist(),
        vat_rials=sales.vat_rials.tolist(),
        to_pay_rials=sales.to_pay_rials.tolist(),
        qualifying_rials=sales.qualifying.tolist(),
        document=history.document[orders],
        branch=branches,
        channel=[history.channel] * len(branches),
        detail=_sale_details(decided),
    )


def _sale_details(decided: Decided) -> list[str]:
    """Give the burns of each order with their share of each line, as the live flow does."""
    replay, document = decided.replay, decided.version.document
    codes = {unit.number: unit.code for unit in document.units}
    lines = _by_line(
        decided, replay.burns.order[replay.burn_lines.burn], replay.burn_lines.line,
        replay.burn_lines.rials, replay.burn_lines.burn, len(replay.burns.order),
    )  # fmt: skip
    burns: dict[int, list[str]] = {}
    rows = zip(
        replay.burns.order.tolist(), replay.burns.unit.tolist(), replay.burns.units.tolist(),
        replay.burns.rials.tolist(), replay.burns.tender.tolist(), lines, strict=True,
    )  # fmt: skip
    for order, unit, units, rials, tender, by_line in rows:
        spend_as = "tender" if tender else "discount"
        spent = f'{{"code":"spent","unit":"{codes[unit]}","units":{units},"rials":{rials}}}'
        burns.setdefault(order, []).append(
            f'{{"unit":"{codes[unit]}","units":{units},"rials":{rials},"spend_as":"{spend_as}",'
            f'"lines":{by_line},"hold_id":null,"reasons":[{spent}]}}'
        )
    days = decided.history.day[decided.orders].tolist()
    return [
        f'{{"burns":[{",".join(burns.get(order, ()))}],"day":{day}}}'
        for order, day in enumerate(days)
    ]


def _by_line(
    decided: Decided, order: Ints, line: Ints, amount: Ints, owner: Ints, owners: int
) -> list[str]:  # fmt: skip
    """Give, for each burn or award, its amounts as JSON by line number; rows are by owner."""
    begin = decided.orders.start
    firsts = decided.history.first_line[decided.orders] - decided.history.first_line[begin]
    numbers = (line - firsts[order] + 1).tolist()
    pairs = [f'"{number}":{part}' for number, part in zip(numbers, amount.tolist(), strict=True)]
    ends = np.searchsorted(owner, np.arange(owners + 1)).tolist()
    return ["{" + ",".join(pairs[start:end]) + "}" for start, end in pairwise(ends)]


def _lines(decided: Decided) -> HistoryLines:
    history, orders = decided.history, decided.orders
    begin, end = int(history.first_line[orders.start]), int(history.line_end[orders.stop - 1])
    counts = history.line_end[orders] - history.first_line[orders]
    event = np.repeat(np.arange(len(counts)), counts)
    firsts = history.first_line[orders] - begin
    lines = slice(begin, end)
    return HistoryLines(
        member=(decided.replay.sales.member[event] + 1).tolist(),
        event=(event + 1).tolist(),
        number=(np.arange(end - begin) - firsts[event] + 1).tolist(),
        quantity_milli=history.quantity_milli[lines].tolist(),
        gross_rials=history.gross_rials[lines].tolist(),
        net_rials=history.net_rials[lines].tolist(),
        vat_rials=history.vat_rials[lines].tolist(),
        group=[history.groups[group] for group in history.group[lines].tolist()],
        product=[history.products[product] for product in history.product[lines].tolist()],
        kind=["product"] * (end - begin),
    )


def _movements(decided: Decided, begin: Ints) -> HistoryMovements:
    rows = decided.replay.movements
    after = begin[rows.member]
    of_time = rows.order < 0
    ordered_at = _order_moments(decided)
    at = np.where(of_time, _midnights(rows.day, decided.zone), ordered_at[rows.order])
    return HistoryMovements(
        member=(rows.member + 1).tolist(),
        seq=(rows.seq + after).tolist(),
        kind=rows.kind.tolist(),
        unit=rows.unit.tolist(),
        from_account=rows.from_account.tolist(),
        to_account=rows.to_account.tolist(),
        amount=rows.amount.tolist(),
        at=at.tolist(),
        event=(rows.order + 1).tolist(),
        lot=np.where(rows.lot_seq > 0, rows.lot_seq + after, 0).tolist(),
        award=(rows.award + 1).tolist(),
    )


def _lot_uses(decided: Decided, begin: Ints) -> HistoryLotUses:
    rows = decided.replay.lot_uses
    after = begin[rows.member]
    return HistoryLotUses(
        member=(rows.member + 1).tolist(),
        seq=(rows.movement_seq + after).tolist(),
        lot=(rows.lot_seq + after).tolist(),
        amount=rows.amount.tolist(),
    )


def _lots(decided: Decided, begin: Ints) -> HistoryLots:
    rows = decided.replay.lots
    return HistoryLots(
        member=(rows.member + 1).tolist(),
        seq=(rows.lot_seq + begin[rows.member]).tolist(),
        unit=rows.unit.tolist(),
        issued=rows.issued.tolist(),
        remaining=rows.remaining.tolist(),
        state=(rows.state + 1).tolist(),
        available_at=_midnights(rows.available_day, decided.zone).tolist(),
        expires_at=_midnights(rows.expires_day, decided.zone).tolist(),
        award=(rows.award + 1).tolist(),
    )


def _awards(decided: Decided, ids: Ids) -> HistoryAwards:
    replay = decided.replay
    rows, parts = replay.awards, replay.award_lines
    programme = replay.programme
    line_basis = _by_line(
        decided, rows.order[parts.award], parts.line, parts.basis, parts.award, len(rows.order)
    )
    rules = [programme.rules[rule] for rule in rows.rule.tolist()]
    return HistoryAwards(
        member=(rows.member + 1).tolist(),
        event=(rows.order + 1).tolist(),
        id=[ids.next() for _ in rules],
        unit=rows.unit.tolist(),
        units=rows.units.tolist(),
        uncapped=rows.uncapped.tolist(),
        basis=rows.basis.tolist(),
        day=rows.day.tolist(),
        carry=rows.carry.tolist(),
        qualifying=rows.qualifying.tolist(),
        rule=[rule.code for rule in rules],
        tier=[programme.tiers[tier] if tier >= 0 else "" for tier in rows.tier.tolist()],
        detail=[_detail(replay, award, basis) for award, basis in enumerate(line_basis)],
    )


def _detail(replay: Replay, award: int, line_basis: str) -> str:
    reasons = json.dumps([reason.as_json() for reason in replay.reasons(award)])
    days = (
        f'"available_day":{replay.awards.available_day[award]},'
        f'"expires_day":{replay.awards.expires_day[award]}'
    )
    return f'{{"line_basis":{line_basis},"lines":{{}},"reasons":{reasons},"budget":"",{days}}}'


def _order_moments(decided: Decided) -> Ints:
    """Give the moment of each order in epoch seconds."""
    history, orders = decided.history, decided.orders
    days, minutes = history.day[orders], history.minute[orders]
    starts = _midnights(days, decided.zone)
    moments = starts + minutes * 60
    # On a day when the clocks changed (in Iran until 2022) minutes do not simply add up.
    odd = _midnights(days + 1, decided.zone) - starts != _DAY_SECONDS
    zone = ZoneInfo(decided.zone)
    for row in np.flatnonzero(odd).tolist():
        hour, minute = divmod(int(minutes[row]), 60)
        local = datetime.combine(date_of(int(days[row])), time(hour, minute), zone)
        moments[row] = int(local.timestamp())
    return moments


def _midnights(days: Ints, zone: str) -> Ints:
    """Give the first moment of each day in epoch seconds; 0 for no day."""
    distinct, place = np.unique(days, return_inverse=True)
    starts = [int(midnight(day, zone).timestamp()) if day else 0 for day in distinct.tolist()]
    return np.array(starts, dtype=np.int64)[place]
