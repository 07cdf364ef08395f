"""Let what was sold since a moment be found and told apart: reports count it once, and no more.

A sale remembers its transaction, as a movement does; those from before remember none. The block
range indexes cost a posting nothing; ranges are summed up as soon as they are full.
"""

from django.db import migrations

from vafa.ledger.schema import LOCK_TIMEOUT


class Migration(migrations.Migration):
    """The table is read once; an upgrade runs while no till posts."""

    dependencies = (("ledger", "0012_find_events_by_time"),)
    operations = (
        migrations.RunSQL(
            f"{LOCK_TIMEOUT} ALTER TABLE ledger_sale ADD COLUMN xact xid8;"
            " ALTER TABLE ledger_sale ALTER COLUMN xact SET DEFAULT pg_current_xact_id();"
            " CREATE INDEX ledger_sale_recorded ON ledger_sale"
            " USING brin (recorded_at) WITH (pages_per_range = 32, autosummarize = on);"
            " ALTER INDEX ledger_movement_recorded SET (autosummarize = on)",
        ),
    )
