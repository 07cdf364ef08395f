"""Backups are restored here as on the worst day: from a file, and to a second."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from vafa.server import backups, config, continuous, database, dumps
from vafa.server.config import Config
from vafa.server.embedded import joining, places
from vafa.server.homes import PROJECT

PATIENCE_SECONDS = 30
BEHIND = """
    SELECT count(*) FROM pg_stat_replication
    WHERE application_name = 'pg_receivewal' AND flush_lsn >= pg_current_wal_flush_lsn()
"""


@pytest.fixture
def shop() -> Iterator[Config]:
    """Give an installation of its own, with a folder for backups and one club."""
    above = Path(tempfile.mkdtemp(prefix="vafa-"))
    above.chmod(0o755)
    made = config.read(
        {"VAFA_HOME": str(above / "home"), "VAFA_BACKUP_FOLDER": str(above / "other disk")}
    )
    say(made, "db", "migrate")
    say(made, "club", "open", "before", "باشگاه")
    yield made
    shutil.rmtree(above)


def quiet(_text: str) -> None:
    """Say nothing."""


def start(shop: Config, *words: str) -> subprocess.Popen[str]:
    """Type a command for this installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VAFA_")}
    return subprocess.Popen(
        [sys.executable, "-m", "vafa.server.cli", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={
            **kept,
            "PYTHONPATH": str(PROJECT / "src"),
            "DJANGO_SETTINGS_MODULE": "vafa.server.settings",
            "VAFA_HOME": str(shop.home),
            "VAFA_BACKUP_FOLDER": str(shop.backup_folder),
        },
    )


def say(shop: Config, *words: str, status: int = 0) -> str:
    """Type a command and give what it said, once it ended as expected."""
    with start(shop, *words) as process:
        said, _ = process.communicate()
    assert process.returncode == status, said
    return said


def clubs(shop: Config) -> set[str]:
    """Name the clubs."""
    with joining.serving(shop.home, say=quiet), database.connect(shop, "ops") as connection:
        return {code for (code,) in connection.execute("SELECT code FROM clubs_list_v1()")}


@contextmanager
def receiving(shop: Config) -> Iterator[None]:
    """Keep every change for the time of the block, as `vafa start` does."""
    with start(shop, "backup", "receive") as process:
        try:
            yield
            wait_until_kept(shop)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


def wait_until_kept(shop: Config) -> None:
    """Wait until all that was written is with the receiver."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    with database.connect(shop, "admin") as connection:
        while connection.execute(BEHIND).fetchone() != (1,):
            assert time.monotonic() < deadline, "the receiver stays behind"
            time.sleep(0.05)


def now(shop: Config) -> datetime:
    """Read the database's clock."""
    with database.connect(shop, "admin") as connection:
        row = connection.execute("SELECT clock_timestamp()").fetchone()
    assert row
    return datetime.fromisoformat(str(row[0]))


def test_a_backup_is_drilled_restored_and_refused_while_vafa_runs(shop: Config) -> None:
    said = say(shop, "backup")
    file = re.search(r"saved: (.+\.dump)", said)
    assert file
    say(shop, "club", "open", "after", "باشگاه")

    drilled = say(shop, "backup", "drill")
    with joining.serving(shop.home, say=quiet):
        refused = say(shop, "restore", file[1], status=1)
    both = clubs(shop)
    restored = say(shop, "restore", file[1])

    assert "equal" in drilled
    assert "a restore takes" in drilled
    assert "stop it first" in refused
    assert both == {"before", "after"}
    assert "every book holds" in restored
    assert clubs(shop) == {"before"}
    kept = list(places.place_at(shop.home).root.glob("data.before-*/PG_VERSION"))
    assert len(kept) == 1
    assert not (shop.home / "restoring").exists()


def test_a_drill_finds_a_backup_that_is_not_what_was_saved(shop: Config) -> None:
    say(shop, "backup")
    newest = backups.newest(backups.folder_of(shop))
    assert newest
    note = newest.path.with_suffix(dumps.NOTE)
    noted = json.loads(note.read_text("utf-8"))
    (club,) = noted["clubs"].values()
    club["sales"][1] += 1
    note.write_text(json.dumps(noted), "utf-8")

    assert "DIFFERS" in say(shop, "backup", "drill", status=1)


def test_a_damaged_backup_changes_nothing(shop: Config, tmp_path: Path) -> None:
    damaged = tmp_path / "x.dump"
    damaged.write_bytes(b"PGDMP and no more")

    said = say(shop, "restore", str(damaged), status=1)

    assert "pg_restore failed" in said
    assert clubs(shop) == {"before"}


def test_the_database_goes_back_to_a_second(shop: Config) -> None:
    folder = continuous.folder_of(shop)
    assert folder
    with joining.serving(shop.home, say=quiet), receiving(shop):
        say(shop, "backup", "nightly")  # also in an installation's first hour
        say(shop, "club", "open", "kept", "باشگاه")
        moment = now(shop)
        say(shop, "club", "open", "too-late", "باشگاه")
    drilled = say(shop, "backup", "drill")

    too_old = say(shop, "restore", "--to-time", "2020-01-01T00:00:00Z", status=1)
    say(shop, "restore", "--to-time", moment.isoformat())

    assert "copy and changes: equal" in drilled
    assert "No copy is that old" in too_old
    assert clubs(shop) == {"before", "kept"}
    assert continuous.bases(folder) == []


@pytest.mark.parametrize("moment", ["yesterday", "2026-01-01T00:00:00", "2999-01-01T00:00:00Z"])
def test_a_moment_that_is_none_is_refused(shop: Config, moment: str) -> None:
    assert say(shop, "restore", "--to-time", moment, status=1)
    assert clubs(shop) == {"before"}
