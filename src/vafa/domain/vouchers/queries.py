"""Reads of coupons. Each runs inside the caller's `club_scope`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from vafa.domain.members.queries import selves
from vafa.domain.members.vault import Vault
from vafa.domain.vouchers.models import Coupon, Series, Use
from vafa.domain.vouchers.operations import code_of
from vafa.domain.vouchers.records import CouponHeld, SeriesCard

_MOST_HELD = 50


@dataclass(frozen=True, slots=True)
class CouponGiven:
    """A coupon that was made for a member: for which reward, when, and until when it is good."""

    reward: str
    given_at: datetime
    ends_at: datetime | None


def series_cards(*, club_id: int, at: datetime) -> tuple[SeriesCard, ...]:
    """List the club's coupons, newest first, with what was made of them."""
    rows = Series.objects.filter(club_id=club_id).annotate(coupons=Count("coupon"))
    uses = {
        one["coupon__series_id"]: one
        for one in Use.objects.filter(club_id=club_id)
        .values("coupon__series_id")
        .annotate(
            used=Count("id", filter=Q(sale_id__isnull=False)),
            reserved=Count("id", filter=Q(sale_id=None, reserved_until__gt=at)),
        )
    }
    none = {"used": 0, "reserved": 0}
    return tuple(
        SeriesCard(
            series_id=row.id, reward=row.reward, uses=row.uses,
            uses_per_member=row.uses_per_member, starts_at=row.starts_at, ends_at=row.ends_at,
            coupons=row.coupons, used=uses.get(row.id, none)["used"],
            reserved=uses.get(row.id, none)["reserved"],
        )
        for row in rows.order_by("-id")
    )  # fmt: skip


def coupons_held(
    *, club_id: int, member_id: int, vault: Vault, at: datetime
) -> tuple[CouponHeld, ...]:
    """List the coupons of one member that can be used now, the first to end first."""
    mine = selves(club_id=club_id, member_id=member_id)
    taken = Q(use__sale_id__isnull=False) | Q(use__reserved_until__gt=at)
    rows = (
        Coupon.objects.filter(club_id=club_id, member_id__in=mine, series__starts_at__lte=at)
        .filter(Q(series__ends_at=None) | Q(series__ends_at__gt=at))
        .annotate(
            used=Count("use", filter=taken),
            by_member=Count("use", filter=taken & Q(use__member_id__in=mine)),
        )
        .select_related("series")
        .order_by(F("series__ends_at").asc(nulls_last=True), "id")[:_MOST_HELD]
    )
    held = ((row, _left(row.series, row.used, row.by_member)) for row in rows)
    return tuple(
        CouponHeld(
            row.id, code_of(vault=vault, club_id=club_id, kind="coupon", id_=row.id),
            row.series.reward, left, row.series.ends_at,
        )
        for row, left in held
        if left > 0
    )  # fmt: skip


def coupons_given(*, club_id: int, member_id: int, limit: int) -> tuple[CouponGiven, ...]:
    """List the coupons that were made for a member, the newest first."""
    mine = selves(club_id=club_id, member_id=member_id)
    rows = Coupon.objects.filter(club_id=club_id, member_id__in=mine).select_related("series")
    return tuple(
        CouponGiven(row.series.reward, row.series.created_at, row.series.ends_at)
        for row in rows.order_by("-id")[:limit]
    )


def _left(series: Series, used: int, by_member: int) -> int:
    left = series.uses - used
    limit = series.uses_per_member
    return left if limit is None else min(left, limit - by_member)
