"""The tables, before their fences."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the tables."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DayStep",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "step",
                        "day",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("step", models.CharField(max_length=20)),
                ("day", models.IntegerField()),
                ("finished_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "place",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("place", models.BigIntegerField()),
                ("member_id", models.BigIntegerField()),
                ("event_id", models.BigIntegerField()),
                ("number", models.IntegerField()),
                ("topic", models.CharField(max_length=40)),
                ("payload", models.JSONField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("club_id", "member_id", "event_id", "number"),
                        name="rewards_change_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeVersion",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("number", models.IntegerField()),
                ("document", models.JSONField()),
                ("created_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                ("starts_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("club_id", "number"), name="rewards_version_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", True), ("starts_at__isnull", True)),
                            models.Q(
                                ("published_at__isnull", False), ("starts_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="rewards_version_published_starts",
                    ),
                ],
            },
        ),
    ]
