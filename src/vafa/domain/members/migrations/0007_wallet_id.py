"""A member may use the wallet of an account instead of their own."""

from django.db import migrations, models

from vafa.domain.clubs.fences import patient


class Migration(migrations.Migration):
    """The holder in the book; null: the member's own."""

    dependencies = [("members", "0006_birthday_from")]
    operations = [
        patient(),
        migrations.AddField("member", "wallet_id", models.BigIntegerField(null=True)),
    ]
