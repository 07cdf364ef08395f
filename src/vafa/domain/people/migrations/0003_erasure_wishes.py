"""Members ask to be erased themselves: when, and when it will be done."""

from django.db import migrations, models

from vafa.domain.clubs.fences import fence, patient


class Migration(migrations.Migration):
    """A new table only."""

    dependencies = [("people", "0002_fences")]
    operations = [
        patient(),
        migrations.CreateModel(
            "ErasureWish",
            [
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("member_id", models.BigIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(
                        fields=["club_id", "member_id"], name="people_wish_open_once",
                        condition=models.Q(withdrawn_at=None, done_at=None),
                    )
                ]
            },
        ),
        fence(
            table="people_erasurewish", grants="SELECT, INSERT, UPDATE (withdrawn_at, done_at)"
        ),
    ]  # fmt: skip
