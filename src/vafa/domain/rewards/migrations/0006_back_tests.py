"""Versions tried on what members bought: what was asked for, how far it is, what came of it."""

from django.db import migrations, models

from vafa.domain.clubs.fences import fence, patient


class Migration(migrations.Migration):
    """Make and fence the table of back-tests."""

    dependencies = [("rewards", "0005_take_back")]
    operations = [
        patient(),
        migrations.CreateModel(
            "BackTest",
            [
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id", "number", blank=True, editable=False, primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("number", models.IntegerField()),
                ("against", models.IntegerField()),
                ("months", models.SmallIntegerField()),
                ("state", models.CharField(max_length=10)),
                ("asked_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("members_done", models.BigIntegerField(default=0)),
                ("members_total", models.BigIntegerField(default=0)),
                ("result", models.JSONField(null=True)),
                ("problem", models.CharField(max_length=40, default="")),
            ],
        ),
        fence(
            table="rewards_backtest",
            grants=(
                "SELECT, INSERT, UPDATE (against, months, state, asked_at, changed_at,"
                " members_done, members_total, result, problem)"
            ),
        ),
    ]  # fmt: skip
