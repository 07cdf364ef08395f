"""A history of purchases as an import brings it: whole columns, by member, then day and minute.

One order is one entry of the order columns; its lines are the entries of the line columns from
`first_line` up to, not including, `line_end`. Numbers of one column point into a tuple of names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from vafa.domain.clubs.records import ClubFacts
from vafa.domain.members.records import NewMember
from vafa.kit.amounts import net_of_gross
from vafa.kit.errors import Refused
from vafa.programme.loading import Columns

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class HistoryIncomplete(Refused):
    """In a history everybody has an order, and every order a line."""


@dataclass(frozen=True, eq=False)
class PurchaseHistory:
    """Who bought what and when. `source` and a document name an order for ever."""

    source: str
    channel: str
    people: tuple[NewMember, ...]
    branches: tuple[str, ...]
    groups: tuple[str, ...]
    products: Sequence[str]
    spend_units: tuple[str, ...]  # what an order that wants credit pays with, as far as it may
    amounts_with_vat: bool  # then VAT is taken out by the club's rate of the day (E86)

    member: Ints  # of `people`
    day: Ints
    minute: Ints
    document: Sequence[str]
    branch: Ints
    wants_credit: Flags
    first_line: Ints
    line_end: Ints

    group: Ints
    product: Ints
    quantity_milli: Ints
    gross_rials: Ints
    net_rials: Ints
    vat_rials: Ints

    def check(self) -> None:
        """Refuse a history with gaps.

        :raises HistoryIncomplete: when somebody has no order, or an order no line.
        """
        everybody = np.arange(len(self.people))
        has_lines = bool(np.all(self.line_end > self.first_line))
        if not has_lines or not np.array_equal(np.unique(self.member), everybody):
            raise HistoryIncomplete

    def first_days(self) -> list[int]:
        """Give the day of everybody's first order."""
        begins = np.searchsorted(self.member, np.arange(len(self.people)))
        days: list[int] = self.day[begins].tolist()
        return days

    def orders_of(self, first: int, last: int) -> tuple[int, int]:
        """Give the range of orders of the members from `first` up to, not including, `last`."""
        begin, end = np.searchsorted(self.member, [first, last])
        return int(begin), int(end)

    def columns(self, first: int, last: int) -> Columns:
        """Give what the rules need of some members' orders."""
        begin, end = self.orders_of(first, last)
        from_line = int(self.first_line[begin]) if begin < end else 0
        to_line = int(self.line_end[end - 1]) if begin < end else 0
        return Columns(
            member=self.member[begin:end],
            day=self.day[begin:end],
            minute=self.minute[begin:end],
            first_line=self.first_line[begin:end] - from_line,
            line_end=self.line_end[begin:end] - from_line,
            wants_credit=self.wants_credit[begin:end],
            channel=np.zeros(end - begin, dtype=np.int64),
            branch=self.branch[begin:end],
            group=self.group[from_line:to_line],
            kind=None,
            net_rials=self.net_rials[from_line:to_line],
            gross_rials=self.gross_rials[from_line:to_line],
            vat_rials=self.vat_rials[from_line:to_line],
            quantity_milli=self.quantity_milli[from_line:to_line],
            groups=self.groups,
            channels=(self.channel,),
            branches=self.branches,
            spend_units=self.spend_units,
        )


def without_vat(*, history: PurchaseHistory, club: ClubFacts) -> PurchaseHistory:
    """Take the VAT out of amounts that include it, by the rate of each order's day (E86)."""
    rates = np.array([club.vat_on(int(day)) for day in history.day], dtype=np.int64)
    rate = np.repeat(rates, history.line_end - history.first_line)
    net = _nets(history.net_rials, rate)
    return replace(
        history,
        amounts_with_vat=False,
        gross_rials=_nets(history.gross_rials, rate),
        net_rials=net,
        vat_rials=history.net_rials - net,
    )


def _nets(amounts: Ints, rates: Ints) -> Ints:
    pairs = zip(amounts.tolist(), rates.tolist(), strict=True)
    return np.array([net_of_gross(amount, rate) for amount, rate in pairs], dtype=np.int64)
