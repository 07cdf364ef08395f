"""Row security, foreign keys and grants of the imports' tables."""

from django.db import migrations

from vafa.domain.clubs.fences import fence, patient


class Migration(migrations.Migration):
    """Fence the imports' tables."""

    dependencies = [("imports", "0001_tables"), ("clubs", "0002_fences")]
    operations = [
        patient(),
        fence(
            table="imports_run", grants="SELECT, INSERT, UPDATE (finished_at, undone_at, account)"
        ),
        fence(table="imports_brought", grants="SELECT, INSERT, UPDATE (undone_at)"),
        fence(table="imports_mapping", grants="SELECT, INSERT, UPDATE"),
    ]
