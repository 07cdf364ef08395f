"""The tables, before their fences."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Count",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "what",
                        "branch",
                        "day",
                        "earlier",
                        "code",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("what", models.SmallIntegerField()),
                ("branch", models.TextField()),
                ("day", models.IntegerField()),
                ("earlier", models.IntegerField()),
                ("code", models.TextField()),
                ("members", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("club_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("snapshot", models.TextField()),
                ("zone", models.CharField(max_length=60)),
                ("counted_at", models.DateTimeField()),
                ("built_at", models.DateTimeField()),
                ("place", models.BigIntegerField()),
                ("census_at", models.DateTimeField(null=True)),
                ("members", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Sold",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "grain",
                        "part",
                        "day",
                        "hour",
                        "branch",
                        "code",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("grain", models.SmallIntegerField()),
                ("part", models.SmallIntegerField()),
                ("day", models.IntegerField()),
                ("hour", models.SmallIntegerField()),
                ("branch", models.TextField()),
                ("code", models.TextField()),
                ("purchases", models.BigIntegerField()),
                ("returns", models.BigIntegerField()),
                ("sold_rials", models.BigIntegerField()),
                ("returned_rials", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Units",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "grain",
                        "day",
                        "unit",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("grain", models.SmallIntegerField()),
                ("day", models.IntegerField()),
                ("unit", models.IntegerField()),
                ("issued", models.BigIntegerField()),
                ("used", models.BigIntegerField()),
                ("expired", models.BigIntegerField()),
                ("taken_back", models.BigIntegerField()),
                ("change", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="BookCheck",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=120)),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("steps", models.IntegerField(default=0)),
                ("steps_done", models.IntegerField(default=0)),
                ("found", models.JSONField(default=list)),
                ("differences", models.BigIntegerField(default=0)),
                ("fault", models.CharField(default="", max_length=60)),
            ],
            options={
                "indexes": [models.Index(fields=["club_id", "id"], name="insight_bookcheck_club")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at__isnull", True)),
                        fields=("club_id",),
                        name="insight_bookcheck_one",
                    )
                ],
            },
        ),
    ]
