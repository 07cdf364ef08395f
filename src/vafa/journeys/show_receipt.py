"""Showing the receipt of a sale to whoever holds it: what was sold, what it earned or may earn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import branch_names, club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import queries as rewards
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.rewards.operations import claiming
from vafa.domain.sales import queries as sales
from vafa.kit.calendar import date_of, local_day
from vafa.programme.records import Line

# Its points: can be claimed, can no more, were claimed, went to the member, or all came back.
State = Literal["open", "over", "claimed", "named", "returned"]


@dataclass(frozen=True, slots=True)
class ReceiptShown:
    """A receipt. Nothing of it tells who bought; `code` claims it while it is open."""

    state: State
    purchase: PurchaseDone
    lines: tuple[Line, ...]
    sold_at: datetime
    branch: str
    refunded_cash_rials: int
    code: str = field(default="", repr=False)
    last_day: date | None = None


def show_receipt(*, principal: Principal, vault: Vault, at: datetime, named: str) -> ReceiptShown:
    """Show the sale of a receipt by the token of its link, or by the code printed on it.

    :raises NoSuchReceipt: when the club has none: the same for every wrong one.
    """
    principal.require("sales.read")
    club_id = principal.club_id
    seen = claiming.look_up(club_id=club_id, vault=vault, named=named)
    sale = seen.sale
    done = rewards.purchase(club_id=club_id, member_id=sale.member_id, event_id=sale.sale_id)
    sold = sales.sold(club_id=club_id, member_id=sale.member_id, sale_id=sale.sale_id)
    if sold.at is None:  # declined, or waits for somebody
        raise claiming.NoSuchReceipt
    with club_scope(club_id):
        zone = club_facts(club_id=club_id).zone
        branch = branch_names(club_id=club_id).get(sold.branch, "")
    last = claiming.last_day(sold_at=sold.at, zone=zone)
    state = _state(seen, sold, is_late=local_day(at, zone) > last)
    return ReceiptShown(
        state=state,
        purchase=done,
        lines=sold.lines,
        sold_at=sold.at,
        branch=branch,
        refunded_cash_rials=sold.refunded_cash_rials,
        code=seen.code if state == "open" else "",
        last_day=date_of(last) if state == "open" else None,
    )


def _state(seen: claiming.ReceiptSeen, sold: sales.Sold, *, is_late: bool) -> State:
    if sold.is_returned:
        return "returned"
    if not seen.code:
        return "named"
    if not seen.is_open:
        return "claimed"
    return "over" if is_late else "open"
