"""In whose book a member's imported sales are, when they earn to an account's wallet."""

from django.db import migrations, models

from vafa.domain.clubs.fences import patient


class Migration(migrations.Migration):
    """Add the holder; without one it is the member."""

    dependencies = [("imports", "0003_jobs")]
    operations = [
        patient(),
        migrations.AddField(
            model_name="brought", name="holder_id", field=models.BigIntegerField(null=True)
        ),
    ]
