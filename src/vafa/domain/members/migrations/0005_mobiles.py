"""Proven, doubted and paused: what a mobile says of its member; changes of mobile, fenced."""

from django.db import migrations, models

from vafa.domain.clubs.fences import fence, patient


class Migration(migrations.Migration):
    """Add the columns, none of which is filled, and the table of changes."""

    dependencies = [
        ("members", "0004_merged_into"),
    ]

    operations = [
        patient(),
        migrations.AddField(
            model_name="member",
            name="doubted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="member",
            name="proven_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="member",
            name="spending_from",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="MobileChange",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("member_id", models.BigIntegerField(db_index=True)),
                ("old_sealed", models.BinaryField()),
                ("new_sealed", models.BinaryField()),
                ("old_code_id", models.BigIntegerField(null=True)),
                ("new_code_id", models.BigIntegerField()),
                ("undo_code_id", models.BigIntegerField(null=True)),
                ("staff_id", models.BigIntegerField(null=True)),
                ("approval_id", models.BigIntegerField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("applied_at__isnull", True),
                            ("old_code_id__isnull", False),
                            ("approval_id__isnull", False),
                            _connector="OR",
                        ),
                        name="members_mobilechange_proven",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undone_at__isnull", True),
                            ("applied_at__isnull", False),
                            _connector="OR",
                        ),
                        name="members_mobilechange_order",
                    ),
                ],
            },
        ),
        fence(table="members_mobilechange", grants="SELECT, INSERT, UPDATE, DELETE"),
    ]
