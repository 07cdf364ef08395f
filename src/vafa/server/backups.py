"""Backups: one dump of everything, with the proof of every club's book as of the same moment.

A running Vafa makes one each night. What a restore of it must give is noted beside it, so that a
drill can tell a good backup from a file that merely exists.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from vafa.server import database, dumps
from vafa.server.config import Config
from vafa.server.whole.proof import Proof, prove

NIGHTLY = "nightly"
BY_HAND = "backup"
NIGHTLY_KEPT = 7
NIGHTLY_AFTER = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Backup:
    """A dump, when it was begun, and the proof of each club's book at that moment."""

    path: Path
    at: datetime
    proofs: dict[int, Proof]


def folder_of(config: Config) -> Path:
    """Give where backups are kept unless another folder is named."""
    return config.backup_folder or config.home / "backups"


def make(config: Config, *, folder: Path, kind: str, at: datetime) -> Backup:
    """Dump the database with its proof; both know the very same moment.

    :raises DumpError: when it cannot be made.
    """
    with database.connect(config, "admin") as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        exported = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert exported
        proofs = proofs_of(connection)
        path = dumps.make(config, folder=folder, kind=kind, at=at, snapshot=exported[0])
    noted = {
        "at": at.isoformat(),
        "clubs": {str(club_id): asdict(proof) for club_id, proof in proofs.items()},
    }
    path.with_suffix(dumps.NOTE).write_text(json.dumps(noted), "utf-8")
    return Backup(path, at, proofs)


def make_nightly(config: Config, *, at: datetime) -> Backup | None:
    """Make the night's backup unless there is one, and forget those before the last seven."""
    folder = folder_of(config)
    made = dumps.kept(folder, kind=NIGHTLY)
    if made and at - moment_of(made[-1]) < NIGHTLY_AFTER:
        return None
    backup = make(config, folder=folder, kind=NIGHTLY, at=at)
    dumps.forget_old(folder, kind=NIGHTLY, keep=NIGHTLY_KEPT)
    return backup


def newest(folder: Path) -> Backup | None:
    """Give the newest backup of a folder, nightly or by hand."""
    made = [path for kind in (NIGHTLY, BY_HAND) for path in dumps.kept(folder, kind=kind)]
    return read(max(made, key=moment_of)) if made else None


def read(path: Path) -> Backup:
    """Give a backup by its file.

    :raises DumpError: when what was noted beside it is missing.
    """
    try:
        noted = json.loads(path.with_suffix(dumps.NOTE).read_text("utf-8"))
    except (OSError, ValueError) as error:
        message = f"{path.with_suffix(dumps.NOTE)} is missing: nobody knows what {path} must hold"
        raise dumps.DumpError(message) from error
    proofs = {int(key): Proof.from_json(one) for key, one in noted["clubs"].items()}
    return Backup(path, datetime.fromisoformat(noted["at"]), proofs)


def moment_of(path: Path) -> datetime:
    """Read the moment in the name of a backup."""
    text = path.name.partition(".")[0].rpartition("-")[2]
    return datetime.strptime(text, dumps.ORDER_OF_NAMES).replace(tzinfo=UTC)


def proofs_of(connection: psycopg.Connection) -> dict[int, Proof]:
    """Prove the book of every club, within the running transaction of an administrator."""
    clubs = connection.execute("SELECT id FROM clubs_club ORDER BY id").fetchall()
    return {club_id: prove(connection, club_id) for (club_id,) in clubs}
