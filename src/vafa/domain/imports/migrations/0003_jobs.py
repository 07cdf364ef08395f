"""Files that were sent to be brought in, and what is to be done with each."""

from django.db import migrations, models

from vafa.domain.clubs.fences import fence, patient


class Migration(migrations.Migration):
    """Make and fence the table of jobs."""

    dependencies = [("imports", "0002_fences")]
    operations = [
        patient(),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("file_name", models.CharField(max_length=200)),
                ("size_bytes", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("state", models.CharField(max_length=10)),
                ("plan", models.JSONField(default=dict)),
                ("asked_by", models.JSONField(default=dict)),
                ("progress", models.JSONField(default=dict)),
                ("result", models.JSONField(default=dict)),
                ("problem", models.JSONField(default=dict)),
                ("run_id", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["club_id", "id"], name="imports_job_club")],
            },
        ),
        fence(
            table="imports_job",
            grants="SELECT, INSERT, UPDATE (state, plan, asked_by, progress, result, problem,"
            " run_id, changed_at)",
        ),
    ]
