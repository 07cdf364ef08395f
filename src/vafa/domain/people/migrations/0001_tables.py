"""The tables of people, before their fences."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the tables."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("login", models.CharField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField()),
                ("is_active", models.BooleanField(default=True)),
                ("may_skip_second_factor", models.BooleanField(default=False)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("staff_id", models.BigIntegerField(null=True)),
                ("user_id", models.BigIntegerField(null=True)),
                ("login_sealed", models.BinaryField()),
                ("secret_hash", models.BinaryField(max_length=32)),
                ("sent_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "invite"), ("staff_id__gt", 0)),
                            models.Q(("kind", "reset"), ("user_id__gt", 0)),
                            _connector="OR",
                        ),
                        name="people_link_kind",
                    ),
                    models.UniqueConstraint(
                        fields=("club_id", "secret_hash"), name="people_link_secret"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("member_id", models.BigIntegerField()),
                ("secret_hash", models.BinaryField(max_length=32)),
                ("label", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["club_id", "member_id"], name="people_device_member"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("club_id", "secret_hash"), name="people_device_secret"
                    ),
                ],
            },
        ),
    ]
