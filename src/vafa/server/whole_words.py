"""The words `vafa club export`, `import` and `key`: a whole club, from the command line."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import django

from vafa.server import database
from vafa.server.commands import say
from vafa.server.config import Config, ConfigError

if TYPE_CHECKING:
    from vafa.server.whole.archive import Manifest
    from vafa.server.whole.exporting import Passage

_SHORTEST_PASSPHRASE = 10
_WARNING = """ATTENTION: who has this archive reads every mobile, address and secret of the club.
هشدار: این بایگانی شمارهٔ موبایل و نشانی همهٔ اعضا را به هر کس که آن را داشته باشد نشان می‌دهد."""


def add_words(club: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the words to those about clubs."""
    out = club.add_parser("export", help="write everything a club owns into one file")
    out.add_argument("code", help="the club's code")
    out.add_argument("file", type=Path, help="the file to write, for example sepehr.zip")
    cover = out.add_mutually_exclusive_group()
    cover.add_argument("--clear", action="store_true", help="do not cover personal data")
    cover.add_argument("--passphrase-file", type=Path, help="instead of asking for it")
    out.set_defaults(work=export, role="ops")
    back = club.add_parser("import", help="bring a club in from such a file")
    back.add_argument("file", type=Path)
    back.add_argument("--passphrase-file", type=Path, help="instead of asking for it")
    back.set_defaults(work=bring_in)
    key = club.add_parser("key", help="give a club another API key, with every right")
    key.add_argument("code", help="the club's code")
    key.set_defaults(work=give_key)


def export(config: Config, asked: argparse.Namespace) -> int:
    """Write everything a club owns into an archive."""
    django.setup()
    from vafa.server.whole import exporting

    began = time.monotonic()
    passage = _passage(asked)
    with database.connect(config, "ops") as connection:
        manifest = exporting.export(
            connection, code=asked.code, path=asked.file, passage=passage, progress=_tell
        )
    _sum_up(manifest, asked.file, time.monotonic() - began)
    if asked.clear:
        say(_WARNING)
    return 0


def bring_in(config: Config, asked: argparse.Namespace) -> int:
    """Bring the club of an archive in, and give it a key."""
    django.setup()
    from vafa.interfaces.web import sources
    from vafa.server.whole.importing import import_club

    began = time.monotonic()
    with database.connect(config, "owner") as connection:
        manifest = import_club(
            connection,
            path=asked.file,
            vault=sources.vault(),
            passphrase=lambda: _passphrase(asked.passphrase_file, is_new=False),
            progress=_tell,
        )
    _sum_up(manifest, asked.file, time.monotonic() - began)
    say(
        "Its API keys and webhooks came ended: the key below is new, webhooks are switched on by"
        " replaying them. / کلیدهای قبلی کار نمی‌کنند؛ کلید تازه این است:"
    )
    return _give_key(manifest.code)


def give_key(_config: Config, asked: argparse.Namespace) -> int:
    """Give a club another API key with every right."""
    django.setup()
    return _give_key(asked.code)


def _give_key(code: str) -> int:
    from vafa.domain.clubs.principal import RIGHTS, Claim, Principal
    from vafa.domain.clubs.queries import all_clubs
    from vafa.domain.clubs.records import NewKey
    from vafa.interfaces.web import sources
    from vafa.journeys.issue_api_key import issue_api_key

    club_id = next((club.club_id for club in all_clubs() if club.code == code), None)
    if club_id is None:
        message = f"no club has the code {code!r}"
        raise ConfigError(message)
    issued = issue_api_key(
        principal=Principal(club_id, 0, RIGHTS, test=False, name="operator"),
        claim=Claim(f"operator-key-{secrets.token_hex(8)}", secrets.token_bytes(32)),
        ids=sources.ids(),
        at=sources.now(),
        entropy=sources.entropy(),
        key=NewKey(name="operator's key", rights=RIGHTS, test=False),
    )
    say(f"club {code} ({club_id})\nkey  {issued.secret}")
    return 0


def _passage(asked: argparse.Namespace) -> Passage:
    from vafa.interfaces.web import sources
    from vafa.server.whole.exporting import Passage
    from vafa.server.whole.secrets import SALT_BYTES, Cover, cover_of

    if asked.clear:
        return Passage(sources.vault(), Cover(None), "")
    salt = secrets.token_bytes(SALT_BYTES)
    passphrase = _passphrase(asked.passphrase_file, is_new=True)
    return Passage(sources.vault(), cover_of(passphrase, salt), salt.hex())


def _passphrase(file: Path | None, *, is_new: bool) -> str:
    if file is not None:
        given = file.read_text("utf-8").strip()
    elif sys.stdin.isatty():
        given = getpass.getpass("passphrase / عبارت رمز: ")
        if is_new and given != getpass.getpass("again / دوباره: "):
            message = "the two differ; nothing was written / دو عبارت یکی نبود"
            raise ConfigError(message)
    else:
        message = "give the passphrase with --passphrase-file FILE, or --clear for none"
        raise ConfigError(message)
    if len(given) < _SHORTEST_PASSPHRASE:
        message = (
            f"a passphrase needs at least {_SHORTEST_PASSPHRASE} characters"
            " / عبارت رمز باید دست‌کم ده نویسه باشد"
        )
        raise ConfigError(message)
    return given


def _tell(table: str, rows: int) -> None:
    if rows:
        say(f"  {table:<28} {rows:>12,}")


def _sum_up(manifest: Manifest, file: Path, seconds: float) -> None:
    rows = sum(table.rows for table in manifest.tables)
    size = file.stat().st_size / 1_000_000
    say(
        f"club {manifest.code}: {rows:,} rows, {size:,.1f} MB, {seconds:,.1f} s; the book holds"
        " / باشگاه کامل منتقل شد و دفتر درست است"
    )
