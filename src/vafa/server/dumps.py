"""Dumps of the whole database: one file each, made by pg_dump and readable by its owner only.

A dump needs a login that row security does not bind: the embedded database has one, for another
it is VAFA_DATABASE_URL_ADMIN. The keys of the installation are not in it.
"""

import os
import subprocess
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from psycopg.conninfo import make_conninfo

from vafa.server import database
from vafa.server.config import Config
from vafa.server.embedded import binaries
from vafa.server.errors import CannotDoError

ENDING = ".dump"
NOTE = ".json"
UNFINISHED = ".unfinished"
ORDER_OF_NAMES = "%Y%m%dT%H%M%SZ"


class DumpError(CannotDoError):
    """A dump could not be made or read; the message says why."""


def make(config: Config, *, folder: Path, kind: str, at: datetime, snapshot: str = "") -> Path:
    """Dump the database into a new file of `folder`, named after its kind and moment.

    It has the database's content as of one moment while the tills go on: now, or that of a
    snapshot that another transaction exported. Half a dump is never left under a dump's name.

    :raises DumpError: when it cannot be made.
    """
    if not _sees_everything(config):
        message = (
            "row security hides rows from this login: for a dump set VAFA_DATABASE_URL_ADMIN"
            " to a superuser or a role with BYPASSRLS"
        )
        raise DumpError(message)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{kind}-{at.strftime(ORDER_OF_NAMES)}{ENDING}"
    writing = path.with_suffix(UNFINISHED)
    writing.touch(mode=0o600)
    try:
        what = ["--format=custom", "--compress=gzip:1", f"--file={writing}"]
        run("pg_dump", config, *what, *([f"--snapshot={snapshot}"] if snapshot else []))
        writing.rename(path)
    finally:
        writing.unlink(missing_ok=True)
    return path


def kept(folder: Path, *, kind: str) -> list[Path]:
    """List the dumps of a kind, the oldest first."""
    return sorted(folder.glob(f"{kind}-*{ENDING}"))


def forget_old(folder: Path, *, kind: str, keep: int) -> None:
    """Delete all dumps of a kind but the newest ones, and what was noted beside them."""
    for path in kept(folder, kind=kind)[:-keep]:
        path.unlink()
        path.with_suffix(NOTE).unlink(missing_ok=True)


def run(program: str, config: Config, *arguments: str) -> None:
    """Run a client program of PostgreSQL on the database, as its administrator.

    :raises DumpError: when it is not installed or fails; the message is what it said.
    """
    call(program, parameters=config.connection("admin"), arguments=arguments)


def call(program: str, *, parameters: dict[str, str], arguments: Sequence[str]) -> None:
    """Run a client program with these libpq parameters; a password is not among its words.

    :raises DumpError: when it is not installed or fails; the message is what it said.
    """
    given = {name: value for name, value in parameters.items() if name != "password"}
    environment = dict(os.environ)
    if "password" in parameters:
        environment["PGPASSWORD"] = parameters["password"]
    try:
        path = binaries.programs() / program
    except binaries.NoBinariesError as error:
        raise DumpError(str(error)) from error
    done = subprocess.run(  # noqa: S603  framework
        [str(path), f"--dbname={make_conninfo('', **given)}", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )
    if done.returncode != 0:
        message = f"{program} failed: {done.stderr.strip()[-1500:]}"
        raise DumpError(message)


def _sees_everything(config: Config) -> bool:
    if not (config.is_embedded or "admin" in config.urls):
        return False
    with database.connect(config, "admin") as connection:
        found = connection.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    return bool(found and found[0])
