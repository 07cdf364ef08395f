"""Receipts of purchases without a member, wrong codes by key, and which member a person is."""

import django.contrib.postgres.fields
from django.db import migrations, models

from vafa.domain.clubs.fences import fence, patient


def _key(*names: str) -> models.CompositePrimaryKey:
    return models.CompositePrimaryKey(
        *names, blank=True, editable=False, primary_key=True, serialize=False
    )


class Migration(migrations.Migration):
    """Make and fence the tables of claiming."""

    dependencies = [("rewards", "0002_fences")]
    operations = [
        patient(),
        migrations.CreateModel(
            "Receipt",
            [
                ("pk", _key("club_id", "trace")),
                ("club_id", models.BigIntegerField()),
                ("trace", models.BinaryField(max_length=32)),
                ("member_id", models.BigIntegerField()),
                ("sale_id", models.BigIntegerField()),
                ("source", models.CharField(max_length=60)),
                ("document", models.CharField(max_length=100)),
            ],
        ),
        migrations.CreateModel(
            "ReceiptMisses",
            [
                ("pk", _key("club_id", "credential_id")),
                ("club_id", models.BigIntegerField()),
                ("credential_id", models.BigIntegerField()),
                (
                    "missed_at",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateTimeField(), default=list, size=None
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            "StaffMember",
            [
                ("pk", _key("club_id", "staff_id")),
                ("club_id", models.BigIntegerField()),
                ("staff_id", models.BigIntegerField()),
                ("member_id", models.BigIntegerField()),
            ],
        ),
        fence(table="rewards_receipt", grants="SELECT, INSERT"),
        fence(table="rewards_receiptmisses", grants="SELECT, INSERT, UPDATE (missed_at)"),
        fence(table="rewards_staffmember", grants="SELECT, INSERT"),
    ]
