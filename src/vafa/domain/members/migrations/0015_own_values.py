"""Lists of members are narrowed by the club's own fields."""

from django.db import migrations, models

from vafa.domain.clubs.fences import fence, patient

# They go with their profile: erased with it, taken back with an import. A list is made as
# vafa_ledger, as in 0009_lists.
KEPT = """
ALTER TABLE members_ownvalue ADD CONSTRAINT members_ownvalue_of_profile
FOREIGN KEY (member_id) REFERENCES members_profile (member_id) ON DELETE CASCADE NOT DEFERRABLE;
GRANT SELECT ON members_ownvalue TO vafa_ledger;
CREATE POLICY members_ownvalue_listing ON members_ownvalue FOR SELECT TO vafa_ledger USING (true);
"""
# The relay fills in what is searched where it is missing, when it begins.
AGAIN = """
UPDATE members_member SET folded = NULL
WHERE erased_at IS NULL AND folded <> '' AND id IN (
    SELECT p.member_id FROM members_profile AS p
    WHERE p.club_id IN (SELECT f.club_id FROM members_fieldset AS f)
)
"""


class Migration(migrations.Migration):
    """A new table; the relay fills it when it begins."""

    dependencies = [("members", "0014_slips")]
    operations = [
        patient(),
        migrations.CreateModel(
            "OwnValue",
            [
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "member_id",
                        "code",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("member_id", models.BigIntegerField()),
                ("code", models.CharField(max_length=60)),
                ("club_id", models.BigIntegerField()),
                ("value", models.BigIntegerField()),
            ],
            {
                "indexes": [
                    models.Index(
                        fields=["club_id", "code", "value", "member_id"],
                        name="members_by_own_value",
                    )
                ]
            },
        ),
        fence(table="members_ownvalue", grants="SELECT, INSERT, DELETE"),
        migrations.RunSQL(KEPT, migrations.RunSQL.noop),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
    ]
