"""The tables, before their fences."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "order_id",
                        "seq",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("order_id", models.BigIntegerField()),
                ("seq", models.IntegerField()),
                ("club_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("state", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("who", models.CharField(max_length=120)),
                ("staff_id", models.BigIntegerField()),
                ("note", models.TextField()),
                ("cost_rials", models.BigIntegerField(null=True)),
                ("is_shown", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("order_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=40)),
                ("size", models.IntegerField()),
                ("content", models.BinaryField()),
                ("by_member", models.BooleanField()),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["club_id", "order_id"], name="orders_attachment_order")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__range", (1, 5000000))),
                        name="orders_attachment_size",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("number", models.IntegerField()),
                ("member_id", models.BigIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("description", models.TextField()),
                ("wished_on", models.DateField(null=True)),
                ("cost_rials", models.BigIntegerField(null=True)),
                ("state", models.CharField(max_length=12)),
                ("branch", models.CharField(max_length=60)),
                ("placed_at", models.DateTimeField()),
                ("by_member", models.BooleanField()),
                ("changed_at", models.DateTimeField()),
                ("sale_id", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["club_id", "member_id", "-number"], name="orders_order_member"
                    ),
                    models.Index(
                        fields=["club_id", "state", "-number"], name="orders_order_by_state"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("club_id", "number"), name="orders_order_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ("registered", "review", "started", "delivered", "cancelled"),
                            )
                        ),
                        name="orders_order_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cost_rials__isnull", True), ("cost_rials__gte", 0), _connector="OR"
                        ),
                        name="orders_order_cost",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sale_id__isnull", True), ("cost_rials__gt", 0), _connector="OR"
                        ),
                        name="orders_order_billed_has_cost",
                    ),
                ],
            },
        ),
    ]
