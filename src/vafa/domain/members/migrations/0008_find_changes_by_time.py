"""Changes of members' data are listed by the club and by when they were made."""

from django.db import migrations, models

from vafa.domain.clubs.fences import patient


class Migration(migrations.Migration):
    """Index the changes by time."""

    dependencies = [("members", "0007_wallet_id")]

    operations = [
        patient(),
        migrations.AddIndex(
            model_name="memberchange",
            index=models.Index(fields=["club_id", "at", "id"], name="members_change_time"),
        ),
    ]
