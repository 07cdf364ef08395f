"""Row security, foreign key and grants of messages; which clubs have some that are due."""

from django.db import migrations

from vafa.domain.clubs.fences import definer, fence, patient

DUE_IS_FOUND = """
GRANT SELECT ON messaging_message TO vafa_ledger;
CREATE POLICY messaging_message_lookup ON messaging_message FOR SELECT TO vafa_ledger USING (true);
"""


class Migration(migrations.Migration):
    """Fence the messages."""

    dependencies = [("messaging", "0001_tables"), ("clubs", "0002_fences")]
    operations = [
        patient(),
        fence(table="messaging_message", grants="SELECT, INSERT, UPDATE, DELETE"),
        migrations.RunSQL(DUE_IS_FOUND, migrations.RunSQL.noop),
        definer(
            signature="messaging_due_v1(at timestamptz)",
            returns="TABLE (club_id bigint, is_test boolean)",
            body="SELECT DISTINCT m.club_id, c.is_test FROM messaging_message m"
            " JOIN clubs_club c ON c.id = m.club_id WHERE m.due_at <= at",
        ),
    ]
