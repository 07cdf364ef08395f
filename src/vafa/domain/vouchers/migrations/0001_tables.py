"""The tables of coupons and gift cards, before their fences."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the tables."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Misses",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "member_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("member_id", models.BigIntegerField()),
                (
                    "missed_at",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateTimeField(), default=list, size=None
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GiftCard",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("trace", models.BinaryField(max_length=32)),
                ("unit", models.CharField(max_length=60)),
                ("rials", models.BigIntegerField()),
                ("sale_id", models.BigIntegerField()),
                ("line", models.IntegerField()),
                ("member_id", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("club_id", "trace"), name="vouchers_card_code"
                    ),
                    models.UniqueConstraint(
                        fields=("club_id", "sale_id", "line"),
                        name="vouchers_card_sold_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rials__gt", 0)), name="vouchers_card_rials"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("reward", models.CharField(max_length=60)),
                ("uses", models.IntegerField()),
                ("uses_per_member", models.IntegerField(null=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["club_id", "id"], name="vouchers_series_club")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("uses__gt", 0)), name="vouchers_series_uses"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Coupon",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("trace", models.BinaryField(max_length=32)),
                ("member_id", models.BigIntegerField(null=True)),
                (
                    "series",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="vouchers.series",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Use",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("member_id", models.BigIntegerField()),
                ("source", models.CharField(max_length=60)),
                ("document", models.CharField(max_length=100)),
                ("reserved_until", models.DateTimeField()),
                ("sale_id", models.BigIntegerField(null=True)),
                (
                    "coupon",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="vouchers.coupon",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="coupon",
            constraint=models.UniqueConstraint(
                fields=("club_id", "trace"), name="vouchers_coupon_code"
            ),
        ),
        migrations.AddIndex(
            model_name="use",
            index=models.Index(fields=["club_id", "sale_id"], name="vouchers_use_sale"),
        ),
        migrations.AddConstraint(
            model_name="use",
            constraint=models.UniqueConstraint(
                fields=("club_id", "coupon", "source", "document"), name="vouchers_use_once"
            ),
        ),
    ]
