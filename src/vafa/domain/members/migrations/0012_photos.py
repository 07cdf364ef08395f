"""Photos of members: one small picture each, sealed like everything that is known of a person."""

from django.db import migrations, models

from vafa.domain.clubs.fences import fence, patient


class Migration(migrations.Migration):
    """A new table only."""

    dependencies = [("members", "0011_together")]
    operations = [
        patient(),
        migrations.CreateModel(
            "Photo",
            [
                ("member_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("sealed", models.BinaryField()),
            ],
        ),
        fence(table="members_photo", grants="SELECT, INSERT, UPDATE, DELETE"),
    ]
