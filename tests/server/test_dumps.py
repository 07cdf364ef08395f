"""A dump is whole or not there, readable by its owner only, and the newest few are kept."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.server.test_cli import database_name
from vafa.server import config as configuration
from vafa.server import dumps

AT = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_a_dump_is_named_after_its_moment_and_hidden_from_others(tmp_path: Path) -> None:
    config = replace(configuration.current(), database_name=database_name())

    path = dumps.make(config, folder=tmp_path / "kept", kind="nightly", at=AT)

    assert path.name == "nightly-20261122T063000Z.dump"
    assert path.read_bytes().startswith(b"PGDMP")
    assert path.stat().st_mode & 0o077 == 0
    assert [found.name for found in (tmp_path / "kept").iterdir()] == [path.name]


def test_half_a_dump_is_not_left(tmp_path: Path) -> None:
    config = replace(configuration.current(), database_name="not_there")

    with pytest.raises(dumps.DumpError, match="pg_dump failed"):
        dumps.run("pg_dump", config, f"--file={tmp_path / 'x'}")

    assert list(tmp_path.iterdir()) == []


def test_a_login_that_row_security_binds_makes_no_dump(tmp_path: Path) -> None:
    config = replace(configuration.current(), urls={"app": "postgresql://vafa_app@nowhere/vafa"})

    with pytest.raises(dumps.DumpError, match="VAFA_DATABASE_URL_ADMIN"):
        dumps.make(config, folder=tmp_path, kind="nightly", at=AT)

    assert list(tmp_path.iterdir()) == []


def test_the_newest_are_kept_and_other_kinds_stay(tmp_path: Path) -> None:
    for name in ("nightly-1", "nightly-2", "nightly-3", "before-upgrade-1"):
        (tmp_path / f"{name}.dump").touch()

    dumps.forget_old(tmp_path, kind="nightly", keep=2)

    assert [path.stem for path in dumps.kept(tmp_path, kind="nightly")] == [
        "nightly-2",
        "nightly-3",
    ]
    assert [path.stem for path in dumps.kept(tmp_path, kind="before-upgrade")] == [
        "before-upgrade-1"
    ]
