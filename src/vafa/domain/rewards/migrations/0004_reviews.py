"""Purchases so far above what is usual that nothing is given for them until somebody looks."""

from django.db import migrations, models

from vafa.domain.clubs.fences import fence, patient


class Migration(migrations.Migration):
    """Make and fence the table of purchases that wait for a review."""

    dependencies = [("rewards", "0003_receipts")]
    operations = [
        patient(),
        migrations.CreateModel(
            "Review",
            [
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id", "sale_id", blank=True, editable=False, primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("sale_id", models.BigIntegerField()),
                ("member_id", models.BigIntegerField()),
                ("amount_rials", models.BigIntegerField()),
                ("usual_rials", models.BigIntegerField()),
                ("state", models.CharField(max_length=10)),
                ("recorded_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.BigIntegerField(null=True)),
            ],
        ),
        fence(
            table="rewards_review", grants="SELECT, INSERT, UPDATE (state, decided_at, decided_by)"
        ),
    ]  # fmt: skip
