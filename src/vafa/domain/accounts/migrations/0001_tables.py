"""The tables of accounts, before their fences."""

import django.db.models.deletion
from django.db import migrations, models

_NO_LIMIT = {
    name: models.Q((f"{name}_limit_rials__isnull", True))
    | models.Q((f"{name}_limit_rials__gte", 0))
    for name in ("month", "purchase")
}


class Migration(migrations.Migration):
    """Make the tables."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=80)),
                ("invoice_name", models.CharField(default="", max_length=120)),
                ("economic_code", models.CharField(default="", max_length=14)),
                ("legal_id", models.CharField(default="", max_length=11)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["club_id", "id"], name="accounts_account_club")],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("member_id", models.BigIntegerField()),
                ("role", models.CharField(max_length=10)),
                ("month_limit_rials", models.BigIntegerField(null=True)),
                ("purchase_limit_rials", models.BigIntegerField(null=True)),
                ("consent", models.CharField(max_length=10)),
                ("proof_id", models.BigIntegerField(null=True)),
                ("credential_id", models.BigIntegerField()),
                ("staff_id", models.BigIntegerField()),
                ("has_brought", models.BooleanField()),
                ("owed", models.JSONField(default=dict)),
                ("joined_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.account",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at__isnull", True)),
                        fields=("club_id", "member_id"),
                        name="accounts_person_in_one",
                    ),
                    models.CheckConstraint(
                        condition=_NO_LIMIT["month"] & _NO_LIMIT["purchase"],
                        name="accounts_person_limits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("consent", "staff"))
                        | models.Q(("proof_id__isnull", False)),
                        name="accounts_person_consent",
                    ),
                ],
            },
        ),
    ]
