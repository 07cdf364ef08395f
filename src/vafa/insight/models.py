"""Tables of the reports' own counts: figures of days and months, all of them made from the book.

They may be emptied at any time: they are counted anew, under the number of another build, while
pages still show those of the last one. A day is a number since 1970, a month is its first day.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Mark(models.Model):
    """Up to where a club is counted: all that the snapshot shows, and nothing else.

    What it does not show was written after `since`. `watched` is a transaction of `watched_at`:
    when all up to it are over, `since` is then. `place` is of the feed.
    `members` were there at `census_at`: who they are changes, so they are counted as a whole.
    """

    club_id = models.BigIntegerField(primary_key=True)
    build = models.SmallIntegerField()
    snapshot = models.TextField()
    zone = models.CharField(max_length=60)
    counted_at = models.DateTimeField()
    built_at = models.DateTimeField()
    since = models.DateTimeField()
    watched = models.TextField()
    watched_at = models.DateTimeField()
    place = models.BigIntegerField()
    census_at = models.DateTimeField(null=True)
    members = models.BigIntegerField(default=0)


class Building(models.Model):
    """A whole book on its way to be counted, member by member, as the snapshot shows it.

    `member` is the last one that is counted; `counted` of about `total` movements are.
    """

    club_id = models.BigIntegerField(primary_key=True)
    build = models.SmallIntegerField()
    snapshot = models.TextField()
    zone = models.CharField(max_length=60)
    begun_at = models.DateTimeField()
    place = models.BigIntegerField()
    member = models.BigIntegerField(default=0)
    counted = models.BigIntegerField(default=0)
    total = models.BigIntegerField()


class Sold(models.Model):
    """What was sold of one part in a day or a month, with VAT. Days know hours of the channel."""

    pk = models.CompositePrimaryKey(
        "club_id", "build", "grain", "part", "day", "hour", "branch", "code"
    )
    club_id = models.BigIntegerField()
    build = models.SmallIntegerField()
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

    pk = models.CompositePrimaryKey("club_id", "build", "grain", "day", "unit")
    club_id = models.BigIntegerField()
    build = models.SmallIntegerField()
    grain = models.SmallIntegerField()
    day = models.IntegerField()
    unit = models.IntegerField()
    issued = models.BigIntegerField()
    used = models.BigIntegerField()
    expired = models.BigIntegerField()
    taken_back = models.BigIntegerField()
    change = models.BigIntegerField()


class Count(models.Model):
    """How many members did something on a day; `changes.py` says what, and what `earlier` is."""

    pk = models.CompositePrimaryKey("club_id", "build", "what", "branch", "day", "earlier", "code")
    club_id = models.BigIntegerField()
    build = models.SmallIntegerField()
    what = models.SmallIntegerField()
    branch = models.TextField()
    day = models.IntegerField()
    earlier = models.IntegerField()
    code = models.TextField()
    members = models.BigIntegerField()


class Flow(models.Model):
    """What moved of a unit on a day, of the units issued in the month `cohort`, as accounts do.

    `what` is named in `ledger/periods.py`.
    """

    pk = models.CompositePrimaryKey("club_id", "build", "day", "unit", "cohort", "what")
    club_id = models.BigIntegerField()
    build = models.SmallIntegerField()
    day = models.IntegerField()
    unit = models.IntegerField()
    cohort = models.IntegerField()
    what = models.CharField(max_length=20)
    amount = models.BigIntegerField()


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
