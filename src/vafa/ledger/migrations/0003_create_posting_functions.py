"""Create the functions through which value moves."""

from django.db import migrations

from vafa.ledger.schema import read_sql

FILES = (
    "moves", "legs_basic", "legs_hold", "legs_refund", "settle", "post", "snapshot", "relay",
    "budgets", "history", "grants",
)  # fmt: skip


class Migration(migrations.Migration):
    """The definer functions are the doors of the application role."""

    dependencies = (("ledger", "0002_raise_the_fences"),)
    operations = (migrations.RunSQL(read_sql(*FILES)),)
