"""The words of the `vafa` command, typed as a person types them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from vafa.server import cli
from vafa.server.config import current
from vafa.server.homes import PROJECT


def typed(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Type a command in a shell where some variables are set, on the tests' own server."""
    return subprocess.run(
        [sys.executable, "-m", "vafa.server.cli", *words],
        check=False,
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "PYTHONPATH": str(PROJECT / "src"),
            "DJANGO_SETTINGS_MODULE": "vafa.server.settings",
            **variables,
        },
    )


def test_help_lists_the_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])

    said = capsys.readouterr().out
    assert ended.value.code == 0
    words = ["start", "db", "club", "ledger", "day", "relay", "demo", "openapi"]
    assert [word for word in words if f"    {word} " not in said] == []


def test_an_unknown_setting_stops_every_command_with_one_line(tmp_path: Path) -> None:
    done = typed("db", "roles", VAFA_HOME=str(tmp_path), VAFA_PROT="1")

    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "VAFA_PROT" in done.stderr


@pytest.mark.django_db
def test_commands_work_on_the_database_of_the_tests() -> None:
    """Roles twice, migrations again: a repeat changes nothing and says so."""
    name = {"VAFA_DATABASE_NAME": database_name(), "VAFA_HOME": str(current().home)}

    done = [typed("db", "roles", **name), typed("db", "migrate", **name)]

    assert [one.returncode for one in done] == [0, 0]
    assert "vafa_ledger" in done[0].stdout
    assert "No migrations to apply" in done[1].stdout


def database_name() -> str:
    """Give the name of this worker's database."""
    from django.db import connection

    return str(connection.settings_dict["NAME"])
