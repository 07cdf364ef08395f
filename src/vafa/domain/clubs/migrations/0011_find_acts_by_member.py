"""What was done with a member is found by the member."""

from django.db import migrations, models

from vafa.domain.clubs.fences import patient


class Migration(migrations.Migration):
    """Index the acts of which a member is the object."""

    dependencies = [("clubs", "0010_settings")]

    operations = [
        patient(),
        migrations.AddIndex(
            model_name="act",
            index=models.Index(
                fields=["club_id", "object_id", "at", "id"],
                condition=models.Q(object_kind="member"),
                name="clubs_act_member",
            ),
        ),
    ]
