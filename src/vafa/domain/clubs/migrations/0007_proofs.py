"""How many codes a club sends in a day, and when an idle member needs a second proof."""

from django.db import migrations, models

from vafa.domain.clubs.fences import patient


class Migration(migrations.Migration):
    """Add the two settings; every club gets the usual values."""

    dependencies = [
        ("clubs", "0006_endings"),
    ]

    operations = [
        patient(),
        migrations.AddField(
            model_name="club",
            name="codes_a_day",
            field=models.IntegerField(db_default=1000),
        ),
        migrations.AddField(
            model_name="club",
            name="second_proof_after_days",
            field=models.IntegerField(db_default=180),
        ),
    ]
