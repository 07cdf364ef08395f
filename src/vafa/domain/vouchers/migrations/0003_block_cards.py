"""A gift card that was lost is blocked, and opened again when it is found."""

from django.db import migrations, models

from vafa.domain.clubs.fences import patient


class Migration(migrations.Migration):
    """Remember since when a card is blocked."""

    dependencies = [("vouchers", "0002_fences")]
    operations = [
        patient(),
        migrations.AddField("GiftCard", "blocked_at", models.DateTimeField(null=True)),
    ]
