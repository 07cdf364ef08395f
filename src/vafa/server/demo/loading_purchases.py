"""The demo club's history in the form that an import takes: nothing is decided or written here."""

from __future__ import annotations

from typing import Final

import numpy as np

from vafa.domain.members.records import NewMember
from vafa.domain.rewards.history import PurchaseHistory
from vafa.server.demo.history import History
from vafa.server.demo.people import Person
from vafa.server.demo.shelf import ITEMS, places_of

SPEND_UNITS: Final = ("credit",)
CHANNELS: Final = {"complete_journey": "till", "cdnow": "web"}


def purchases_of(*, history: History) -> PurchaseHistory:
    """Give a source's history as an import's; where an amount includes VAT, it still does."""
    orders, lines = history.orders, history.lines
    channel = CHANNELS[history.source]
    return PurchaseHistory(
        source=history.source,
        channel=channel,
        people=tuple(_joins(person, channel) for person in history.members),
        branches=tuple(place.code for place in history.branches),
        groups=tuple(group.code for group in history.groups),
        products=("", *(item.code for item in ITEMS)),
        spend_units=SPEND_UNITS,
        amounts_with_vat=history.amount_only,
        member=orders.member,
        day=orders.day,
        minute=orders.minute,
        document=orders.document.tolist(),
        branch=orders.branch,
        wants_credit=orders.wants_credit,
        first_line=orders.first_line,
        line_end=orders.line_end,
        group=lines.group,
        product=places_of(history=history),
        quantity_milli=lines.quantity_milli,
        gross_rials=lines.gross_rials,
        net_rials=lines.net_rials,
        vat_rials=np.zeros(len(lines.net_rials), dtype=np.int64),
    )


def _joins(person: Person, channel: str) -> NewMember:
    return NewMember(
        mobile=person.mobile,
        consent_source="import",
        first_name=person.given_name,
        last_name=person.family_name,
        channel=channel,
    )
