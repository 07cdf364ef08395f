"""Row security, foreign keys and grants of accounts."""

from django.db import migrations

from vafa.domain.clubs.fences import fence, patient


class Migration(migrations.Migration):
    """Fence the accounts."""

    dependencies = [("accounts", "0001_tables"), ("clubs", "0007_proofs")]
    operations = [
        patient(),
        fence(table="accounts_account", grants="SELECT, INSERT, UPDATE"),
        fence(table="accounts_person", grants="SELECT, INSERT, UPDATE"),
        migrations.RunSQL(
            "ALTER TABLE accounts_person ADD CONSTRAINT accounts_person_account_exists"
            " FOREIGN KEY (account_id) REFERENCES accounts_account (id) NOT DEFERRABLE",
            migrations.RunSQL.noop,
        ),
    ]
