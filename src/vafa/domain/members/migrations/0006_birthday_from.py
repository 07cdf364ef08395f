"""A birthday that was changed counts from the next one of the birthday before (E19)."""

from django.db import migrations, models

from vafa.domain.clubs.fences import patient


class Migration(migrations.Migration):
    """A day number; null: the birthday was never changed."""

    dependencies = [("members", "0005_mobiles")]
    operations = [
        patient(),
        migrations.AddField("member", "birthday_from", models.IntegerField(null=True)),
    ]
