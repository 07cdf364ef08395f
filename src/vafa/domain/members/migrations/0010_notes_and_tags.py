"""Notes, tags and saved views: what the shop writes of its members for itself."""

from django.db import migrations, models

from vafa.domain.clubs.fences import fence, patient

LISTING = """
GRANT SELECT ON members_tagged TO vafa_ledger;
CREATE POLICY members_tagged_listing ON members_tagged FOR SELECT TO vafa_ledger USING (true);
"""


def _key(*names: str) -> models.CompositePrimaryKey:
    return models.CompositePrimaryKey(
        *names, blank=True, editable=False, primary_key=True, serialize=False
    )


class Migration(migrations.Migration):
    """New tables only."""

    dependencies = [("members", "0009_lists")]
    operations = [
        patient(),
        migrations.CreateModel(
            "Note",
            [
                ("pk", _key("note_id", "version")),
                ("note_id", models.BigIntegerField()),
                ("version", models.IntegerField()),
                ("club_id", models.BigIntegerField()),
                ("member_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("credential_id", models.BigIntegerField()),
                ("staff_id", models.BigIntegerField()),
                ("author", models.CharField(max_length=120)),
                ("is_pinned", models.BooleanField()),
                ("is_removed", models.BooleanField()),
                ("sealed", models.BinaryField()),
            ],
            {"indexes": [models.Index(fields=["member_id", "note_id"], name="members_note_of")]},
        ),
        migrations.CreateModel(
            "Tag",
            [
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=40)),
                ("folded", models.CharField(max_length=120)),
                ("colour", models.CharField(max_length=10)),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(
                        fields=["club_id", "folded"], name="members_tag_name_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            "Tagged",
            [
                ("pk", _key("member_id", "tag_id")),
                ("member_id", models.BigIntegerField()),
                ("tag_id", models.BigIntegerField()),
                ("club_id", models.BigIntegerField()),
            ],
            {"indexes": [models.Index(fields=["tag_id", "member_id"], name="members_tagged_by")]},
        ),
        migrations.CreateModel(
            "View",
            [
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("staff_id", models.BigIntegerField(null=True)),
                ("name", models.CharField(max_length=40)),
                ("query", models.JSONField()),
            ],
            {"indexes": [models.Index(fields=["club_id", "id"], name="members_view_club")]},
        ),
        fence(table="members_note", grants="SELECT, INSERT, DELETE"),
        fence(table="members_tag", grants="SELECT, INSERT, UPDATE, DELETE"),
        fence(table="members_tagged", grants="SELECT, INSERT, DELETE"),
        fence(table="members_view", grants="SELECT, INSERT, DELETE"),
        migrations.RunSQL(LISTING, migrations.RunSQL.noop),
    ]
