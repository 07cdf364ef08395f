"""Tables of the reports' own counts: figures of days and months, all of them made from the book.

They may be emptied at any time: they are counted anew. A day is a number since 1970, a month is
its first day.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Mark(models.Model):
    """Up to where a club is counted: all that the snapshot shows, and nothing else.

    `place` is of the feed. `members` were there at `census_at`: who they are changes, so they are
    counted as a whole.
    """

    club_id = models.BigIntegerField(primary_key=True)
    snapshot = models.TextField()
    zone = models.CharField(max_length=60)
    counted_at = models.DateTimeField()
    built_at = models.DateTimeField()
    place = models.BigIntegerField()
    census_at = models.DateTimeField(null=True)
    members = models.BigIntegerField(default=0)


class Sold(models.Model):
    """What was sold of one part in a day or a month, with VAT. Days know hours of the channel."""

    pk = models.CompositePrimaryKey("club_id", "grain", "part", "day", "hour", "branch", "code")
    club_id = models.BigIntegerField()
    grain = models.SmallIntegerField()
    part = models.SmallIntegerField()
    day = models.IntegerField()
    hour = models.SmallIntegerField()
    branch = models.TextField()
    code = models.TextField()
    purchases = models.BigIntegerField()
    returns = models.BigIntegerField()
    sold_rials = models.BigIntegerField()
    returned_rials = models.BigIntegerField()


class Units(models.Model):
    """What became of a unit in a day or a month; `change` is of what members have."""

    pk = models.CompositePrimaryKey("club_id", "grain", "day", "unit")
    club_id = models.BigIntegerField()
    grain = models.SmallIntegerField()
    day = models.IntegerField()
    unit = models.IntegerField()
    issued = models.BigIntegerField()
    used = models.BigIntegerField()
    expired = models.BigIntegerField()
    taken_back = models.BigIntegerField()
    change = models.BigIntegerField()


class Count(models.Model):
    """How many members did something on a day; `counts.py` says what, and what `earlier` is."""

    pk = models.CompositePrimaryKey("club_id", "what", "branch", "day", "earlier", "code")
    club_id = models.BigIntegerField()
    what = models.SmallIntegerField()
    branch = models.TextField()
    day = models.IntegerField()
    earlier = models.IntegerField()
    code = models.TextField()
    members = models.BigIntegerField()


class BookCheck(models.Model):
    """A check of the club's whole book that somebody asked for, how far it is, what it found."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    steps = models.IntegerField(default=0)
    steps_done = models.IntegerField(default=0)
    found = models.JSONField(default=list)
    differences = models.BigIntegerField(default=0)
    fault = models.CharField(max_length=60, default="")

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "id"], name="insight_bookcheck_club"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["club_id"],
                condition=models.Q(finished_at__isnull=True),
                name="insight_bookcheck_one",
            ),
        ]
