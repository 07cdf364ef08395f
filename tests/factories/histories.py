"""A small history of purchases, written as a table and given as the columns of an import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vafa.domain.members.records import NewMember
from vafa.domain.rewards.history import PurchaseHistory

GROUPS = ("unspecified", "food", "food.dairy")


@dataclass(frozen=True)
class Bought:
    """One order of a person (by name): so many days ago, the nets of its lines, by group."""

    name: str
    days_ago: int
    nets: tuple[int, ...]
    document: str
    wants_credit: bool = False
    groups: tuple[int, ...] = ()


def history_of(
    bought: Sequence[Bought], *, today: int, mobiles: dict[str, str], with_vat: bool = False
) -> PurchaseHistory:
    """Give orders as an import brings them; they come person by person, in order of time."""
    names = list(dict.fromkeys(order.name for order in bought))
    counts = np.array([len(order.nets) for order in bought])
    nets = np.array([net for order in bought for net in order.nets])
    groups = [group for order in bought for group in (order.groups or (0,) * len(order.nets))]
    ends = np.cumsum(counts)
    return PurchaseHistory(
        source="old-till",
        channel="till",
        people=tuple(NewMember(mobiles[name], "import", name) for name in names),
        branches=("vanak",),
        groups=GROUPS,
        products=("", "milk"),
        spend_units=("credit",),
        amounts_with_vat=with_vat,
        member=np.array([names.index(order.name) for order in bought]),
        day=np.array([today - order.days_ago for order in bought]),
        minute=np.full(len(bought), 600),
        document=[order.document for order in bought],
        branch=np.zeros(len(bought), dtype=np.int64),
        wants_credit=np.array([order.wants_credit for order in bought]),
        first_line=ends - counts,
        line_end=ends,
        group=np.array(groups),
        product=np.ones(len(nets), dtype=np.int64),
        quantity_milli=np.full(len(nets), 1000),
        gross_rials=nets,
        net_rials=nets,
        vat_rials=np.zeros(len(nets), dtype=np.int64),
    )
