"""Remember into whom a member was merged; whoever asks for the one finds the other."""

from django.db import migrations, models

from vafa.domain.clubs.fences import patient


class Migration(migrations.Migration):
    """A column without a value: nothing is rewritten."""

    dependencies = [("members", "0003_profile")]
    operations = [
        patient(),
        migrations.AddField("member", "merged_into", models.BigIntegerField(null=True)),
    ]
