"""Row security, foreign key and grants of the codes."""

from django.db import migrations

from vafa.domain.clubs.fences import fence, patient


class Migration(migrations.Migration):
    """Fence the codes."""

    dependencies = [("codes", "0001_tables"), ("clubs", "0007_proofs")]
    operations = [
        patient(),
        fence(table="codes_challenge", grants="SELECT, INSERT, UPDATE, DELETE"),
    ]
