"""Who was merged into a member is found at once: each page of a member's file asks."""

from django.db import migrations, models

from vafa.domain.clubs.fences import patient


class Migration(migrations.Migration):
    """An index of the few who were merged; the table is read once, nothing of it is rewritten."""

    dependencies = [("members", "0012_photos")]
    operations = [
        patient(),
        migrations.AddIndex(
            "member",
            models.Index(
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="members_merged",
            ),
        ),
    ]
