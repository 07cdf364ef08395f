"""The tables, before their fences."""

import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the tables."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AccountCode",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "account",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("account", models.CharField(max_length=20)),
                ("code", models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="ClosedMonth",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "month",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("month", models.IntegerField()),
                ("closed_at", models.DateTimeField()),
                ("snapshot", models.TextField()),
                ("credential_id", models.BigIntegerField()),
                ("staff_id", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="MonthCohort",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "month",
                        "unit",
                        "cohort",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("month", models.IntegerField()),
                ("unit", models.IntegerField()),
                ("cohort", models.IntegerField()),
                ("deferred", models.BigIntegerField()),
                ("issued", models.BigIntegerField()),
                ("gone", models.BigIntegerField()),
                ("used", models.BigIntegerField()),
                ("expired", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="MonthEntry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "month",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("month", models.IntegerField()),
                ("number", models.IntegerField()),
                ("day", models.IntegerField()),
                ("effective_day", models.IntegerField()),
                ("unit", models.IntegerField()),
                ("cause", models.CharField(max_length=20)),
                ("amount", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="MonthRevaluation",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "month",
                        "unit",
                        "day",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("month", models.IntegerField()),
                ("unit", models.IntegerField()),
                ("day", models.IntegerField()),
                ("version", models.IntegerField()),
                ("units", models.BigIntegerField()),
                ("old_worth", models.BigIntegerField()),
                ("new_worth", models.BigIntegerField()),
                ("difference", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="MonthUnit",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "month",
                        "unit",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("month", models.IntegerField()),
                ("unit", models.IntegerField()),
                ("rate_rials", models.BigIntegerField()),
                ("per_units", models.BigIntegerField()),
                ("use_basis_points", models.IntegerField()),
                ("opening_units", models.BigIntegerField()),
                ("issued_units", models.BigIntegerField()),
                ("used_units", models.BigIntegerField()),
                ("expired_units", models.BigIntegerField()),
                ("taken_back_units", models.BigIntegerField()),
                ("adjusted_units", models.BigIntegerField()),
                ("closing_units", models.BigIntegerField()),
                ("owed_units", models.BigIntegerField()),
                ("worth_rials", models.BigIntegerField()),
                ("opening_rials", models.BigIntegerField()),
                ("added_rials", models.BigIntegerField()),
                ("taken_back_rials", models.BigIntegerField()),
                ("used_rials", models.BigIntegerField()),
                ("breakage_rials", models.BigIntegerField()),
                ("revalued_rials", models.BigIntegerField()),
                ("closing_rials", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "closing_units",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("opening_units"),
                                                    "+",
                                                    models.F("issued_units"),
                                                ),
                                                "+",
                                                models.F("adjusted_units"),
                                            ),
                                            "-",
                                            models.F("used_units"),
                                        ),
                                        "-",
                                        models.F("expired_units"),
                                    ),
                                    "-",
                                    models.F("taken_back_units"),
                                ),
                            )
                        ),
                        name="accounting_monthunit_units_add_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "closing_rials",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("opening_rials"),
                                                    "+",
                                                    models.F("added_rials"),
                                                ),
                                                "+",
                                                models.F("revalued_rials"),
                                            ),
                                            "-",
                                            models.F("used_rials"),
                                        ),
                                        "-",
                                        models.F("breakage_rials"),
                                    ),
                                    "-",
                                    models.F("taken_back_rials"),
                                ),
                            )
                        ),
                        name="accounting_monthunit_rials_add_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "unit",
                        "month",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("unit", models.IntegerField()),
                ("month", models.IntegerField()),
                ("rials", models.BigIntegerField(null=True)),
                ("per_units", models.BigIntegerField(null=True)),
                ("use_basis_points", models.IntegerField(null=True)),
                ("credential_id", models.BigIntegerField()),
                ("staff_id", models.BigIntegerField(null=True)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("per_units__isnull", True), ("rials__isnull", True)),
                            models.Q(("per_units__gt", 0), ("rials__gte", 0)),
                            _connector="OR",
                        ),
                        name="accounting_term_rate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("use_basis_points__isnull", True),
                            models.Q(
                                ("use_basis_points__gte", 1), ("use_basis_points__lte", 10000)
                            ),
                            _connector="OR",
                        ),
                        name="accounting_term_use",
                    ),
                ],
            },
        ),
    ]
