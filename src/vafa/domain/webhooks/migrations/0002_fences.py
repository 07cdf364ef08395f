"""Row security, foreign keys and grants of the webhooks' tables; what is due, over all clubs."""

from django.db import migrations

from vafa.domain.clubs.fences import definer, fence, patient

DUE_IS_FOUND = """
GRANT SELECT ON webhooks_webhook, rewards_change TO vafa_ledger;
CREATE POLICY webhooks_webhook_lookup ON webhooks_webhook FOR SELECT TO vafa_ledger USING (true);
CREATE POLICY rewards_change_lookup ON rewards_change FOR SELECT TO vafa_ledger USING (true);
"""


class Migration(migrations.Migration):
    """Fence the webhooks' tables."""

    dependencies = [
        ("webhooks", "0001_tables"),
        ("clubs", "0002_fences"),
        ("rewards", "0002_fences"),
    ]
    operations = [
        patient(),
        fence(table="webhooks_webhook", grants="SELECT, INSERT, UPDATE, DELETE"),
        fence(table="webhooks_delivery", grants="SELECT, INSERT, DELETE"),
        migrations.RunSQL(DUE_IS_FOUND, migrations.RunSQL.noop),
        definer(
            signature="webhooks_due_v1(at timestamptz)",
            returns="TABLE (club_id bigint, id bigint)",
            body="SELECT w.club_id, w.id FROM webhooks_webhook w"
            " WHERE w.disabled_at IS NULL AND w.due_at <= at AND w.leased_until <= at"
            " AND (w.replays <> '{}' OR EXISTS (SELECT 1 FROM rewards_change c"
            " WHERE c.club_id = w.club_id AND c.place > w.place))",
        ),
    ]
