"""Tables of coupons, of their uses, of gift cards, and of codes that were missed."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Series(models.Model):
    """Coupons for one reward of the programme: how often each may be used, and when."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    reward = models.CharField(max_length=60)
    uses = models.IntegerField()
    uses_per_member = models.IntegerField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(name="vouchers_series_uses", condition=models.Q(uses__gt=0)),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "id"], name="vouchers_series_club"),
        ]


class Coupon(models.Model):
    """One code, by its keyed hash; with a member only that member uses it."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    series = models.ForeignKey(Series, models.PROTECT, db_constraint=False)
    trace = models.BinaryField(max_length=32)
    member_id = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["club_id", "trace"], name="vouchers_coupon_code"),
        ]


class Use(models.Model):
    """A coupon in one order: reserved until a moment, or used in a sale (then `sale_id`)."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    coupon = models.ForeignKey(Coupon, models.PROTECT, db_constraint=False)
    member_id = models.BigIntegerField()
    source = models.CharField(max_length=60)
    document = models.CharField(max_length=100)
    reserved_until = models.DateTimeField()
    sale_id = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["club_id", "coupon", "source", "document"], name="vouchers_use_once"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "sale_id"], name="vouchers_use_sale"),
        ]


class GiftCard(models.Model):
    """A gift card by its code; its id is its holder in the book, which keeps its balance."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    trace = models.BinaryField(max_length=32)
    unit = models.CharField(max_length=60)
    rials = models.BigIntegerField()
    sale_id = models.BigIntegerField()
    line = models.IntegerField()
    member_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    blocked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["club_id", "trace"], name="vouchers_card_code"),
            models.UniqueConstraint(
                fields=["club_id", "sale_id", "line"], name="vouchers_card_sold_once"
            ),
            models.CheckConstraint(name="vouchers_card_rials", condition=models.Q(rials__gt=0)),
        ]


class Misses(models.Model):
    """When codes that are none were last tried for a member: the newest ten moments."""

    pk = models.CompositePrimaryKey("club_id", "member_id")
    club_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    missed_at = ArrayField(models.DateTimeField(), default=list)
