"""Row security, foreign keys and grants of the members' tables; finding a member in one call."""

from django.db import migrations

from vafa.domain.clubs.fences import fence, patient

# Two functions of the caller's own rights: they set the club for their one statement, so a look-up
# is one round trip and row security still judges every row.
FIND = """
CREATE FUNCTION members_by_id_v1(club bigint, member bigint) RETURNS SETOF members_member
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$ BEGIN
    PERFORM set_config('app.club', club::text, true);
    RETURN QUERY SELECT m.* FROM members_member m WHERE m.id = member AND m.club_id = club;
END $$;
CREATE FUNCTION members_by_trace_v1(club bigint, asked_kind text, asked_trace bytea)
RETURNS SETOF members_member
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$ BEGIN
    PERFORM set_config('app.club', club::text, true);
    RETURN QUERY SELECT m.* FROM members_contact c JOIN members_member m ON m.id = c.member_id
    WHERE c.club_id = club AND c.kind = asked_kind AND c.trace = asked_trace;
END $$;
REVOKE ALL ON FUNCTION members_by_id_v1(bigint, bigint),
    members_by_trace_v1(bigint, text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION members_by_id_v1(bigint, bigint),
    members_by_trace_v1(bigint, text, bytea) TO vafa_app, vafa_ops;
"""


class Migration(migrations.Migration):
    """Fence the members' tables."""

    dependencies = [("members", "0001_tables"), ("clubs", "0002_fences")]
    operations = [
        patient(),
        fence(table="members_member", grants="SELECT, INSERT, UPDATE"),
        fence(table="members_contact", grants="SELECT, INSERT, DELETE"),
        fence(table="members_consent", grants="SELECT, INSERT, UPDATE (withdrawn_at)"),
        migrations.RunSQL(
            FIND,
            "DROP FUNCTION members_by_id_v1(bigint, bigint);"
            " DROP FUNCTION members_by_trace_v1(bigint, text, bytea)",
        ),
    ]
