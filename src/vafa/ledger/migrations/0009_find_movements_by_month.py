"""Let a month's movements be found without reading those of the months before.

A BRIN index: movements are written in the order of their recording, so it is a few pages for
millions of rows, and a posting pays nothing for it that can be measured.
"""

from django.db import migrations

from vafa.ledger.schema import LOCK_TIMEOUT


class Migration(migrations.Migration):
    """The table is read once; an upgrade runs while no till posts."""

    dependencies = (("ledger", "0008_lend_offline"),)
    operations = (
        migrations.RunSQL(
            f"{LOCK_TIMEOUT} CREATE INDEX ledger_movement_recorded"
            " ON ledger_movement USING brin (recorded_at) WITH (pages_per_range = 32)",
        ),
    )
