"""Row security, foreign keys and grants of the catalogue."""

from django.db import migrations

from vafa.domain.clubs.fences import fence, patient


class Migration(migrations.Migration):
    """Fence the catalogue's tables."""

    dependencies = [("catalogue", "0001_tables"), ("clubs", "0002_fences")]
    operations = [
        patient(),
        fence(table="catalogue_group", grants="SELECT, INSERT, UPDATE"),
    ]
