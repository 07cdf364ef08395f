"""Tables of programmes at work: their versions, the steps of the day, and the feed of changes."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
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


class Receipt(models.Model):
    """A purchase without a member, by the keyed hash of the code on its receipt."""

    pk = models.CompositePrimaryKey("club_id", "trace")
    club_id = models.BigIntegerField()
    trace = models.BinaryField(max_length=32)
    member_id = models.BigIntegerField()
    sale_id = models.BigIntegerField()
    source = models.CharField(max_length=60)
    document = models.CharField(max_length=100)


class ReceiptMisses(models.Model):
    """When a key last named receipts that are none: the newest ten moments."""

    pk = models.CompositePrimaryKey("club_id", "credential_id")
    club_id = models.BigIntegerField()
    credential_id = models.BigIntegerField()
    missed_at = ArrayField(models.DateTimeField(), default=list)


class StaffMember(models.Model):
    """The member that a person of the staff is: what that person rings is not claimed by it."""

    pk = models.CompositePrimaryKey("club_id", "staff_id")
    club_id = models.BigIntegerField()
    staff_id = models.BigIntegerField()
    member_id = models.BigIntegerField()


class Review(models.Model):
    """A purchase far above what is usual: nothing is given for it until somebody accepts it."""

    pk = models.CompositePrimaryKey("club_id", "sale_id")
    club_id = models.BigIntegerField()
    sale_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    amount_rials = models.BigIntegerField()
    usual_rials = models.BigIntegerField()
    state = models.CharField(max_length=10)
    recorded_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)


class BackTest(models.Model):
    """A version tried on what members bought, beside the one that was in force when asked.

    `state` is waiting, done or failed; `result` is there once it is done, `problem` says why not.
    """

    pk = models.CompositePrimaryKey("club_id", "number")
    club_id = models.BigIntegerField()
    number = models.IntegerField()
    against = models.IntegerField()
    months = models.SmallIntegerField()
    state = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    members_done = models.BigIntegerField(default=0)
    members_total = models.BigIntegerField(default=0)
    result = models.JSONField(null=True)
    problem = models.CharField(max_length=40, default="")
