"""A message may have been sent again by somebody; what did not arrive is found quickly."""

from django.db import migrations, models

from vafa.domain.clubs.fences import patient

_NAME = "messaging_message_state"
_STATES = (
    "waiting", "unknown", "accepted", "delivered", "failed", "refused", "dropped", "resent",
)  # fmt: skip


class Migration(migrations.Migration):
    """The table holds thirty days of messages."""

    dependencies = [("messaging", "0003_trace")]

    operations = [
        patient(),
        migrations.RemoveConstraint(model_name="message", name=_NAME),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                name=_NAME, condition=models.Q(("state__in", _STATES))
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(
                    ("due_at__isnull", True),
                    ("state__in", ("failed", "refused", "dropped", "unknown")),
                ),
                fields=["club_id", "stored_at"],
                name="messaging_message_not_come",
            ),
        ),
    ]
