"""Row security, foreign keys and grants of the reports' tables."""

from django.db import migrations

from vafa.domain.clubs.fences import fence, patient

COUNTED = ("insight_mark", "insight_sold", "insight_units", "insight_count")


class Migration(migrations.Migration):
    """Counts are thrown away and made anew; a check of the book is asked for and stays."""

    dependencies = [("insight", "0001_tables"), ("clubs", "0002_fences")]
    operations = [
        patient(),
        *(fence(table=table, grants="SELECT, INSERT, UPDATE, DELETE") for table in COUNTED),
        fence(
            table="insight_bookcheck",
            grants="SELECT, INSERT, UPDATE"
            " (started_at, finished_at, steps, steps_done, found, differences, fault)",
        ),
    ]
