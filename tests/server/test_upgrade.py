"""An upgrade saves first, changes all or nothing, and never touches a newer database."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.migrations.loader import MigrationLoader

from vafa.server import config as configuration
from vafa.server import database, functions, migrations
from vafa.server.config import Config
from vafa.server.embedded import joining
from vafa.server.homes import PROJECT

HELD = "SELECT array_agg(tablename::text ORDER BY 1) FROM pg_tables WHERE schemaname = 'public'"


# The state that was released before functions became code.
RELEASED = """
import django
from django.core.management import call_command
from django.db import connection

django.setup()
for label, name in {
    "ledger": "0004", "clubs": "0005", "members": "0002", "catalogue": "0002", "rewards": "0002",
    "webhooks": "0002", "imports": "0002",
}.items():
    call_command("migrate", label, name, verbosity=0)
with connection.cursor() as cursor:
    cursor.execute("GRANT SELECT ON django_migrations TO vafa_app, vafa_ops, vafa_ro")
"""


@pytest.fixture
def old() -> Iterator[Config]:
    """Give a home whose database runs and has the tables of the first release."""
    above = Path(tempfile.mkdtemp(prefix="vafa-"))
    above.chmod(0o755)
    config = configuration.read({"VAFA_HOME": str(above / "home")})
    with joining.serving(config.home, durable=False, say=lambda _text: None):
        database.make_database(config)
        database.make_roles(config)
        run([sys.executable, "-c", RELEASED], config).check_returncode()
        yield config
    shutil.rmtree(above)


def run(command: list[str], config: Config) -> subprocess.CompletedProcess[str]:
    """Run a command for this home, with nothing of the tests' own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VAFA_")}
    return subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        env={
            **kept,
            "PYTHONPATH": str(PROJECT / "src"),
            "DJANGO_SETTINGS_MODULE": "vafa.server.settings",
            "VAFA_HOME": str(config.home),
            "VAFA_DATABASE_ROLE": "owner",
        },
    )


def said(config: Config, *words: str) -> subprocess.CompletedProcess[str]:
    """Type a command for this home."""
    return run([sys.executable, "-m", "vafa.server.cli", *words], config)


def tables(config: Config) -> list[str]:
    """List the tables that are there."""
    with database.connect(config, "owner") as owner:
        found = owner.execute(HELD).fetchone()
    assert found
    return list(found[0])


def dumps(config: Config) -> list[str]:
    """List the dumps, finished or not."""
    folder = config.home / "dumps"
    return sorted(path.suffix for path in folder.iterdir()) if folder.exists() else []


def test_all_migrations_fit_in_one_transaction() -> None:
    """The promise that a failed upgrade changes nothing rests on it."""
    found = MigrationLoader(None).disk_migrations

    assert [key for key, migration in found.items() if not migration.atomic] == []


def test_a_failed_upgrade_leaves_everything_as_it_was_and_says_so(old: Config) -> None:
    with database.connect(old, "owner") as owner:
        owner.execute("CREATE TABLE vafa_functions (in_the_way integer)")
    before = tables(old)
    with database.connect(old, "owner") as owner:
        missing = migrations.missing(owner)

    done = said(old, "db", "migrate", "--no-dump")

    assert done.returncode == 1
    assert "Nothing was changed" in done.stderr
    assert "چیزی تغییر نکرد" in done.stderr
    assert tables(old) == before
    with database.connect(old, "owner") as owner:
        assert migrations.missing(owner) == missing
    assert "ledger.0005_remember_the_functions" in missing


def test_an_upgrade_saves_the_database_first_and_a_repeat_does_nothing(old: Config) -> None:
    first = said(old, "db", "migrate")
    dumped = dumps(old)
    again = said(old, "db", "migrate")

    assert (first.returncode, again.returncode) == (0, 0)
    assert dumped == [".dump"]
    assert dumps(old) == dumped
    with database.connect(old, "app") as app:
        assert migrations.missing(app) == []
        assert functions.are_current(app)


def test_a_newer_database_is_refused_and_stays_as_it_is(old: Config) -> None:
    with database.connect(old, "owner") as owner:
        owner.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('ledger', '9999_of_tomorrow', now())"
        )
    before = tables(old)

    done = [said(old, "db", "migrate"), said(old, "start", "--no-demo")]

    assert [one.returncode for one in done] == [1, 1]
    for one in done:
        assert "newer Vafa" in one.stderr
        assert "ledger.9999_of_tomorrow" in one.stderr
        assert "نسخهٔ تازه‌تری" in one.stderr
    assert tables(old) == before
    assert dumps(old) == []
