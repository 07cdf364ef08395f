"""Let a member owe what a till without a connection spent too much."""

from django.db import migrations

from vafa.ledger.schema import read_sql


class Migration(migrations.Migration):
    """The new pairs of accounts only widen what may be."""

    dependencies = (("ledger", "0007_merge_members"),)
    operations = (migrations.RunSQL(read_sql("lend_tables")),)
