"""A whole club out and in, as an owner types it, between two installations of one server."""

import re
from pathlib import Path

import pytest

from tests.factories.whole import elsewhere
from tests.server.test_cli import database_name, typed
from vafa.server.config import current

pytestmark = pytest.mark.django_db(transaction=True)


def say(name: str, *words: str) -> tuple[int, str]:
    """Type a command on a database; give its status and all it said."""
    done = typed(*words, VAFA_DATABASE_NAME=name, VAFA_HOME=str(current().home))
    return done.returncode, done.stdout + done.stderr


def test_a_club_goes_out_and_in_and_gets_a_key(tmp_path: Path) -> None:
    (tmp_path / "words").write_text("ده نویسه یا بیشتر", "utf-8")
    words = ("--passphrase-file", str(tmp_path / "words"))
    file = str(tmp_path / "club.zip")
    code = f"moving-{id(tmp_path)}"
    opened, _ = say(database_name(), "club", "open", code, "باشگاه")

    out, said_out = say(database_name(), "club", "export", code, file, *words)
    with elsewhere() as target:
        back, said_back = say(target.database_name, "club", "import", file, *words)
        again, said_again = say(target.database_name, "club", "import", file, *words)
        key, said_key = say(target.database_name, "club", "key", code)

    assert (opened, out, back, again, key) == (0, 0, 0, 1, 0)
    assert "the book holds" in said_out
    assert "هشدار" not in said_out
    assert re.search(r"key  vafa_live_\w+", said_back)
    assert "already" in said_again
    assert re.search(r"key  vafa_live_\w+", said_key)


def test_an_export_needs_a_passphrase_or_says_what_clear_means(tmp_path: Path) -> None:
    (tmp_path / "short").write_text("short", "utf-8")
    code = f"clear-{id(tmp_path)}"
    say(database_name(), "club", "open", code, "باشگاه")
    file = tmp_path / "club.zip"

    none, said_none = say(database_name(), "club", "export", code, str(file))
    short, said_short = say(
        database_name(), "club", "export", code, str(file),
        "--passphrase-file", str(tmp_path / "short"),
    )  # fmt: skip
    left = list(tmp_path.glob("club*"))
    clear, said_clear = say(database_name(), "club", "export", code, str(file), "--clear")

    assert (none, short, clear) == (1, 1, 0)
    assert "--passphrase-file" in said_none
    assert "ده نویسه" in said_short
    assert left == []
    assert "هشدار" in said_clear
    assert file.stat().st_mode & 0o077 == 0


def test_an_unknown_club_is_named_with_those_that_there_are(tmp_path: Path) -> None:
    status, said = say(
        database_name(), "club", "export", "nobody", str(tmp_path / "x.zip"), "--clear"
    )

    assert status == 1
    assert "nobody" in said
    assert "there are" in said
