"""Reads of coupons. Each runs inside the caller's `club_scope`."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q

from vafa.domain.vouchers.models import Series, Use
from vafa.domain.vouchers.records import SeriesCard


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
