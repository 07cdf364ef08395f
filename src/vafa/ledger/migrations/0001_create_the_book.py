"""Create the tables of the book and its directories."""

from django.db import migrations

from vafa.ledger.schema import read_sql


class Migration(migrations.Migration):
    """Tables only; member-led keys are decision 0001."""

    initial = True
    dependencies = ()
    operations = (migrations.RunSQL(read_sql("tables", "directories")),)
