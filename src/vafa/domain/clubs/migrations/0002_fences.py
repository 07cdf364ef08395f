"""Row security, foreign keys and grants of the club's tables; look-ups that need no club."""

from django.db import migrations

from vafa.domain.clubs.fences import definer, fence, patient

KEYS_ARE_FOUND = """
GRANT SELECT ON clubs_apikey, clubs_club TO vafa_ledger;
CREATE POLICY clubs_apikey_lookup ON clubs_apikey FOR SELECT TO vafa_ledger USING (true);
CREATE POLICY clubs_club_lookup ON clubs_club FOR SELECT TO vafa_ledger USING (true);
"""


class Migration(migrations.Migration):
    """Fence the club's tables."""

    dependencies = [("clubs", "0001_tables")]
    operations = [
        patient(),
        fence(table="clubs_club", grants="SELECT, INSERT, UPDATE", club_column="id"),
        fence(table="clubs_branch", grants="SELECT, INSERT, UPDATE"),
        fence(table="clubs_vatrate", grants="SELECT, INSERT, UPDATE"),
        fence(table="clubs_apikey", grants="SELECT, INSERT, UPDATE (revoked_at)"),
        fence(table="clubs_answeredrequest", grants="SELECT, INSERT, DELETE, UPDATE (answer)"),
        migrations.RunSQL(KEYS_ARE_FOUND, migrations.RunSQL.noop),
        definer(
            signature="clubs_find_key_v1(asked_prefix text, asked_hash bytea, at timestamptz)",
            returns="TABLE (club_id bigint, id bigint, rights varchar[], branch varchar,"
            " is_test boolean, name varchar)",
            body="SELECT k.club_id, k.id, k.rights, k.branch, k.is_test, k.name"
            " FROM clubs_apikey k WHERE k.prefix = asked_prefix AND k.secret_hash = asked_hash"
            " AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > at)",
        ),
        definer(
            signature="clubs_list_v1()",
            returns="TABLE (id bigint, code varchar, zone varchar)",
            body="SELECT c.id, c.code, c.zone FROM clubs_club c",
        ),
    ]
