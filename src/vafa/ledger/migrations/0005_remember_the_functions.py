"""Remember which functions the database holds, so that a start sees whether they are today's."""

from django.db import migrations

from vafa.ledger.schema import LOCK_TIMEOUT

TABLE = """
CREATE TABLE vafa_functions (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    digest text NOT NULL,
    names text[] NOT NULL,
    applied_at timestamptz NOT NULL
);
GRANT SELECT ON vafa_functions TO vafa_app, vafa_ops, vafa_ro;
"""


class Migration(migrations.Migration):
    """One row, written by `server/functions.py` as the owner."""

    dependencies = (("ledger", "0004_describe_the_tables"),)
    operations = (migrations.RunSQL(LOCK_TIMEOUT + TABLE, "DROP TABLE vafa_functions"),)
