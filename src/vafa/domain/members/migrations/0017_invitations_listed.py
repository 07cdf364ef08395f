"""Invitations of a club are listed, whoever joined last first."""

from django.db import migrations, models

from vafa.domain.clubs.fences import patient


class Migration(migrations.Migration):
    """An index only; nothing is rewritten."""

    dependencies = [("members", "0016_invitations")]
    operations = [
        patient(),
        migrations.AddIndex(
            "Invitation",
            models.Index(fields=["club_id", "invited_id"], name="members_invitation_listed"),
        ),
    ]
