"""Staff with keys of their own, approvals by a second person, and the club's limit."""

from django.db import migrations, models

from vafa.domain.clubs.fences import patient


class Migration(migrations.Migration):
    """Make the tables of staff and approvals, before their fences."""

    dependencies = [
        ("clubs", "0003_node"),
    ]

    operations = [
        patient(),
        migrations.AddField(
            model_name="apikey",
            name="staff_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="club",
            name="manual_limit_rials",
            field=models.BigIntegerField(db_default=1000000),
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("payload", models.JSONField()),
                ("payload_hash", models.CharField(max_length=64)),
                ("requested_staff_id", models.BigIntegerField(null=True)),
                ("requested_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("approved_staff_id", models.BigIntegerField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_staff_id__isnull", True),
                            ("requested_staff_id__isnull", True),
                            models.Q(
                                ("approved_staff_id", models.F("requested_staff_id")),
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="clubs_approval_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at__isnull", True), ("approved_staff_id__isnull", True)
                            ),
                            models.Q(("approved_at__isnull", False), ("approved_staff_id__gt", 0)),
                            _connector="OR",
                        ),
                        name="clubs_approval_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Staff",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=120)),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("club_id", "name"), name="clubs_staff_name")
                ],
            },
        ),
    ]
