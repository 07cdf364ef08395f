"""A large book is counted part by part, beside what pages show until it is whole.

What was counted is thrown away: it is counted anew by itself.
"""

from typing import ClassVar

from django.db import migrations, models

from vafa.domain.clubs.fences import fence, patient

COUNTED = {
    "sold": ("grain", "part", "day", "hour", "branch", "code"),
    "units": ("grain", "day", "unit"),
    "count": ("what", "branch", "day", "earlier", "code"),
}
GRANTS = "SELECT, INSERT, UPDATE, DELETE"


def keyed_by_build(table: str, key: tuple[str, ...]) -> str:
    """Give the statement by which a table's key begins with the build."""
    return (
        f"ALTER TABLE insight_{table} ADD COLUMN build smallint NOT NULL,"
        f" DROP CONSTRAINT insight_{table}_pkey,"
        f" ADD PRIMARY KEY (club_id, build, {', '.join(key)})"
    )


class Migration(migrations.Migration):
    """The tables hold nothing while they are changed."""

    dependencies: ClassVar = [("insight", "0002_fences")]
    operations: ClassVar = [
        patient(),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "TRUNCATE insight_mark, insight_sold, insight_units, insight_count"
                ),
                *(migrations.RunSQL(keyed_by_build(*one)) for one in COUNTED.items()),
            ],
            state_operations=[
                operation
                for table, key in COUNTED.items()
                for operation in (
                    migrations.AddField(table, "build", models.SmallIntegerField()),
                    migrations.AlterField(
                        table,
                        "pk",
                        models.CompositePrimaryKey(
                            "club_id",
                            "build",
                            *key,
                            blank=True,
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                )
            ],
        ),
        migrations.AddField("mark", "build", models.SmallIntegerField()),
        migrations.AddField("mark", "since", models.DateTimeField()),
        migrations.AddField("mark", "watched", models.TextField()),
        migrations.AddField("mark", "watched_at", models.DateTimeField()),
        migrations.CreateModel(
            name="Building",
            fields=[
                ("club_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("build", models.SmallIntegerField()),
                ("snapshot", models.TextField()),
                ("zone", models.CharField(max_length=60)),
                ("begun_at", models.DateTimeField()),
                ("place", models.BigIntegerField()),
                ("member", models.BigIntegerField(default=0)),
                ("counted", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Flow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "build",
                        "day",
                        "unit",
                        "cohort",
                        "what",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("build", models.SmallIntegerField()),
                ("day", models.IntegerField()),
                ("unit", models.IntegerField()),
                ("cohort", models.IntegerField()),
                ("what", models.CharField(max_length=20)),
                ("amount", models.BigIntegerField()),
            ],
        ),
        fence(table="insight_building", grants=GRANTS),
        fence(table="insight_flow", grants=GRANTS),
    ]
