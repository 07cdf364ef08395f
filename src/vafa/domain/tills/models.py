"""Tables of the tills: terms, tills, browsers, PINs, shifts, allowances, sales sent later."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Terms(models.Model):
    """What a club lets its tills do; no row means the defaults.

    After `lock_minutes` without a touch a till asks who stands there.
    """

    club_id = models.BigIntegerField(primary_key=True)
    unit = models.CharField(max_length=60)
    member_day_rials = models.BigIntegerField()
    members_per_till = models.IntegerField()
    seen_days = models.IntegerField()
    lock_minutes = models.IntegerField(default=10, db_default=10)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="tills_terms_bounds",
                condition=models.Q(
                    member_day_rials__gte=0, members_per_till__gte=0, seen_days__gte=1
                ),
            ),
            models.CheckConstraint(
                name="tills_terms_lock", condition=models.Q(lock_minutes__gte=1)
            ),
        ]


class Till(models.Model):
    """A till by its code; `closed_at` ends it."""

    pk = models.CompositePrimaryKey("club_id", "code")
    club_id = models.BigIntegerField()
    code = models.CharField(max_length=60)
    branch = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)


class Device(models.Model):
    """A browser that stands at a till; only the hash of its secret is kept.

    `wrong` counts wrong PINs since the last right one.
    """

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    till = models.CharField(max_length=60)
    secret_hash = models.BinaryField(max_length=32)
    label = models.CharField(max_length=80)
    enrolled_by = models.BigIntegerField()
    enrolled_at = models.DateTimeField()
    wrong = models.IntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["club_id", "secret_hash"], name="tills_device_secret"),
        ]


class Pin(models.Model):
    """The PIN of somebody of the staff, kept as a slow hash of its keyed hash.

    `wrong` counts wrong tries since the last right one, or since the password came.
    """

    pk = models.CompositePrimaryKey("club_id", "staff_id")
    club_id = models.BigIntegerField()
    staff_id = models.BigIntegerField()
    hash = models.CharField(max_length=200)
    wrong = models.IntegerField(default=0)
    set_at = models.DateTimeField()


class Shift(models.Model):
    """A shift of a till; its allowances are valid to the end of its day.

    With a float the drawer is counted: `closed_at` and the counts are set together at its end.
    """

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    till = models.CharField(max_length=60)
    day = models.IntegerField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    opened_by = models.BigIntegerField(default=0, db_default=0)
    float_rials = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)
    expected_rials = models.BigIntegerField(null=True)
    cash_rials = models.BigIntegerField(null=True)
    card_rials = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, default="", db_default="")

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "till", "id"], name="tills_shift_till"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["club_id", "till"],
                name="tills_shift_one_counted",
                condition=models.Q(float_rials__isnull=False, closed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="tills_shift_counted",
                condition=models.Q(
                    closed_at__isnull=True,
                    closed_by__isnull=True,
                    expected_rials__isnull=True,
                    cash_rials__isnull=True,
                    card_rials__isnull=True,
                )
                | models.Q(
                    closed_at__isnull=False,
                    float_rials__gte=0,
                    closed_by__isnull=False,
                    expected_rials__isnull=False,
                    cash_rials__gte=0,
                    card_rials__gte=0,
                ),
            ),
        ]


class Allowance(models.Model):
    """What one till may let one member spend on one day; `used` is what it has sent of it."""

    pk = models.CompositePrimaryKey("club_id", "till", "day", "member_id")
    club_id = models.BigIntegerField()
    till = models.CharField(max_length=60)
    day = models.IntegerField()
    member_id = models.BigIntegerField()
    units = models.BigIntegerField()
    used = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="tills_allowance_not_negative",
                condition=models.Q(units__gte=0, used__gte=0),
            ),
        ]


class OfflineSale(models.Model):
    """A sale as a till sent it later, once per (till, sequence). It is kept whatever comes of it.

    `state` is received, posted, rejected or dropped. The body is sealed: it may name a mobile.
    """

    pk = models.CompositePrimaryKey("club_id", "till", "sequence")
    club_id = models.BigIntegerField()
    till = models.CharField(max_length=60)
    sequence = models.BigIntegerField()
    shift_id = models.BigIntegerField()
    day = models.IntegerField()
    body = models.BinaryField()
    body_hash = models.BinaryField(max_length=32)
    rung_at = models.DateTimeField()
    event_at = models.DateTimeField()
    received_at = models.DateTimeField()
    flags = ArrayField(models.CharField(max_length=30), default=list)
    state = models.CharField(max_length=10, default="received")
    member_id = models.BigIntegerField(null=True)
    event_id = models.BigIntegerField(null=True)
    lent_units = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=60, default="")
    note = models.CharField(max_length=200, default="")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="tills_offlinesale_state",
                condition=models.Q(state__in=["received", "posted", "rejected", "dropped"]),
            ),
            models.CheckConstraint(
                name="tills_offlinesale_posted",
                condition=models.Q(state="posted", event_id__isnull=False)
                | ~models.Q(state="posted") & models.Q(event_id__isnull=True),
            ),
            models.CheckConstraint(
                name="tills_offlinesale_sequence", condition=models.Q(sequence__gte=1)
            ),
        ]
