"""Tables of programmes at work: their versions, the steps of the day, and the feed of changes."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now


class ProgrammeVersion(models.Model):
    """A programme document, never changed by the application; publishing sets its start, once."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    number = models.IntegerField()
    document = models.JSONField()
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    starts_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["club_id", "number"], name="rewards_version_number"),
            models.CheckConstraint(
                name="rewards_version_published_starts",
                condition=models.Q(published_at__isnull=True, starts_at__isnull=True)
                | models.Q(published_at__isnull=False, starts_at__isnull=False),
            ),
        ]


class DayStep(models.Model):
    """A step of the day's batch that is done: (club, step, day) runs once."""

    pk = models.CompositePrimaryKey("club_id", "step", "day")
    club_id = models.BigIntegerField()
    step = models.CharField(max_length=20)
    day = models.IntegerField()
    finished_at = models.DateTimeField()


class Change(models.Model):
    """An entry of the club's feed of changes; a repeat of an outbox row is no second entry.

    `place` grows by one in the order of commits, since writers of one club take turns.
    """

    pk = models.CompositePrimaryKey("club_id", "place")
    club_id = models.BigIntegerField()
    place = models.BigIntegerField()
    member_id = models.BigIntegerField()
    event_id = models.BigIntegerField()
    number = models.IntegerField()
    topic = models.CharField(max_length=40)
    payload = models.JSONField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["club_id", "member_id", "event_id", "number"], name="rewards_change_once"
            ),
        ]
