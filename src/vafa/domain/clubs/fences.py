"""What every club's table gets in its first migration: row security, a real foreign key, grants.

Used by migrations only. Policies are null-safe: without a club nothing is seen or written.
"""

from django.db.migrations.operations import RunSQL

from vafa.ledger.schema import LOCK_TIMEOUT

APP_ROLES = "vafa_app, vafa_ops"
THIS_CLUB = "nullif(current_setting('app.club', true), '')::bigint"


def patient() -> RunSQL:
    """Make the migration give up rather than queue behind a long transaction."""
    return RunSQL(LOCK_TIMEOUT, RunSQL.noop)


def fence(*, table: str, grants: str, club_column: str = "club_id") -> RunSQL:
    """Hide the table's rows from other clubs and let the application do `grants` to it."""
    mine = f"{club_column} = {THIS_CLUB}"
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY {table}_club ON {table} USING ({mine}) WITH CHECK ({mine})",
        f"GRANT {grants} ON {table} TO {APP_ROLES}",
        f"GRANT SELECT ON {table} TO vafa_ro",
    ]
    if club_column != "id":
        statements.append(
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_club_exists"
            f" FOREIGN KEY ({club_column}) REFERENCES clubs_club (id) NOT DEFERRABLE"
        )
    return RunSQL(";\n".join(statements), RunSQL.noop)


def definer(*, signature: str, returns: str, body: str, callers: str = APP_ROLES) -> RunSQL:
    """Make one SQL function that runs as vafa_ledger, for look-ups before the club is known."""
    name = signature.partition("(")[0]
    types = ", ".join(part.split()[1] for part in signature[len(name) + 1 : -1].split(",") if part)
    return RunSQL(
        f"CREATE FUNCTION {signature} RETURNS {returns} LANGUAGE sql STABLE SECURITY DEFINER"
        f" SET search_path = public, pg_temp AS $$ {body} $$;\n"
        f"ALTER FUNCTION {name}({types}) OWNER TO vafa_ledger;\n"
        f"REVOKE ALL ON FUNCTION {name}({types}) FROM PUBLIC;\n"
        f"GRANT EXECUTE ON FUNCTION {name}({types}) TO {callers}",
        f"DROP FUNCTION {name}({types})",
    )
