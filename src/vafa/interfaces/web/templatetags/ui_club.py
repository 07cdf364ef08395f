"""Components of a club, part of `{% load ui %}`: wallet, stamps, rewards, book, receipt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django import template
from django.utils.safestring import SafeString

from vafa.interfaces.web.drawing import draw
from vafa.interfaces.web.parts import (
    Happening,
    LedgerRow,
    MappedColumn,
    Receipt,
    RowProblem,
    Step,
)

register = template.Library()


@register.simple_tag
def timeline(items: Sequence[Happening]) -> SafeString:
    """Draw what happened, newest first as given."""
    return draw("timeline", items=items)


@register.simple_tag
def level_progress(
    *, title: str, share: int, text: str, until: datetime | None = None
) -> SafeString:
    """Draw the way to the next level: `share` in basis points, what is missing, the deadline."""
    return draw("level_progress", title=title, share=share, text=text, until=until)


@register.simple_tag
def stamp_card(*, title: str, have: int, need: int, icon: str = "coffee") -> SafeString:
    """Draw a stamp card; the last place is the gift."""
    places = [("gift" if at == need else icon, at <= have) for at in range(1, need + 1)]
    return draw("stamp_card", title=title, have=have, need=need, places=places)


@register.simple_tag
def wallet_card(
    *,
    name: str,
    number: str,
    qr_text: str,
    credit_rials: int | None = None,
    points: int | None = None,
    tier: str = "",
    since: datetime | None = None,
    href: str = "",
) -> SafeString:
    """Draw a member's card: credit or points, tier, membership number and its QR."""
    return draw(
        "wallet_card", name=name, number=number, qr_text=qr_text, credit_rials=credit_rials,
        points=points, tier=tier, since=since, href=href,
    )  # fmt: skip


@register.simple_tag
def reward_card(
    *,
    title: str,
    price: str,
    text: str = "",
    icon: str = "ticket-percent",
    href: str = "",
    missing: str = "",
) -> SafeString:
    """Draw a reward: what it costs, and either the way to it or what is missing."""
    return draw(
        "reward_card", title=title, price=price, text=text, icon=icon, href=href, missing=missing
    )


@register.simple_tag
def setup_list(items: Sequence[Step], *, title: str) -> SafeString:
    """Draw what is left to set up; the first open step is the one to go on with."""
    done = sum(item.is_done for item in items)
    following = next((item for item in items if not item.is_done), None)
    return draw("setup_list", items=items, title=title, done=done, following=following)


@register.simple_tag
def ledger_table(rows: Sequence[LedgerRow], *, caption: str, unit: str = "money") -> SafeString:
    """Draw a member's book: in, out and what was left; `unit` is money or points."""
    return draw("ledger_table", rows=rows, caption=caption, is_money=unit == "money")


@register.simple_tag
def receipt(what: Receipt) -> SafeString:
    """Draw a receipt for paper 80 mm wide."""
    return draw("receipt", receipt=what)


@register.simple_tag
def invoice(what: Receipt, *, title: str) -> SafeString:
    """Draw an invoice for A4."""
    return draw("invoice", receipt=what, title=title)


@register.simple_tag
def import_mapper(
    columns: Sequence[MappedColumn], *, targets: Sequence[tuple[str, str]]
) -> SafeString:
    """Draw the columns of a file with samples and a choice of what each is."""
    return draw("import_mapper", columns=columns, targets=targets)


@register.simple_tag
def import_problems(rows: Sequence[RowProblem], *, total: int, file: str = "") -> SafeString:
    """Draw the rows of a file that cannot be taken, and the file with all of them."""
    return draw("import_problems", rows=rows, total=total, file=file)


@register.simple_tag
def numpad(*, target: str, is_pin: bool = False) -> SafeString:
    """Draw twelve large keys that type into the field of this id: an amount, or a PIN."""
    return draw("numpad", target=target, keys="123456789", is_pin=is_pin)


@register.simple_tag
def offline_badge(*, waiting: int = 0) -> SafeString:
    """Draw whether there is a connection, and how many sales wait to be sent."""
    return draw("offline_badge", waiting=waiting)
