"""Ranges of blocks are summed up soon, so that what was written since a moment is found at once.

A range that is not summed up is read at every look. PostgreSQL is asked to sum one up as soon as
it is full, but forgets what is asked for when much is written at once (a year of history brought
in); a vacuum makes up for it, which by default waits until a fifth of the table is new.
"""

from django.db import migrations

from vafa.ledger.schema import LOCK_TIMEOUT

TABLES = ("ledger_movement", "ledger_sale", "ledger_event")


class Migration(migrations.Migration):
    """Settings of tables and of an index: no row is touched, and no till waits."""

    dependencies = (("ledger", "0013_find_sales_by_time"),)
    operations = (
        migrations.RunSQL(
            f"{LOCK_TIMEOUT} ALTER INDEX ledger_event_recorded SET (autosummarize = on);"
            + ";".join(
                f" ALTER TABLE {table} SET (autovacuum_vacuum_insert_scale_factor = 0.02)"
                for table in TABLES
            )
        ),
    )
