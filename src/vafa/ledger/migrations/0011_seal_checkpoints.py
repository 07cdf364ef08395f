"""Let what was posted be sealed from time to time, so that a later change behind it is found."""

from django.db import migrations

from vafa.ledger.schema import read_sql


class Migration(migrations.Migration):
    """Two new tables; no posting writes into them."""

    dependencies = (("ledger", "0010_find_references_by_event"),)
    operations = (migrations.RunSQL(read_sql("checkpoint_tables")),)
