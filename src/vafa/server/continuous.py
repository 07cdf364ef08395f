"""Every change of the embedded database, kept elsewhere as it happens: back to any second.

A copy of the whole cluster each night (pg_basebackup) and the stream of changes since
(pg_receivewal). A restore unpacks a copy and plays the changes up to the asked moment.
"""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from psycopg.conninfo import make_conninfo

from vafa.server import backups, dumps, restoring
from vafa.server.archives import unpack
from vafa.server.config import Config
from vafa.server.embedded import binaries, cluster, joining, places
from vafa.server.embedded.places import Place
from vafa.server.errors import CannotDoError
from vafa.server.whole.proof import Proof

SLOT = "vafa_backup"
BASES_KEPT = 2
SEGMENT_BYTES = 16 * 1024 * 1024
CHANGES = "changes"
# What PostgreSQL says when every change that it has is older than the asked moment.
NOTHING_LATER = "recovery ended before configured recovery target was reached"
PARTIAL = ".partial"
WAL_NAME_LENGTH = 24


class NotThatFarBackError(CannotDoError):
    """No kept copy is as old as the asked moment; the message names the oldest."""


def folder_of(config: Config) -> Path | None:
    """Give where copies and changes are kept; None when nobody asked for it."""
    return config.backup_folder / "continuous" if config.backup_folder else None


def receive(config: Config, folder: Path) -> None:
    """Become the process that keeps every change, until it is asked to stop."""
    wal = folder / "wal"
    wal.mkdir(mode=0o700, parents=True, exist_ok=True)
    where = [f"--slot={SLOT}", f"--directory={wal}"]
    dumps.run("pg_receivewal", config, "--create-slot", "--if-not-exists", *where)
    program = str(binaries.programs() / "pg_receivewal")
    address = make_conninfo("", **{**config.connection("admin"), "dbname": "replication"})
    os.execv(program, [program, f"--dbname={address}", "--synchronous", "--no-loop", *where])  # noqa: S606  framework


def copy_nightly(config: Config, folder: Path, *, clock: Callable[[], datetime]) -> Path | None:
    """Copy the cluster unless there is a copy of this night; forget copies before the last two."""
    made = bases(folder)
    if made and clock() - backups.moment_of(made[-1]) < backups.NIGHTLY_AFTER:
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    writing = folder / "base.unfinished"
    shutil.rmtree(writing, ignore_errors=True)
    what = ["--format=tar", "--compress=gzip:1", "--checkpoint=fast", "--wal-method=stream"]
    dumps.run("pg_basebackup", config, f"--pgdata={writing}", *what)
    done = folder / f"base-{clock().strftime(dumps.ORDER_OF_NAMES)}"
    writing.rename(done)
    _forget_old(folder)
    return done


def bases(folder: Path) -> list[Path]:
    """List the copies, the oldest first."""
    return sorted(folder.glob("base-*"))


def restored(
    config: Config, *, home: Path, until: datetime | None, say: Callable[[str], None]
) -> dict[int, Proof]:
    """Build, as the database of another home, how this one was at a moment, or at the last known.

    Gives the proof of every club's book in it.

    :raises NotThatFarBackError: when no copy is as old.
    """
    folder = folder_of(config)
    made = bases(folder) if folder else []
    fitting = [base for base in made if until is None or backups.moment_of(base) <= until]
    if folder is None or not fitting:
        oldest = backups.moment_of(made[0]).isoformat() if made else "none is there"
        message = (
            f"No copy is that old (the oldest: {oldest}). Copies are kept while VAFA_BACKUP_FOLDER"
            " is set. / نسخه‌ای به این قدمت نگه داشته نشده است."
        )
        raise NotThatFarBackError(message)
    place = places.place_at(home)
    places.prepare(place)
    _unpack(fitting[-1], place)
    _hand_over_changes(folder / "wal", place)
    try:
        return _played(config, place, until, say)
    except joining.EmbeddedError as error:
        if until is None or NOTHING_LATER not in str(error):
            raise
        return _played(config, place, None, say)


def _played(
    config: Config, place: Place, until: datetime | None, say: Callable[[str], None]
) -> dict[int, Proof]:
    """Play the changes up to a moment, or all of them, and prove the books."""
    lines = [f'restore_command = \'cp "{place.root / CHANGES}/%f" "%p"\'', "hot_standby = off"]
    if until is not None:
        moment = until.astimezone(UTC).isoformat(sep=" ")
        lines += [f"recovery_target_time = '{moment}'", "recovery_target_action = 'promote'"]
    settings = place.data / "postgresql.auto.conf"
    settings.write_text("\n".join([*lines, ""]), "utf-8")
    signal = place.data / "recovery.signal"
    signal.touch()
    for path in (settings, signal):
        path.chmod(0o600)
        cluster.give(path, place.account)
    with joining.serving(place.home, say=say):
        settings.write_text("")  # it has come out of recovery
        return restoring.proofs_in(replace(config, home=place.home))


def set_aside(config: Config, at: datetime) -> None:
    """Move copies and changes of before a restore out of the way; the next night begins anew."""
    folder = folder_of(config)
    if folder is not None and folder.exists():
        stamp = at.strftime(dumps.ORDER_OF_NAMES)
        folder.rename(folder.with_name(f"continuous.before-{stamp}"))


def _unpack(base: Path, place: Place) -> None:
    place.data.mkdir(mode=0o700)
    for name, target in (("base.tar.gz", place.data), ("pg_wal.tar.gz", place.data / "pg_wal")):
        unpack(base / name, target)
    _give_all(place.data, place)


def _hand_over_changes(wal: Path, place: Place) -> None:
    """Put the kept changes where the server's account may read them."""
    copied = place.root / CHANGES
    copied.mkdir(mode=0o700)
    for path in wal.iterdir():
        shutil.copyfile(path, copied / path.name.removesuffix(PARTIAL))
    _give_all(copied, place)


def _give_all(folder: Path, place: Place) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
        cluster.give(path, place.account)


def _forget_old(folder: Path) -> None:
    for base in bases(folder)[:-BASES_KEPT]:
        shutil.rmtree(base)
    needed = _first_segment(bases(folder)[0])
    for path in (folder / "wal").glob("*"):
        is_change = len(path.name.removesuffix(PARTIAL)) == WAL_NAME_LENGTH
        if is_change and path.name[8:WAL_NAME_LENGTH] < needed[8:]:
            path.unlink()


def _first_segment(base: Path) -> str:
    """Name the first file of changes that a copy needs."""
    span = json.loads((base / "backup_manifest").read_text("utf-8"))["WAL-Ranges"][0]
    high, low = (int(part, 16) for part in span["Start-LSN"].split("/"))
    return f"{span['Timeline']:08X}{high:08X}{low // SEGMENT_BYTES:08X}"
