"""A block range index on when an event was recorded, for the list of who did what.

Events are only added, so their moments follow the blocks: the index is a few kilobytes and costs
a posting nothing.
"""

from django.db import migrations

from vafa.ledger.schema import LOCK_TIMEOUT


class Migration(migrations.Migration):
    """The table is read once; an upgrade runs while no till posts."""

    dependencies = (("ledger", "0011_seal_checkpoints"),)
    operations = (
        migrations.RunSQL(
            f"{LOCK_TIMEOUT} CREATE INDEX ledger_event_recorded"
            " ON ledger_event USING brin (recorded_at) WITH (pages_per_range = 32)",
        ),
    )
