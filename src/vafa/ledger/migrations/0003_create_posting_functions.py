"""The functions through which value moves: once made here, now put in after the migrations."""

from django.db import migrations


class Migration(migrations.Migration):
    """Empty: functions are code, not state (`vafa/ledger/schema.py`)."""

    dependencies = (("ledger", "0002_raise_the_fences"),)
    operations = ()
