"""Tables of webhooks: the endpoints of a club and the log of what was sent to them."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Webhook(models.Model):
    """An endpoint: everything up to `place` in the feed is done with; `due_at` is the next try."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    url = models.CharField(max_length=500)
    topics = ArrayField(models.CharField(max_length=40))
    secret = models.BinaryField(max_length=200)
    previous_secret = models.BinaryField(max_length=200, null=True)
    previous_ends_at = models.DateTimeField(null=True)
    place = models.BigIntegerField()
    replays = ArrayField(models.BigIntegerField(), default=list)
    tries = models.IntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)
    disabled_why = models.CharField(max_length=20, default="")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="webhooks_webhook_disabled_why",
                condition=models.Q(disabled_at__isnull=True, disabled_why="")
                | models.Q(disabled_at__isnull=False) & ~models.Q(disabled_why=""),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["club_id", "id"], name="webhooks_webhook_club"),
        ]


class Delivery(models.Model):
    """One try to send one change; `status` is 0 when no answer came."""

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    webhook_id = models.BigIntegerField()
    place = models.BigIntegerField()
    topic = models.CharField(max_length=40)
    attempt = models.IntegerField()
    outcome = models.CharField(max_length=20)
    status = models.IntegerField()
    error = models.CharField(max_length=20, default="")
    sent_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["webhook_id", "id"], name="webhooks_delivery_webhook"),
        ]
