"""The tables, before their fences."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the tables."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Group",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("code", models.CharField(max_length=60)),
                ("name_fa", models.CharField(max_length=120)),
                ("name_en", models.CharField(default="", max_length=120)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("club_id", "code"), name="catalogue_group_code"
                    )
                ],
            },
        ),
    ]
