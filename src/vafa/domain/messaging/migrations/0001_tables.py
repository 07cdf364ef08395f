"""The table of messages, before its fence."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("purpose", models.CharField(max_length=20)),
                ("mobile_sealed", models.BinaryField()),
                ("text_sealed", models.BinaryField()),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("reason", models.CharField(default="", max_length=20)),
                ("gateway_id", models.CharField(default="", max_length=64)),
                ("inquiries", models.SmallIntegerField(default=0)),
                ("stored_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["due_at"],
                        name="messaging_message_due",
                    ),
                    models.Index(fields=["club_id", "stored_at"], name="messaging_message_club"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "waiting",
                                    "unknown",
                                    "accepted",
                                    "delivered",
                                    "failed",
                                    "refused",
                                    "dropped",
                                ),
                            )
                        ),
                        name="messaging_message_state",
                    )
                ],
            },
        ),
    ]
