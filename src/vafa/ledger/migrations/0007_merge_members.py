"""Remember merges, whose lot a carried one was, and let value move by one more kind."""

from django.db import migrations, models

from vafa.ledger.schema import read_sql

KEY = models.CompositePrimaryKey(
    "member_id", "id", blank=True, editable=False, primary_key=True, serialize=False
)


class Migration(migrations.Migration):
    """The new column is empty and the new pairs of accounts only widen what may be."""

    dependencies = (("ledger", "0006_let_typed_texts_be_erased"),)
    operations = (
        migrations.RunSQL(
            read_sql("merge_tables"),
            state_operations=[
                migrations.AddField("lot", "origin_member", models.BigIntegerField(null=True)),
                migrations.CreateModel(
                    name="Merge",
                    fields=[
                        ("pk", KEY),
                        ("member_id", models.BigIntegerField()),
                        ("id", models.BigIntegerField()),
                        ("club_id", models.BigIntegerField()),
                        ("duplicate_id", models.BigIntegerField()),
                        ("first_seq", models.BigIntegerField()),
                        ("merged_at", models.DateTimeField()),
                        ("undone_at", models.DateTimeField(null=True)),
                        ("owed", models.JSONField()),
                        ("survivor_state", models.JSONField()),
                    ],
                    options={"db_table": "ledger_merge", "managed": False},
                ),
            ],
        ),
    )
