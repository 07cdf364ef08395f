"""Let the references of a sale be found by its id without reading those of the whole club.

A claim, a move, a void and an edit look there; ids grow, so an insert touches the last page only.
"""

from django.db import migrations

from vafa.ledger.schema import LOCK_TIMEOUT


class Migration(migrations.Migration):
    """The table is read once; an upgrade runs while no till posts."""

    dependencies = (("ledger", "0009_find_movements_by_month"),)
    operations = (
        migrations.RunSQL(
            f"{LOCK_TIMEOUT} CREATE INDEX ledger_source_ref_event ON ledger_source_ref (event_id)",
        ),
    )
