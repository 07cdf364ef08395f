"""Adds a column to the table that every posting writes."""

from django.db import migrations


class Migration(migrations.Migration):
    """A change that needs the table for itself, if only for a moment."""

    initial = True
    dependencies = [("ledger", "0001_create_the_book")]
    operations = [migrations.RunSQL("ALTER TABLE ledger_wallet ADD COLUMN drill_probe integer")]
