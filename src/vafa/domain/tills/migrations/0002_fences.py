"""Row security, foreign keys and grants of the tills' tables."""

from django.db import migrations

from vafa.domain.clubs.fences import fence, patient

RESULT = "body, state, member_id, event_id, lent_units, flags, reason, note"


class Migration(migrations.Migration):
    """Fence the tills' tables; what a till has sent stays, but its body goes once it is posted."""

    dependencies = [("tills", "0001_tables"), ("clubs", "0002_fences")]
    operations = [
        patient(),
        fence(table="tills_terms", grants="SELECT, INSERT, UPDATE"),
        fence(table="tills_till", grants="SELECT, INSERT, UPDATE (branch, closed_at)"),
        fence(table="tills_shift", grants="SELECT, INSERT"),
        fence(table="tills_allowance", grants="SELECT, INSERT, UPDATE (used)"),
        fence(table="tills_offlinesale", grants=f"SELECT, INSERT, UPDATE ({RESULT})"),
    ]
