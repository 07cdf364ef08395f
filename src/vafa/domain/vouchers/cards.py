"""The club's gift cards as a list, and blocking one; inside the caller's `club_scope`."""

from __future__ import annotations

from datetime import datetime

from vafa.domain.members.vault import Vault
from vafa.domain.vouchers.models import GiftCard
from vafa.domain.vouchers.operations import trace_of
from vafa.domain.vouchers.records import CardListed, CardsSought
from vafa.ledger.calls import rows


def listed(*, club_id: int, vault: Vault, sought: CardsSought) -> tuple[CardListed, ...]:
    """List a page of the gift cards, the newest first, with what is left on each."""
    trace = trace_of(vault=vault, club_id=club_id, code=sought.code) if sought.code else None
    found = rows(
        _CARDS_UP if sought.after_id else _CARDS,
        {
            "club": club_id, "trace": trace, "state": sought.state, "limit": sought.limit,
            "before": sought.before_id or None, "after": sought.after_id,
        },
    )  # fmt: skip
    cards = [CardListed(**row) for row in found]
    return tuple(reversed(cards) if sought.after_id else cards)


def card(*, club_id: int, card_id: int) -> CardListed | None:
    """Give one gift card; None when the club has none of this id."""
    found = rows(_CARD, {"club": club_id, "card": card_id})
    return CardListed(**found[0]) if found else None


def set_blocked(*, club_id: int, card_id: int, at: datetime | None) -> bool:
    """Block an open card from a moment on, or (None) open it again; gives whether there is one."""
    found = GiftCard.objects.filter(club_id=club_id, id=card_id, closed_at=None)
    return bool(found.update(blocked_at=at))


_LISTED = """
    SELECT * FROM (
        SELECT c.id AS card_id, c.unit, c.rials AS sold_rials,
            coalesce(w.balance, 0)::bigint AS balance_rials,
            CASE WHEN c.closed_at IS NOT NULL THEN 'closed'
                WHEN c.blocked_at IS NOT NULL THEN 'blocked'
                WHEN coalesce(w.balance, 0) = 0 THEN 'used' ELSE 'open' END AS state,
            c.sale_id, c.member_id, c.created_at
        FROM vouchers_giftcard AS c
        LEFT JOIN LATERAL (
            SELECT sum(spendable - held) AS balance FROM ledger_wallet
            WHERE member_id = c.id AND club_id = c.club_id
        ) AS w ON true
        WHERE c.club_id = %(club)s AND {which}
    ) AS one
"""
_SOUGHT = """
    WHERE (%(state)s = '' OR state = %(state)s)
    ORDER BY card_id {order} LIMIT %(limit)s
"""
_TRACED = "(%(trace)s::bytea IS NULL OR c.trace = %(trace)s)"
_CARD = _LISTED.format(which="c.id = %(card)s")
_CARDS = _LISTED.format(
    which=f"{_TRACED} AND (%(before)s::bigint IS NULL OR c.id < %(before)s)"
) + _SOUGHT.format(order="DESC")
_CARDS_UP = _LISTED.format(which=f"{_TRACED} AND c.id > %(after)s") + _SOUGHT.format(order="ASC")
