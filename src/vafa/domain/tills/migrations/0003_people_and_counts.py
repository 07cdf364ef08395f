"""Browsers at tills, PINs of people, and the counted drawer of a shift."""

from django.db import migrations, models

from vafa.domain.clubs.fences import fence, patient

SHIFTS_END = (
    "GRANT UPDATE (closed_at, closed_by, expected_rials, cash_rials, card_rials, reason)"
    " ON tills_shift TO vafa_app, vafa_ops"
)


class Migration(migrations.Migration):
    """Make two tables with their fences, and columns that a shift's end fills once."""

    dependencies = [("tills", "0002_fences")]

    operations = [
        patient(),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("till", models.CharField(max_length=60)),
                ("secret_hash", models.BinaryField(max_length=32)),
                ("label", models.CharField(max_length=80)),
                ("enrolled_by", models.BigIntegerField()),
                ("enrolled_at", models.DateTimeField()),
                ("wrong", models.IntegerField(default=0)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Pin",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "staff_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("staff_id", models.BigIntegerField()),
                ("hash", models.CharField(max_length=200)),
                ("wrong", models.IntegerField(default=0)),
                ("set_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="shift",
            name="card_rials",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="shift",
            name="cash_rials",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="shift",
            name="closed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="shift",
            name="closed_by",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="shift",
            name="expected_rials",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="shift",
            name="float_rials",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="shift",
            name="opened_by",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="shift",
            name="reason",
            field=models.CharField(db_default="", default="", max_length=200),
        ),
        migrations.AddField(
            model_name="terms",
            name="lock_minutes",
            field=models.IntegerField(db_default=10, default=10),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True), ("float_rials__isnull", False)),
                fields=("club_id", "till"),
                name="tills_shift_one_counted",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("card_rials__isnull", True),
                        ("cash_rials__isnull", True),
                        ("closed_at__isnull", True),
                        ("closed_by__isnull", True),
                        ("expected_rials__isnull", True),
                    ),
                    models.Q(
                        ("card_rials__gte", 0),
                        ("cash_rials__gte", 0),
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("expected_rials__isnull", False),
                        ("float_rials__gte", 0),
                    ),
                    _connector="OR",
                ),
                name="tills_shift_counted",
            ),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.CheckConstraint(
                condition=models.Q(("lock_minutes__gte", 1)), name="tills_terms_lock"
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.UniqueConstraint(
                fields=("club_id", "secret_hash"), name="tills_device_secret"
            ),
        ),
        fence(table="tills_device", grants="SELECT, INSERT, UPDATE (wrong, ended_at)"),
        fence(table="tills_pin", grants="SELECT, INSERT, UPDATE (hash, wrong, set_at)"),
        migrations.RunSQL(SHIFTS_END, migrations.RunSQL.noop),
    ]
