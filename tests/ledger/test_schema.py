"""The SQL files are read whole: each one is either state, in a migration, or code."""

from importlib.resources import files

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL

from vafa.ledger.schema import FUNCTIONS, LOCK_TIMEOUT, STATE, read_sql


def test_every_sql_file_is_state_or_code() -> None:
    names = {file.name.removesuffix(".sql") for file in (files("vafa.ledger") / "sql").iterdir()}

    assert names == {*STATE, *FUNCTIONS}
    assert FUNCTIONS[-1] == "grants"


def test_state_is_run_by_a_migration_under_a_lock_time_out() -> None:
    migrations = MigrationLoader(None).disk_migrations
    run = [
        str(operation.sql)
        for (app, _), migration in sorted(migrations.items())
        if app == "ledger"
        for operation in migration.operations
        if isinstance(operation, RunSQL)
    ]

    assert all(text.startswith(LOCK_TIMEOUT) for text in run)
    for name in STATE:
        assert any(read_sql(name).removeprefix(LOCK_TIMEOUT) in text for text in run), name


def test_code_replaces_what_is_there() -> None:
    """A plain CREATE would fail on the second run."""
    text = read_sql(*FUNCTIONS)

    assert "CREATE OR REPLACE FUNCTION" in text
    assert "\nCREATE FUNCTION" not in text


def test_files_are_joined_in_the_order_given() -> None:
    text = read_sql("moves", "grants")

    assert text.index("ledger_now_v1") < text.index("REVOKE ALL")
