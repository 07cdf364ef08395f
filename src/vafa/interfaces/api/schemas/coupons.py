"""Coupons as they are asked, made and shown."""

from pydantic import Field, StrictInt

from vafa.domain.vouchers.records import NewSeries, Order
from vafa.interfaces.api.fields import (
    Answer,
    Body,
    Code,
    GivenId,
    GivenMoment,
    Reference,
    ShownId,
    ShownMoment,
)

_MOST = 1000


class SeriesBody(Body):
    """Coupons for a reward: how often each may be used, in all and by each member, and when."""

    reward: Code
    uses: StrictInt = Field(1, ge=1, le=10**9)
    uses_per_member: StrictInt | None = Field(None, ge=1, le=10**6)
    starts_at: GivenMoment | None = Field(None, description="Default: now.")
    ends_at: GivenMoment | None = None

    def as_record(self) -> NewSeries:
        """Give the series as the journey takes it."""
        return NewSeries(
            self.reward, self.uses, self.uses_per_member, self.starts_at, self.ends_at
        )


class SeriesAnswer(Answer):
    """The id of the new coupons' series."""

    series_id: ShownId


class SeriesShown(Answer):
    """A series and how often its coupons were used."""

    series_id: ShownId
    reward: str
    uses: int
    uses_per_member: int | None
    starts_at: ShownMoment
    ends_at: ShownMoment | None
    coupons: int
    used: int
    reserved: int


class SeriesListAnswer(Answer):
    """All series, newest first."""

    series: tuple[SeriesShown, ...]


class CouponsBody(Body):
    """So many coupons for whoever has them, or one for each of these members."""

    count: StrictInt = Field(0, ge=0, le=_MOST)
    member_ids: tuple[GivenId, ...] = Field((), max_length=_MOST)


class CouponShown(Answer):
    """A new coupon. Its code is kept as a hash only: print it, or send it to the member."""

    coupon_id: ShownId
    code: str
    member_id: ShownId | None


class CouponsAnswer(Answer):
    """The new coupons."""

    coupons: tuple[CouponShown, ...]


class CouponOrderBody(Body):
    """A coupon's code, and the order that it is for."""

    code: str = Field(min_length=1, max_length=40)
    member_id: GivenId
    source: Reference
    document: Reference

    def as_record(self) -> Order:
        """Give the order as the journey takes it."""
        return Order(self.member_id, self.source, self.document)


class CouponReservedAnswer(Answer):
    """The coupon is kept for the order until then; the purchase of this document uses it."""

    coupon_id: ShownId
    reward: str
    reserved_until: ShownMoment


class CouponReleasedAnswer(Answer):
    """Whether something had been kept for the order."""

    released: bool


class CouponHeldShown(Answer):
    """A coupon of the member that is good now."""

    coupon_id: ShownId
    code: str
    reward: str
    uses_left: int
    ends_at: ShownMoment | None


class CardHeldShown(Answer):
    """A gift card that is bound to the member, and what is left on it."""

    card_id: ShownId
    code: str
    unit: str
    sold_rials: int
    balance_rials: int


class VouchersAnswer(Answer):
    """What a member can use besides the wallet."""

    coupons: tuple[CouponHeldShown, ...]
    gift_cards: tuple[CardHeldShown, ...]
