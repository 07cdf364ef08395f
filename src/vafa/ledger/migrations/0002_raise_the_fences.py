"""Raise the fences: row security by club, privileges, append-only triggers."""

from django.db import migrations

from vafa.ledger.schema import read_sql


class Migration(migrations.Migration):
    """Needs the roles that `vafa db roles` makes."""

    dependencies = (("ledger", "0001_create_the_book"),)
    operations = (migrations.RunSQL(read_sql("fences")),)
