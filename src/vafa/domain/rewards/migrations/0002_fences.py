"""Row security, foreign keys and grants of the programme's tables."""

from django.db import migrations

from vafa.domain.clubs.fences import fence, patient

# A document is never updated: not even a draft. A published row never changes at all.
PUBLISH_ONCE = """
CREATE POLICY rewards_programmeversion_once ON rewards_programmeversion AS RESTRICTIVE FOR UPDATE
    USING (published_at IS NULL) WITH CHECK (true);
"""


class Migration(migrations.Migration):
    """Fence the programme's tables."""

    dependencies = [("rewards", "0001_tables"), ("clubs", "0002_fences")]
    operations = [
        patient(),
        fence(
            table="rewards_programmeversion",
            grants="SELECT, INSERT, UPDATE (published_at, starts_at)",
        ),
        fence(table="rewards_daystep", grants="SELECT, INSERT"),
        fence(table="rewards_change", grants="SELECT, INSERT"),
        migrations.RunSQL(
            PUBLISH_ONCE, "DROP POLICY rewards_programmeversion_once ON rewards_programmeversion"
        ),
    ]
