"""A club into an installation, from its archive: all of it in one transaction, or nothing.

Ids stay, so what the outside knows of the club stays true. Sealed values get this installation's
keys. The book is proven before the transaction ends: its checks and totals equal the exporter's.
"""

from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from vafa.domain.members.vault import SealBroken, Vault
from vafa.server import migrations
from vafa.server.errors import CannotDoError
from vafa.server.whole import archive, loading, secrets, tables
from vafa.server.whole.archive import ArchiveError, Manifest, Reader
from vafa.server.whole.exporting import Progress, enter
from vafa.server.whole.loading import DoesNotFitError
from vafa.server.whole.proof import prove
from vafa.server.whole.secrets import Cover, cover_of
from vafa.server.whole.tables import Table


class WrongPassphraseError(CannotDoError):
    """The passphrase does not open the archive; the message says so in both languages."""


def import_club(
    connection: psycopg.Connection,
    *,
    path: Path,
    vault: Vault,
    passphrase: Callable[[], str],
    progress: Progress,
) -> Manifest:
    """Bring the club of an archive in, as vafa_owner. `passphrase` is asked when one is needed.

    :raises ArchiveError: when the archive is damaged, or made by a Vafa with other tables.
    :raises DoesNotFitError: when the club, its code or one of its ids is here already.
    :raises WrongPassphraseError: when the passphrase does not open it.
    """
    with archive.reading(path) as reader:
        manifest = reader.manifest
        _refuse_other_tables(manifest)
        cover = Cover(None)
        if manifest.salt:
            cover = cover_of(passphrase(), bytes.fromhex(manifest.salt))
        with connection.transaction():
            _refuse_twice(connection, manifest)
            enter(connection, manifest.club_id)
            _bring(connection, reader, vault, cover, progress)
            _count_rows(connection, manifest)
            found = prove(connection, manifest.club_id)
            if found != manifest.proof:
                message = (
                    "the book differs from the one that was exported; nothing was changed\n"
                    "دفتر با دفتر مبدأ برابر نیست؛ چیزی تغییر نکرد."
                )
                raise ArchiveError(message)
    return manifest


def _bring(
    connection: psycopg.Connection,
    reader: Reader,
    vault: Vault,
    cover: Cover,
    progress: Progress,
) -> None:
    files = {file.name: file for file in reader.manifest.tables}
    for known in tables.club_tables(connection):
        if known.name not in files:
            continue
        file = files[known.name]
        order = {column.name: column for column in known.columns}
        table = Table(known.name, known.club_column, tuple(order[name] for name in file.columns))
        is_secret = bool(secrets.secret_columns(table.name))
        loading.stage(connection, table, as_text=is_secret)
        loading.copy_in(connection, table, reader.pieces(file), form="FORMAT csv, HEADER MATCH")
        if is_secret:
            opened = secrets.arriving(table=table.name, vault=vault, cover=cover)
            try:
                loading.change(connection, table, opened)
            except SealBroken as error:
                message = (
                    "The passphrase does not open this archive. Nothing was changed.\n"
                    "این عبارت رمز بایگانی را باز نمی‌کند؛ چیزی تغییر نکرد."
                )
                raise WrongPassphraseError(message) from error
        rows = loading.insert(connection, table)
        if rows != file.rows:
            message = f"{file.path} has {rows} rows, not {file.rows}; nothing was changed"
            raise ArchiveError(message)
        progress(table.name, rows)


def _count_rows(connection: psycopg.Connection, manifest: Manifest) -> None:
    """Let PostgreSQL know what came, or the proof of a big book takes hours."""
    names = sql.SQL(", ").join(sql.Identifier(file.name) for file in manifest.tables)
    connection.execute(sql.SQL("ANALYZE {}").format(names))


def _refuse_other_tables(manifest: Manifest) -> None:
    ours = {f"{label}.{name}" for label, name in migrations.known()}
    if ours == {*manifest.migrations}:
        return
    newer = sorted({*manifest.migrations} - ours)
    which = "this installation" if newer else "the installation that made the archive"
    message = (
        f"The archive and this installation are of different versions: upgrade {which} first."
        " Nothing was changed.\n"
        "نسخهٔ بایگانی با این وفا یکی نیست: اول هر دو را به یک نسخه برسانید. چیزی تغییر نکرد."
    )
    raise ArchiveError(message)


def _refuse_twice(connection: psycopg.Connection, manifest: Manifest) -> None:
    for club_id, code in connection.execute("SELECT id, code FROM clubs_list_v1()"):
        if club_id == manifest.club_id or code == manifest.code:
            message = (
                f"A club {code} ({club_id}) is here already. Nothing was changed.\n"
                "این باشگاه یا باشگاهی با همین کد از پیش هست؛ چیزی تغییر نکرد."
            )
            raise DoesNotFitError(message)
