"""Fences and grants of people's tables, and of those that sign-in's libraries keep."""

from django.db import migrations

from vafa.domain.clubs.fences import APP_ROLES, definer, fence, patient

# Users belong to the installation: nobody reads them for reports.
USERS = f"GRANT SELECT, INSERT, UPDATE ON people_user TO {APP_ROLES}"
# Django's and allauth's own: no club in them, nothing for reports either.
SIGN_IN = f"""
GRANT SELECT, INSERT, UPDATE, DELETE
    ON django_session, mfa_authenticator, usersessions_usersession TO {APP_ROLES};
GRANT SELECT ON account_emailaddress TO {APP_ROLES}
"""
# What counts tries at sign-in for all processes; it may be lost when the database crashes.
COUNTS = f"""
CREATE UNLOGGED TABLE people_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX people_cache_expires ON people_cache (expires);
GRANT SELECT, INSERT, UPDATE, DELETE ON people_cache TO {APP_ROLES}
"""


class Migration(migrations.Migration):
    """Fence people."""

    dependencies = [
        ("people", "0001_tables"),
        ("clubs", "0007_proofs"),
        ("sessions", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]
    operations = [
        patient(),
        fence(table="people_link", grants="SELECT, INSERT, UPDATE (used_at), DELETE"),
        fence(table="people_device", grants="SELECT, INSERT, UPDATE (seen_at, ended_at), DELETE"),
        migrations.RunSQL(USERS, migrations.RunSQL.noop),
        migrations.RunSQL(SIGN_IN, migrations.RunSQL.noop),
        migrations.RunSQL(COUNTS, "DROP TABLE people_cache"),
        definer(
            signature="people_find_club_v1(asked varchar)",
            returns="TABLE (id bigint, code varchar, name varchar, zone varchar, is_test boolean)",
            body="SELECT c.id, c.code, c.name, c.zone, c.is_test"
            " FROM clubs_club c WHERE c.code = asked",
        ),
    ]
