"""Members are listed by where they stand, by parts of their names and by the end of the mobile."""

from django.db import migrations, models

from vafa.domain.clubs.fences import fence, patient

# The club comes first in the index, so that a common name of other clubs costs nothing here.
SEARCH = """
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;
CREATE INDEX members_name ON members_member USING gin (club_id, folded gin_trgm_ops)
WHERE erased_at IS NULL AND merged_into IS NULL;
"""
# Whoever lists members runs as vafa_ledger, who cannot log in: row security would keep the search
# for names from its index. That function gives numbers only, and of the club in `app.club`.
LISTING = """
GRANT SELECT ON members_member, members_standing, members_consent TO vafa_ledger;
CREATE POLICY members_member_listing ON members_member FOR SELECT TO vafa_ledger USING (true);
CREATE POLICY members_standing_listing ON members_standing FOR SELECT TO vafa_ledger USING (true);
CREATE POLICY members_consent_listing ON members_consent FOR SELECT TO vafa_ledger USING (true);
"""
_PRESENT = models.Q(erased_at__isnull=True, merged_into__isnull=True)


class Migration(migrations.Migration):
    """New columns are empty; the relay fills what is listed when it begins."""

    dependencies = [("members", "0008_find_changes_by_time"), ("ledger", "0002_raise_the_fences")]
    operations = [
        patient(),
        migrations.AddField("member", "mobile_end", models.BinaryField(null=True)),
        migrations.AddField("member", "folded", models.CharField(max_length=400, null=True)),
        migrations.AddField("member", "manager_id", models.BigIntegerField(null=True)),
        migrations.AddIndex(
            "member",
            models.Index(fields=["club_id", "id"], condition=_PRESENT, name="members_listed"),
        ),
        migrations.AddIndex(
            "member",
            models.Index(
                fields=["club_id", "id"],
                condition=models.Q(left_at__isnull=False),
                name="members_left",
            ),
        ),
        migrations.AddIndex(
            "member",
            models.Index(
                fields=["club_id", "mobile_end"],
                condition=models.Q(mobile_end__isnull=False),
                name="members_mobile_end",
            ),
        ),
        migrations.AddIndex(
            "member",
            models.Index(
                fields=["club_id", "manager_id", "id"],
                condition=models.Q(manager_id__isnull=False),
                name="members_managed",
            ),
        ),
        migrations.AddIndex(
            "member",
            models.Index(
                fields=["wallet_id"],
                condition=models.Q(wallet_id__isnull=False),
                name="members_wallet",
            ),
        ),
        migrations.AddIndex(
            "consent",
            models.Index(
                fields=["club_id", "purpose", "member_id"],
                condition=models.Q(withdrawn_at__isnull=True) & ~models.Q(purpose="membership"),
                name="members_consent_given",
            ),
        ),
        migrations.CreateModel(
            "Standing",
            [
                ("member_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("club_id", models.BigIntegerField()),
                ("holder_id", models.BigIntegerField()),
                ("state_version", models.BigIntegerField(default=0)),
                ("tier", models.CharField(default="", max_length=60)),
                ("purchases", models.IntegerField(default=0)),
                ("last_purchase_day", models.IntegerField(default=0)),
                ("unit_1", models.BigIntegerField(default=0)),
                ("unit_2", models.BigIntegerField(default=0)),
                ("unit_3", models.BigIntegerField(default=0)),
            ],
            {
                "indexes": [
                    models.Index(fields=["club_id", name, "member_id"], name=f"members_by_{name}")
                    for name in ("tier", "last_purchase_day", "unit_1", "unit_2", "unit_3")
                ]
            },
        ),
        fence(table="members_standing", grants="SELECT, INSERT, UPDATE"),
        migrations.RunSQL(SEARCH, "DROP INDEX members_name"),
        migrations.RunSQL(LISTING, migrations.RunSQL.noop),
    ]
