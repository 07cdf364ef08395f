"""The tables, before their fences."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Till",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "code",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("code", models.CharField(max_length=60)),
                ("branch", models.CharField(max_length=60)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Allowance",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "till",
                        "day",
                        "member_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("till", models.CharField(max_length=60)),
                ("day", models.IntegerField()),
                ("member_id", models.BigIntegerField()),
                ("units", models.BigIntegerField()),
                ("used", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("units__gte", 0), ("used__gte", 0)),
                        name="tills_allowance_not_negative",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OfflineSale",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "till",
                        "sequence",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("till", models.CharField(max_length=60)),
                ("sequence", models.BigIntegerField()),
                ("shift_id", models.BigIntegerField()),
                ("day", models.IntegerField()),
                ("body", models.BinaryField()),
                ("body_hash", models.BinaryField(max_length=32)),
                ("rung_at", models.DateTimeField()),
                ("event_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                ("state", models.CharField(default="received", max_length=10)),
                ("member_id", models.BigIntegerField(null=True)),
                ("event_id", models.BigIntegerField(null=True)),
                ("lent_units", models.BigIntegerField(default=0)),
                ("reason", models.CharField(default="", max_length=60)),
                ("note", models.CharField(default="", max_length=200)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["received", "posted", "rejected", "dropped"])
                        ),
                        name="tills_offlinesale_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("event_id__isnull", False), ("state", "posted")),
                            models.Q(
                                models.Q(("state", "posted"), _negated=True),
                                ("event_id__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="tills_offlinesale_posted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sequence__gte", 1)), name="tills_offlinesale_sequence"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("till", models.CharField(max_length=60)),
                ("day", models.IntegerField()),
                ("opened_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["club_id", "till", "id"], name="tills_shift_till")
                ],
            },
        ),
        migrations.CreateModel(
            name="Terms",
            fields=[
                ("club_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("unit", models.CharField(max_length=60)),
                ("member_day_rials", models.BigIntegerField()),
                ("members_per_till", models.IntegerField()),
                ("seen_days", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("member_day_rials__gte", 0),
                            ("members_per_till__gte", 0),
                            ("seen_days__gte", 1),
                        ),
                        name="tills_terms_bounds",
                    )
                ],
            },
        ),
    ]
