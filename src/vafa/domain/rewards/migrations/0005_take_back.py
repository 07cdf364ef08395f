"""A version that waits for its start may be taken back; one that has started never changes."""

from django.db import migrations

from vafa.domain.clubs.fences import patient

WHILE_IT_WAITS = """
ALTER POLICY rewards_programmeversion_once ON rewards_programmeversion
    USING (published_at IS NULL OR starts_at > now());
"""
NEVER = """
ALTER POLICY rewards_programmeversion_once ON rewards_programmeversion
    USING (published_at IS NULL);
"""


class Migration(migrations.Migration):
    """Open the policy to versions that wait."""

    dependencies = [("rewards", "0004_reviews")]
    operations = [patient(), migrations.RunSQL(WHILE_IT_WAITS, NEVER)]
