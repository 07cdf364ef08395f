"""The archive of a club: a zip of one CSV a table, a manifest, and a page on how to read it.

Every field that is there is quoted, one that is missing is empty: so "nothing" and "an empty text"
differ. The manifest counts the rows of each table and holds its SHA-256.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from vafa.server.errors import CannotDoError
from vafa.server.whole.proof import Proof

FORMAT = "vafa-club"
VERSION = 1
MANIFEST = "manifest.json"
PIECE_BYTES = 1 << 18
README = """A whole customer club, exported by Vafa. No Vafa is needed to read it.

manifest.json   which tables there are, what they hold, their columns and types (PostgreSQL's),
                how many rows each has and the SHA-256 of its file
tables/*.csv    UTF-8, commas, one header line; a quoted field is a value (quotes doubled), an
                empty unquoted one is NULL. Moments are ISO 8601 with their zone, amounts are
                whole Rial or units.

Columns that the manifest calls "covered" hold personal data or secrets. With "cover": "none"
they are clear. With "cover": "scrypt-aes-256-gcm" each value is base64 of 1 byte (the number of
the key, always 1), 12 bytes of nonce, and the cipher text with its tag. The key is the first 32
bytes of scrypt(passphrase, salt, n=32768, r=8, p=1, length 64); the associated data is what the
manifest gives for the column, its {names} replaced by the row's values.

The book: a row of ledger_movement moves "amount" of a unit from one account to another; balances,
lots and awards follow from it. ledger_sale and ledger_sale_line are the purchases and refunds.
"""


class ArchiveError(CannotDoError):
    """The archive cannot be read or is not whole; the message says why, in both languages."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """What an archive says of one table."""

    name: str
    about: str
    rows: int
    sha256: str
    columns: dict[str, str]
    covered: dict[str, str]

    @property
    def path(self) -> str:
        """Where it lies in the archive."""
        return f"tables/{self.name}.csv"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself. `salt` is empty when nothing is covered."""

    club_id: int
    code: str
    name: str
    made_at: str
    migrations: list[str]
    salt: str
    tables: list[TableFile]
    left_out: dict[str, str]
    proof: Proof


class Writer:
    """Writes an archive; the manifest comes last, so half an archive has none."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file

    @contextmanager
    def table(self, name: str) -> "Iterator[Member]":
        """Open the file of a table for the time of the block."""
        with self._file.open(f"tables/{name}.csv", "w", force_zip64=True) as raw:
            yield Member(raw)

    def close(self, manifest: Manifest) -> None:
        """Write manifest and page."""
        told = {
            "format": FORMAT,
            "version": VERSION,
            "cover": "scrypt-aes-256-gcm" if manifest.salt else "none",
            **asdict(manifest),
        }
        self._file.writestr(MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))
        self._file.writestr("README.txt", README)


class Member:
    """One file within the archive, hashed while it is written."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> None:
        """Write a piece."""
        self._digest.update(data)
        self._raw.write(data)

    @property
    def sha256(self) -> str:
        """The hash of what was written."""
        return self._digest.hexdigest()


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write a new archive at `path`, for its owner's eyes; half of one is never left there."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.touch(mode=0o600)
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=2) as file:
            yield Writer(file)
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


class Reader:
    """Reads an archive."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self.manifest = _manifest(file)

    def pieces(self, table: TableFile) -> Iterator[bytes]:
        """Give the file of a table in pieces.

        :raises ArchiveError: at the end, when it is not the file that the manifest names.
        """
        digest = hashlib.sha256()
        with self._file.open(table.path) as raw:
            while piece := raw.read(PIECE_BYTES):
                digest.update(piece)
                yield piece
        if digest.hexdigest() != table.sha256:
            raise _damaged(table.path)


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """Read the archive at `path`.

    :raises ArchiveError: when it is none, or another version's.
    """
    try:
        with zipfile.ZipFile(path) as file:
            yield Reader(file)
    except (zipfile.BadZipFile, FileNotFoundError, KeyError) as error:
        raise _damaged(str(path)) from error


def _manifest(file: zipfile.ZipFile) -> Manifest:
    told: dict[str, Any] = json.loads(file.read(MANIFEST))
    if (told.pop("format"), told.pop("version")) != (FORMAT, VERSION):
        message = (
            "This archive is of another version of the format; use the Vafa that made it.\n"
            "این بایگانی از نسخهٔ دیگری است؛ با همان نسخهٔ وفا که آن را ساخته باز کنید."
        )
        raise ArchiveError(message)
    del told["cover"]
    told["tables"] = [TableFile(**table) for table in told["tables"]]
    told["proof"] = Proof.from_json(told["proof"])
    return Manifest(**told)


def _damaged(what: str) -> ArchiveError:
    return ArchiveError(
        f"{what} is not there, or damaged: it is not what the manifest says. Export again.\n"
        "بایگانی پیدا نشد یا آسیب دیده است؛ دوباره خروجی بگیرید."
    )
