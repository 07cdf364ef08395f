"""The SQL files are read whole, and every one of them is part of a migration."""

from importlib.resources import files

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL

from vafa.ledger.schema import LOCK_TIMEOUT, read_sql


def test_every_sql_file_is_run_by_a_migration_under_a_lock_time_out() -> None:
    migrations = MigrationLoader(None).disk_migrations
    run = [
        str(operation.sql)
        for (app, _), migration in sorted(migrations.items())
        if app == "ledger"
        for operation in migration.operations
        if isinstance(operation, RunSQL)
    ]
    folder = files("vafa.ledger") / "sql"

    assert run
    assert all(text.startswith(LOCK_TIMEOUT) for text in run)
    for file in folder.iterdir():
        assert any(file.read_text("utf-8") in text for text in run), file.name


def test_files_are_joined_in_the_order_given() -> None:
    text = read_sql("moves", "grants")

    assert text.index("ledger_now_v1") < text.index("REVOKE ALL")
