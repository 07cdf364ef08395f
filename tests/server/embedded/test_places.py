"""Who runs PostgreSQL and where its folders are, for root and for an ordinary user."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.embedded.held import HOLD, ask
from vafa.server.embedded import joining, places
from vafa.server.homes import PROJECT

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="shows what root gets; run as root")
NOBODY = pwd.getpwnam("nobody").pw_uid
PUBLIC_PYTHON = Path("/usr/bin") / f"python3.{sys.version_info.minor}"


@pytest.fixture
def private() -> Iterator[Path]:
    """Give a folder that only its owner can enter."""
    folder = Path(tempfile.mkdtemp(prefix="vafa-private-"))
    yield folder
    if os.geteuid() == 0:
        shutil.rmtree(places.STATE_FOR_ROOT / places.key_of(folder / "home"), ignore_errors=True)
    shutil.rmtree(folder)


def test_account_for_an_ordinary_user_is_that_user() -> None:
    nobody = pwd.getpwnam("nobody")

    assert places.account_for(nobody.pw_uid) == places.Account(
        "nobody", nobody.pw_uid, nobody.pw_gid
    )


def test_account_for_root_is_an_existing_unprivileged_one() -> None:
    account = places.account_for(0)

    assert account.name in places.ACCOUNTS_FOR_ROOT
    assert account.uid == pwd.getpwnam(account.name).pw_uid != 0


def test_account_for_a_number_without_a_name_is_refused() -> None:
    with pytest.raises(places.NoAccountError, match="1234567"):
        places.account_for(1234567)


def test_two_homes_never_share_a_key() -> None:
    assert places.key_of(Path("/a/b c")) != places.key_of(Path("/a/b/c"))


@only_root
def test_root_gets_its_server_in_a_folder_that_the_account_can_reach(private: Path) -> None:
    """No user is made and no permission above is changed: the state moves instead."""
    before = (private.stat().st_mode, Path("/etc/passwd").read_bytes())

    with joining.serving(private / "home", durable=False, say=lambda _text: None) as place:
        owner = (place.data / "PG_VERSION").stat().st_uid
        answer = ask(place, "SELECT count(*) FROM pg_stat_activity WHERE pid = pg_backend_pid()")

    assert place.root == places.STATE_FOR_ROOT / places.key_of(private / "home")
    assert owner == place.account.uid != 0
    assert answer == 1
    assert (private.stat().st_mode, Path("/etc/passwd").read_bytes()) == before


@only_root
def test_an_account_that_is_neither_ours_nor_the_servers_cannot_connect(private: Path) -> None:
    with joining.serving(private / "home", durable=False, say=lambda _text: None) as place:
        done = subprocess.run(
            ["/bin/ls", str(place.socket)],
            check=False,
            capture_output=True,
            user="nobody",
            group="nogroup",
            extra_groups=[],
        )

    assert place.account.name != "nobody"
    assert done.returncode != 0


@only_root
@pytest.mark.skipif(
    not (PUBLIC_PYTHON.exists() and places.can_reach(places.account_for(NOBODY), PROJECT)),
    reason="an ordinary user cannot reach an interpreter or this folder",
)
def test_an_ordinary_user_runs_the_server_as_itself(private: Path) -> None:
    """What a run of these tests as an ordinary user shows, shown here by dropping to one."""
    nobody = pwd.getpwnam("nobody")
    os.chown(private, nobody.pw_uid, nobody.pw_gid)
    done = subprocess.run(
        [str(PUBLIC_PYTHON), "-c", HOLD, str(private / "خانه 1")],
        check=False,
        capture_output=True,
        text=True,
        input="",
        cwd="/",
        env={"PYTHONPATH": f"{PROJECT / 'src'}:{Path(pytest.__file__).parents[1]}"},
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
    )

    assert done.stderr == ""
    assert done.stdout.splitlines()[1:] == ["holding", "left"]
    assert (private / "خانه 1" / "postgres" / "data").stat().st_uid == nobody.pw_uid
