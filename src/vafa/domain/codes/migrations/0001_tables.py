"""The table of codes, before its fence."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Challenge",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("purpose", models.CharField(max_length=20)),
                ("subject_id", models.BigIntegerField(default=0)),
                ("mobile_trace", models.BinaryField(max_length=32)),
                ("caller_trace", models.BinaryField(max_length=32)),
                ("code_hash", models.BinaryField(max_length=32)),
                ("tries", models.SmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(default="", max_length=20)),
                ("member_id", models.BigIntegerField(null=True)),
                ("second_tries", models.SmallIntegerField(default=0)),
                ("second_proof", models.CharField(default="", max_length=10)),
                ("second_staff_id", models.BigIntegerField(null=True)),
                ("joined_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["club_id", "sent_at"], name="codes_challenge_sent"),
                    models.Index(fields=["member_id", "sent_at"], name="codes_challenge_member"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_tries__gte", 0),
                            ("tries__gte", 0),
                            ("tries__lte", 5),
                            ("second_tries__lte", 3),
                        ),
                        name="codes_challenge_tries",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("second_proof", "staff"), ("second_staff_id__gt", 0)),
                            models.Q(
                                ("second_staff_id__isnull", True),
                                models.Q(("second_proof", "staff"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="codes_challenge_staff",
                    ),
                ],
            },
        ),
    ]
