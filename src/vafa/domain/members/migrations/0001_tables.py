"""The tables, before their fences."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the tables."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "member_id",
                        "purpose",
                        "given_at",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("member_id", models.BigIntegerField()),
                ("purpose", models.CharField(max_length=20)),
                ("given_at", models.DateTimeField()),
                ("club_id", models.BigIntegerField()),
                ("source", models.CharField(max_length=20)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id",
                        "kind",
                        "trace",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("trace", models.BinaryField(max_length=32)),
                ("member_id", models.BigIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("number", models.CharField(max_length=12)),
                ("first_name", models.CharField(default="", max_length=80)),
                ("last_name", models.CharField(default="", max_length=80)),
                ("mobile_sealed", models.BinaryField()),
                ("birth_month", models.SmallIntegerField(null=True)),
                ("birth_day", models.SmallIntegerField(null=True)),
                ("joined_at", models.DateTimeField()),
                ("joined_by", models.CharField(max_length=60)),
                ("joined_branch", models.CharField(default="", max_length=60)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["club_id", "birth_month", "birth_day"], name="members_birthday"
                    )
                ],
            },
        ),
    ]
