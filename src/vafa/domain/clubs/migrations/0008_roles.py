"""Roles, branches and users of the staff, and what one of a role may give alone."""

import django.contrib.postgres.fields
from django.db import migrations, models

from vafa.domain.clubs.fences import definer, fence, patient

ROLES = ["owner", "manager", "marketer", "accountant", "cashier", "support", "auditor"]
STAFF_IS_FOUND = """
GRANT UPDATE (role, branches, user_id, suspended_at, name) ON clubs_staff TO vafa_app, vafa_ops;
GRANT SELECT ON clubs_staff TO vafa_ledger;
CREATE POLICY clubs_staff_lookup ON clubs_staff FOR SELECT TO vafa_ledger USING (true);
"""


class Migration(migrations.Migration):
    """Add what a person of the staff is; keys of who has no role go on as they were."""

    dependencies = [("clubs", "0007_proofs")]

    operations = [
        patient(),
        migrations.AddField(
            model_name="staff",
            name="role",
            field=models.CharField(max_length=12, default="", db_default=""),
        ),
        migrations.AddField(
            model_name="staff",
            name="branches",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), default=list, db_default=[], size=None
            ),
        ),
        migrations.AddField(
            model_name="staff", name="user_id", field=models.BigIntegerField(null=True)
        ),
        migrations.AddField(
            model_name="staff", name="suspended_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.UniqueConstraint(
                condition=models.Q(("user_id__isnull", False)),
                fields=("user_id", "club_id"),
                name="clubs_staff_user",
            ),
        ),
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["", *ROLES])), name="clubs_staff_role"
            ),
        ),
        migrations.CreateModel(
            name="RoleLimit",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "club_id", "role", blank=True, editable=False, primary_key=True,
                        serialize=False,
                    ),
                ),
                ("club_id", models.BigIntegerField()),
                ("role", models.CharField(max_length=12)),
                ("grant_rials", models.BigIntegerField(null=True)),
                ("apply_rials", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ROLES)), name="clubs_rolelimit_role"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("grant_rials__isnull", True),
                            ("grant_rials__gte", 0),
                            _connector="OR",
                        ),
                        name="clubs_rolelimit_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("apply_rials__isnull", True),
                            ("apply_rials__gte", 0),
                            _connector="OR",
                        ),
                        name="clubs_rolelimit_applied",
                    ),
                ],
            },
        ),
        fence(table="clubs_rolelimit", grants="SELECT, INSERT, UPDATE"),
        migrations.RunSQL(STAFF_IS_FOUND, migrations.RunSQL.noop),
        definer(
            signature="clubs_find_key_v3(asked_prefix text, asked_hash bytea, at timestamptz)",
            returns="TABLE (club_id bigint, id bigint, rights varchar[], branch varchar,"
            " is_test boolean, name varchar, staff_id bigint, role varchar, branches varchar[])",
            body="SELECT k.club_id, k.id, k.rights, k.branch, k.is_test, k.name,"
            " coalesce(k.staff_id, 0), coalesce(s.role, ''), coalesce(s.branches, '{}')"
            " FROM clubs_apikey k LEFT JOIN clubs_staff s ON s.id = k.staff_id"
            " WHERE k.prefix = asked_prefix AND k.secret_hash = asked_hash"
            " AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > at)"
            " AND s.suspended_at IS NULL AND s.ended_at IS NULL",
        ),
        definer(
            signature="clubs_staff_of_user_v1(asked bigint)",
            returns="TABLE (club_id bigint, club_code varchar, club_name varchar,"
            " staff_id bigint, name varchar, role varchar, branches varchar[],"
            " suspended_at timestamptz, ended_at timestamptz, is_test boolean)",
            body="SELECT s.club_id, c.code, c.name, s.id, s.name, s.role, s.branches,"
            " s.suspended_at, s.ended_at, c.is_test FROM clubs_staff s"
            " JOIN clubs_club c ON c.id = s.club_id WHERE s.user_id = asked"
            " ORDER BY c.name, s.club_id",
        ),
    ]  # fmt: skip
