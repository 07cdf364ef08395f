"""Row security and grants of staff and approvals; a key tells whose own it is."""

from django.db import migrations

from vafa.domain.clubs.fences import definer, fence, patient


class Migration(migrations.Migration):
    """Fence staff and approvals."""

    dependencies = [("clubs", "0004_staff")]
    operations = [
        patient(),
        fence(table="clubs_staff", grants="SELECT, INSERT"),
        fence(
            table="clubs_approval",
            grants="SELECT, INSERT, UPDATE (approved_staff_id, approved_at)",
        ),
        definer(
            signature="clubs_find_key_v2(asked_prefix text, asked_hash bytea, at timestamptz)",
            returns="TABLE (club_id bigint, id bigint, rights varchar[], branch varchar,"
            " is_test boolean, name varchar, staff_id bigint)",
            body="SELECT k.club_id, k.id, k.rights, k.branch, k.is_test, k.name,"
            " coalesce(k.staff_id, 0)"
            " FROM clubs_apikey k WHERE k.prefix = asked_prefix AND k.secret_hash = asked_hash"
            " AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > at)",
        ),
    ]
