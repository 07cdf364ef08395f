"""The table of outgoing messages."""

from typing import Any, ClassVar

from django.db import models


class Message(models.Model):
    """A text for a phone; `id` is the reference that the gateway gets, and never another one.

    `waiting` to be sent, `unknown` while no answer is there, `accepted`, `delivered`, `failed`,
    `refused` by the gateway, `dropped` because its time passed, `resent` by somebody under another
    reference. Mobile and text are sealed; the
    text is forgotten as soon as it is not needed. `trace` finds a number's
    messages again. `due_at` is when to look again, if ever.
    """

    id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    purpose = models.CharField(max_length=20)
    mobile_sealed = models.BinaryField()
    trace = models.BinaryField(max_length=32, default=b"")
    text_sealed = models.BinaryField()
    state = models.CharField(max_length=10, default="waiting")
    reason = models.CharField(max_length=20, default="")
    gateway_id = models.CharField(max_length=64, default="")
    inquiries = models.SmallIntegerField(default=0)
    stored_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="messaging_message_state",
                condition=models.Q(
                    state__in=(
                        "waiting", "unknown", "accepted", "delivered", "failed", "refused",
                        "dropped", "resent",
                    )
                ),
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["due_at"],
                name="messaging_message_due",
                condition=models.Q(due_at__isnull=False),
            ),
            models.Index(fields=["club_id", "stored_at"], name="messaging_message_club"),
            models.Index(
                fields=["club_id", "stored_at"],
                name="messaging_message_not_come",
                condition=models.Q(
                    due_at__isnull=True, state__in=("failed", "refused", "dropped", "unknown")
                ),
            ),
            models.Index(fields=["club_id", "trace"], name="messaging_message_trace"),
        ]
