"""Tables of the tills: terms, tills, shifts, the allowances of a day, and sales sent later."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Terms(models.Model):
    """What a club lets its tills do without a connection; no row means the defaults."""

    club_id = models.BigIntegerField(primary_key=True)
    unit = models.CharField(max_length=60)
    member_day_rials = models.BigIntegerField()
    members_per_till = models.IntegerField()
    seen_days = models.IntegerField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="tills_terms_bounds",
                condition=models.Q(
                    member_day_rials__gte=0, members_per_till__gte=0, seen_days__gte=1
                ),
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


class Shift(models.Model):
    """A shift of a till, valid to the end of its day."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    till = models.CharField(max_length=60)
    day = models.IntegerField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "till", "id"], name="tills_shift_till"),
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
