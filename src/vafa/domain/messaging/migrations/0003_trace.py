"""Let the messages to one number be found without opening those of the whole club.

Messages from before are not found so; they are forgotten within thirty days.
"""

from django.db import migrations, models

from vafa.domain.clubs.fences import patient


class Migration(migrations.Migration):
    """Add the keyed hash of the number, and its index."""

    dependencies = [("messaging", "0002_fences")]
    operations = [
        patient(),
        migrations.AddField(
            model_name="message",
            name="trace",
            field=models.BinaryField(default=b"", max_length=32),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["club_id", "trace"], name="messaging_message_trace"),
        ),
    ]
