"""Visits are counted by day and by month, so that a year of them is read in milliseconds.

What was counted is thrown away: it is counted anew by itself.
"""

from typing import ClassVar

from django.db import migrations

from vafa.domain.clubs.fences import patient


class Migration(migrations.Migration):
    """The tables stay as they are; numbers of what is counted mean something else."""

    dependencies: ClassVar = [("insight", "0003_builds")]
    operations: ClassVar = [
        patient(),
        migrations.RunSQL(
            "TRUNCATE insight_mark, insight_building, insight_sold, insight_units, insight_count,"
            " insight_flow"
        ),
    ]
