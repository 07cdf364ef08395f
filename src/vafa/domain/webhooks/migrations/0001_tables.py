"""The tables, before their fences."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the tables."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("webhook_id", models.BigIntegerField()),
                ("place", models.BigIntegerField()),
                ("topic", models.CharField(max_length=40)),
                ("attempt", models.IntegerField()),
                ("outcome", models.CharField(max_length=20)),
                ("status", models.IntegerField()),
                ("error", models.CharField(default="", max_length=20)),
                ("sent_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["webhook_id", "id"], name="webhooks_delivery_webhook")
                ],
            },
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("url", models.CharField(max_length=500)),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), size=None
                    ),
                ),
                ("secret", models.BinaryField(max_length=200)),
                ("previous_secret", models.BinaryField(max_length=200, null=True)),
                ("previous_ends_at", models.DateTimeField(null=True)),
                ("place", models.BigIntegerField()),
                (
                    "replays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("tries", models.IntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                ("leased_until", models.DateTimeField()),
                ("failing_since", models.DateTimeField(null=True)),
                ("disabled_at", models.DateTimeField(null=True)),
                ("disabled_why", models.CharField(default="", max_length=20)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["club_id", "id"], name="webhooks_webhook_club")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("disabled_at__isnull", True), ("disabled_why", "")),
                            models.Q(
                                ("disabled_at__isnull", False),
                                models.Q(("disabled_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="webhooks_webhook_disabled_why",
                    )
                ],
            },
        ),
    ]
