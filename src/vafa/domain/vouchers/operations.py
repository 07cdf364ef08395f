"""Writes of coupons. Each runs inside the caller's `club_scope`.

A use is counted under the lock of its coupon's row, so a limit of three is three however many
tills ask at once. A reservation past its moment counts no more: an abandoned cart releases.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from vafa.domain.members.queries import selves
from vafa.domain.members.vault import Vault
from vafa.domain.vouchers.models import Coupon, Misses, Series, Use
from vafa.domain.vouchers.records import (
    CouponFound,
    CouponMade,
    CouponReserved,
    NewSeries,
    Order,
)
from vafa.kit.codes import code_text, normalise_code
from vafa.kit.errors import NotFound, Refused

RESERVED_FOR: Final = timedelta(minutes=30)
MOST_MISSES: Final = 10
MISSES_WITHIN: Final = timedelta(hours=1)
_MOST_USES: Final = 10**9


class NoSuchCoupon(NotFound):
    """No coupon with this code is for this member: read it again, or try in an hour."""


class NoSuchSeries(NotFound):
    """The club has no such coupons."""


class CouponNotInTime(Refused):
    """The coupon is not valid yet, or no longer."""


class CouponUsedUp(Refused):
    """The coupon was used as often as it may be, or is reserved for another order."""


class SeriesOutOfBounds(Refused):
    """A coupon may be used once or more, and ends after it starts."""


def open_series(*, club_id: int, series_id: int, asked: NewSeries, at: datetime) -> None:
    """Begin coupons for a reward.

    :raises SeriesOutOfBounds: when a number is below one, or it ends before it starts.
    """
    starts_at = asked.starts_at or at
    per_member = asked.uses_per_member
    if not 1 <= asked.uses <= _MOST_USES or (per_member is not None and per_member < 1):
        raise SeriesOutOfBounds
    if asked.ends_at is not None and asked.ends_at <= starts_at:
        raise SeriesOutOfBounds
    Series.objects.create(
        id=series_id, club_id=club_id, reward=asked.reward, uses=asked.uses,
        uses_per_member=per_member, starts_at=starts_at, ends_at=asked.ends_at, created_at=at,
    )  # fmt: skip


def end_series(*, club_id: int, series_id: int, at: datetime) -> None:
    """Let no coupon of a series be used from a moment on.

    :raises NoSuchSeries: when the club has none of this id.
    """
    rows = Series.objects.filter(club_id=club_id, id=series_id)
    if not rows.filter(Q(ends_at=None) | Q(ends_at__gt=at)).update(ends_at=at) and not rows:
        raise NoSuchSeries


def make_coupons(
    *, club_id: int, series_id: int, coupons: Sequence[tuple[int, int | None]], vault: Vault
) -> tuple[CouponMade, ...]:
    """Make coupons under ids that the caller drew, each for a member or for whoever has it.

    A code follows from the coupon's id by a keyed hash: nobody guesses it, and a repeat of the
    request gives the same one.

    :raises NoSuchSeries: when the club has none of this id.
    """
    if not Series.objects.filter(club_id=club_id, id=series_id).exists():
        raise NoSuchSeries
    made = tuple(
        CouponMade(id_, code_of(vault=vault, club_id=club_id, kind="coupon", id_=id_), member_id)
        for id_, member_id in coupons
    )
    Coupon.objects.bulk_create(
        Coupon(
            id=one.coupon_id, club_id=club_id, series_id=series_id, member_id=one.member_id,
            trace=trace_of(vault=vault, club_id=club_id, code=one.code),
        )
        for one in made
    )  # fmt: skip
    return made


def code_of(*, vault: Vault, club_id: int, kind: str, id_: int) -> str:
    """Give the code of a coupon or a gift card, in groups as it is printed."""
    digest = vault.trace(club_id=club_id, kind=f"{kind}_code", value=str(id_))
    return code_text(int.from_bytes(digest, "big"))


def trace_of(*, vault: Vault, club_id: int, code: str) -> bytes:
    """Give the keyed hash under which a code is kept, or nothing when the text is no code."""
    text = normalise_code(code)
    return vault.trace(club_id=club_id, kind="voucher", value=text) if text else b""


def may_try(*, club_id: int, member_id: int, at: datetime) -> bool:
    """Tell whether codes for a member are looked up: not after ten misses within the hour."""
    row = Misses.objects.filter(club_id=club_id, member_id=member_id).first()
    return row is None or len(_recent(row.missed_at, at)) < MOST_MISSES


def note_miss(*, club_id: int, member_id: int, at: datetime) -> None:
    """Keep that a code for a member was none; the caller commits whatever is answered."""
    Misses.objects.get_or_create(club_id=club_id, member_id=member_id)
    mine = Misses.objects.filter(club_id=club_id, member_id=member_id)
    row = mine.select_for_update().get()
    mine.update(missed_at=[*_recent(row.missed_at, at), at][-MOST_MISSES:])


def find(*, club_id: int, trace: bytes, member_id: int) -> CouponFound | None:
    """Give the coupon of a code, if this member may use it."""
    row = (
        Coupon.objects.filter(club_id=club_id, trace=trace)
        .filter(Q(member_id=None) | Q(member_id__in=selves(club_id=club_id, member_id=member_id)))
        .select_related("series")
        .first()
    )
    return None if row is None else CouponFound(row.id, row.series.reward)


def reserve(
    *, club_id: int, use_id: int, coupon_id: int, order: Order, at: datetime
) -> CouponReserved:
    """Keep one use of a coupon for an order; asking again keeps it longer.

    :raises CouponNotInTime: when it is not valid now.
    :raises CouponUsedUp: when it has no use left for this member.
    """
    coupon = _take(club_id, coupon_id, order, at)
    until = at + RESERVED_FOR
    uses = Use.objects.filter(
        club_id=club_id, coupon_id=coupon_id, source=order.source, document=order.document
    )
    if not uses.filter(sale_id=None).update(reserved_until=until, member_id=order.member_id):
        _write(club_id, use_id, coupon_id, order, until, None)
    return CouponReserved(coupon_id, coupon.series.reward, until)


def use(
    *, club_id: int, use_id: int, coupon_id: int, order: Order, sale_id: int, at: datetime
) -> None:
    """Use a coupon in a sale, in the transaction that records it; a reservation becomes the use.

    :raises CouponNotInTime: when it is not valid now.
    :raises CouponUsedUp: when it has no use left for this member.
    """
    _take(club_id, coupon_id, order, at)
    uses = Use.objects.filter(
        club_id=club_id, coupon_id=coupon_id, source=order.source, document=order.document
    )
    if not uses.filter(sale_id=None).update(sale_id=sale_id, member_id=order.member_id):
        _write(club_id, use_id, coupon_id, order, at, sale_id)


def check_usable(*, club_id: int, coupon_id: int, order: Order, at: datetime) -> None:
    """Refuse what `use` would refuse now.

    :raises CouponNotInTime: when it is not valid now.
    :raises CouponUsedUp: when it has no use left for this member.
    """
    _take(club_id, coupon_id, order, at)


def release(*, club_id: int, coupon_id: int, order: Order) -> bool:
    """Give back what was reserved for an order; tell whether there was something."""
    rows = Use.objects.filter(
        club_id=club_id, coupon_id=coupon_id, source=order.source, document=order.document,
        member_id=order.member_id, sale_id=None,
    )  # fmt: skip
    return bool(rows.delete()[0])


def free_sale(*, club_id: int, source: str, document: str) -> int:
    """Give back the coupons of a sale that is as if it had never been; tell how many.

    Whatever it was edited into since, they are those of its document.
    """
    uses = Use.objects.filter(club_id=club_id, source=source, document=document)
    return uses.filter(sale_id__isnull=False).delete()[0]


def _take(club_id: int, coupon_id: int, order: Order, at: datetime) -> Coupon:
    """Lock a coupon and judge whether this order may have one of its uses."""
    Coupon.objects.select_for_update().get(club_id=club_id, id=coupon_id)
    coupon = Coupon.objects.select_related("series").get(club_id=club_id, id=coupon_id)
    series = coupon.series
    if at < series.starts_at or (series.ends_at is not None and at >= series.ends_at):
        raise CouponNotInTime
    others = (
        Use.objects.filter(club_id=club_id, coupon_id=coupon_id)
        .filter(Q(sale_id__isnull=False) | Q(reserved_until__gt=at))
        .exclude(source=order.source, document=order.document, sale_id=None)
    )
    mine = others.filter(member_id__in=selves(club_id=club_id, member_id=order.member_id)).count()
    limit = series.uses_per_member
    if others.count() >= series.uses or (limit is not None and mine >= limit):
        raise CouponUsedUp
    return coupon


def _write(
    club_id: int, use_id: int, coupon_id: int, order: Order, until: datetime, sale_id: int | None
) -> None:
    _, is_new = Use.objects.get_or_create(
        club_id=club_id, coupon_id=coupon_id, source=order.source, document=order.document,
        defaults={
            "id": use_id, "member_id": order.member_id, "reserved_until": until,
            "sale_id": sale_id,
        },
    )  # fmt: skip
    if not is_new:  # the document was a sale with this coupon already
        raise CouponUsedUp


def _recent(moments: Sequence[datetime], at: datetime) -> list[datetime]:
    return sorted(one for one in moments if one > at - MISSES_WITHIN)
