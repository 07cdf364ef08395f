"""Showing a recorded purchase: the answer it got, and what has come back of it since."""

from dataclasses import dataclass

from vafa.domain.clubs.principal import Principal
from vafa.domain.rewards import queries as rewards
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.sales import queries as sales
from vafa.domain.sales.listing import rung_up_by
from vafa.programme.records import Line


@dataclass(frozen=True, slots=True)
class LineReturned:
    """So much of a line came back: thousandths of an item, and Rial of its net."""

    number: int
    quantity_milli: int
    net_rials: int


@dataclass(frozen=True, slots=True)
class PurchaseShown:
    """A purchase with its first answer; the balances are those of then.

    `lines` are as they were posted, after discounts; `revision` is that of its document; `by_id`
    is who recorded it, of the staff or a key; a guest's is one without a member.
    """

    purchase: PurchaseDone
    lines: tuple[Line, ...]
    returned: tuple[LineReturned, ...]
    refunded_cash_rials: int
    revision: int = 0
    by_id: int = 0
    is_guest: bool = False


def show_purchase(*, principal: Principal, event_id: int) -> PurchaseShown:
    """Show a purchase of the club, under whichever holder it is by now.

    :raises NoSuchSale: when the club has none with this id.
    """
    principal.require("sales.read")
    club_id = principal.club_id
    found = sales.find_by_id(club_id=club_id, sale_id=event_id)
    done = rewards.purchase(club_id=club_id, member_id=found.member_id, event_id=found.sale_id)
    sold = sales.sold(club_id=club_id, member_id=found.member_id, sale_id=found.sale_id)
    returned = (LineReturned(number, *parts) for number, parts in sorted(sold.returned.items()))
    key = sales.key_of(club_id=club_id, sale_id=found.sale_id)
    by_id = rung_up_by(club_id=club_id, member_id=found.member_id, sale_id=found.sale_id)
    is_guest = rewards.is_guest(club_id=club_id, member_id=found.member_id)
    return PurchaseShown(
        done, sold.lines, tuple(returned), sold.refunded_cash_rials, key.revision, by_id, is_guest
    )
