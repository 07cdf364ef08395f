"""Row security, foreign keys and grants of the tables of accounting."""

from django.db import migrations

from vafa.domain.clubs.fences import fence, patient

REPORTED = ("closedmonth", "monthunit", "monthcohort", "monthentry", "monthrevaluation")


class Migration(migrations.Migration):
    """Fence the tables; a closed month is never changed, only opened again whole."""

    dependencies = [("accounting", "0001_tables"), ("clubs", "0002_fences")]
    operations = [
        patient(),
        fence(table="accounting_term", grants="SELECT, INSERT, UPDATE"),
        fence(table="accounting_accountcode", grants="SELECT, INSERT, UPDATE"),
        *(fence(table=f"accounting_{name}", grants="SELECT, INSERT, DELETE") for name in REPORTED),
    ]
