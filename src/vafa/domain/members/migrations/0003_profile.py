"""Profile, custom fields, leaving, the audit of members' data and the erasure log."""

import django.contrib.postgres.fields
from django.db import migrations, models

from vafa.domain.clubs.fences import APP_ROLES, fence, patient

# An erasure blanks what people typed, wherever it stands: only these columns, and no more.
ERASING = f"""
GRANT UPDATE (withdrawn_source) ON members_consent TO {APP_ROLES};
GRANT UPDATE (payload, expires_at) ON clubs_approval TO {APP_ROLES};
GRANT UPDATE (payload) ON rewards_change TO {APP_ROLES};
GRANT UPDATE (file_name) ON imports_run TO {APP_ROLES};
"""


def _key(*names: str) -> models.CompositePrimaryKey:
    return models.CompositePrimaryKey(
        *names, blank=True, editable=False, primary_key=True, serialize=False
    )


class Migration(migrations.Migration):
    """New columns have defaults in the database: the version before this one may still write."""

    dependencies = [
        ("members", "0002_fences"),
        ("clubs", "0005_fence_staff"),
        ("rewards", "0002_fences"),
        ("imports", "0002_fences"),
    ]
    operations = [
        patient(),
        migrations.AddField("member", "left_at", models.DateTimeField(null=True)),
        migrations.AddField("member", "ends_at", models.DateTimeField(null=True)),
        migrations.AddField("member", "ended_at", models.DateTimeField(null=True)),
        migrations.AddField("member", "erased_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "member",
            models.Index(
                fields=["club_id", "ends_at"],
                condition=models.Q(ends_at__isnull=False, ended_at__isnull=True),
                name="members_leaving",
            ),
        ),
        migrations.AddField("consent", "wording", models.CharField(max_length=40, db_default="")),
        migrations.AddField(
            "consent", "withdrawn_source", models.CharField(max_length=20, db_default="")
        ),
        migrations.CreateModel(
            "Profile",
            [
                ("member_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            "FieldSet",
            [
                ("club_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("fields", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            "MemberChange",
            [
                ("pk", _key("member_id", "id")),
                ("member_id", models.BigIntegerField()),
                ("id", models.BigIntegerField()),
                ("club_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("credential_id", models.BigIntegerField()),
                ("staff_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=20)),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("sealed", models.BinaryField(null=True)),
            ],
        ),
        migrations.CreateModel(
            "Erasure",
            [
                ("pk", _key("club_id", "member_id")),
                ("club_id", models.BigIntegerField()),
                ("member_id", models.BigIntegerField()),
                ("trace", models.BinaryField(max_length=32)),
                ("erased_at", models.DateTimeField()),
                ("credential_id", models.BigIntegerField()),
                ("staff_id", models.BigIntegerField()),
                ("basis", models.CharField(max_length=20)),
                ("kept", models.JSONField()),
                ("kept_until", models.DateField()),
                ("birthday_gift_at", models.DateTimeField(null=True)),
            ],
            {"indexes": [models.Index(fields=["club_id", "trace"], name="members_erasure_trace")]},
        ),
        fence(table="members_profile", grants="SELECT, INSERT, UPDATE, DELETE"),
        fence(table="members_fieldset", grants="SELECT, INSERT, UPDATE"),
        fence(table="members_memberchange", grants="SELECT, INSERT, UPDATE (sealed)"),
        fence(table="members_erasure", grants="SELECT, INSERT"),
        migrations.RunSQL(ERASING, migrations.RunSQL.noop),
    ]
