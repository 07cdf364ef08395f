"""What is done to many members at once by the worker, in parts."""

import django.contrib.postgres.fields
from django.db import migrations, models

from vafa.domain.clubs.fences import fence, patient


class Migration(migrations.Migration):
    """New tables only."""

    dependencies = [("members", "0010_notes_and_tags")]
    operations = [
        patient(),
        migrations.CreateModel(
            "Together",
            [
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("change", models.JSONField()),
                ("state", models.CharField(max_length=10)),
                ("asked_by", models.JSONField()),
                ("approval_id", models.BigIntegerField(null=True)),
                ("members", models.IntegerField()),
                ("handled", models.IntegerField(default=0)),
                ("changed", models.IntegerField(default=0)),
                ("refused", models.IntegerField(default=0)),
                ("taken_back", models.IntegerField(default=0)),
                ("stayed", models.IntegerField(default=0)),
                ("problem", models.CharField(max_length=60, default="")),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
            {"indexes": [models.Index(fields=["club_id", "id"], name="members_together_club")]},
        ),
        migrations.CreateModel(
            "TogetherPart",
            [
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "together_id",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("together_id", models.BigIntegerField()),
                ("number", models.IntegerField()),
                ("club_id", models.BigIntegerField()),
                (
                    "member_ids",
                    django.contrib.postgres.fields.ArrayField(models.BigIntegerField()),
                ),
                ("before", models.JSONField(default=list)),
                ("refused", models.JSONField(default=dict)),
                ("stayed", models.JSONField(default=dict)),
                ("done_at", models.DateTimeField(null=True)),
                ("taken_back_at", models.DateTimeField(null=True)),
            ],
        ),
        fence(
            table="members_together",
            grants="SELECT, INSERT, UPDATE (state, asked_by, approval_id, handled, changed,"
            " refused, taken_back, stayed, problem, changed_at)",
        ),
        fence(
            table="members_togetherpart",
            grants="SELECT, INSERT, UPDATE (before, refused, stayed, done_at, taken_back_at)",
        ),
    ]
