"""The word `vafa db move`: the whole database between the embedded server and one of your own."""

from __future__ import annotations

import argparse
import base64
import os
import subprocess
import sys
import time
from collections.abc import Callable

from vafa.domain.members.vault import Vault
from vafa.server import database, moving
from vafa.server.commands import say
from vafa.server.config import Config
from vafa.server.embedded import locks
from vafa.server.supervisor import VAFA

_BAR = 30


def add_words(db: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the word to those about the database."""
    move = db.add_parser("move", help="copy everything to another PostgreSQL, proven equal")
    address = f"an address of an administrator (postgresql://…), or: {moving.EMBEDDED}"
    move.add_argument("--from", dest="source", required=True, metavar="URL", help=address)
    move.add_argument("--to", dest="target", required=True, metavar="URL", help=address)
    move.set_defaults(work=_move, needs_database=False)


def _move(config: Config, asked: argparse.Namespace) -> int:
    lock = _taken(config)
    source = moving.settings_of(config, asked.source)
    target = moving.settings_of(config, asked.target)
    began = time.monotonic()
    try:
        with database.running(source, say=say), database.running(target, say=say):
            moving.refuse_other_keys(source=source, vault=_vault(config))
            database.make_roles(target)
            _migrate(config, target)
            done = moving.move(source=source, target=target, progress=_progress())
    finally:
        os.close(lock)
    say(
        f"moved: {done.clubs} clubs, {done.rows:,} rows in {time.monotonic() - began:,.1f} s;"
        f" {done.waiting:,} follow-ups wait there. Every book is equal on both.\n"
        "همهٔ باشگاه‌ها منتقل شدند و دفترها در هر دو برابرند."
    )
    say(_how_to_switch(config, target))
    return 0


def _vault(config: Config) -> Vault:
    return Vault(keys={1: config.field_key}, current=1, lookup_key=config.hash_pepper)


def _taken(config: Config) -> int:
    config.home.mkdir(parents=True, exist_ok=True)
    lock = locks.take(config.home / "vafa.lock")
    if lock is None:
        message = (
            f"Vafa runs with this home ({config.home}): stop it first (Ctrl-C there).\n"
            "وفا روشن است: اول آن را خاموش کنید."
        )
        raise moving.NotMovedError(message)
    return lock


def _migrate(config: Config, target: Config) -> None:
    """Make the target's tables, in a process of its own: Django knows one database."""
    kept = {
        key: text for key, text in os.environ.items() if not key.startswith("VAFA_DATABASE_URL")
    }
    keys = {
        "VAFA_HOME": str(config.home),
        "VAFA_SECRET_KEY": config.secret_key,
        "VAFA_HASH_PEPPER": base64.b64encode(config.hash_pepper).decode(),
        "VAFA_FIELD_KEY": base64.b64encode(config.field_key).decode(),
    }
    address = {
        "VAFA_DATABASE_URL" if role == "app" else f"VAFA_DATABASE_URL_{role.upper()}": url
        for role, url in target.urls.items()
    }
    done = subprocess.run(  # noqa: S603  framework
        [*VAFA, "db", "migrate", "--no-dump"],
        check=False,
        capture_output=True,
        text=True,
        env={**kept, **keys, **address},
    )
    if done.returncode != 0:
        message = f"the target's tables could not be made: {done.stderr.strip()[-1500:]}"
        raise moving.NotMovedError(message)


def _progress() -> Callable[[int, int, str], None]:
    """Draw a bar; where nobody watches, write a line for each tenth."""
    shown = -1

    def tell(done: int, total: int, table: str) -> None:
        nonlocal shown
        share = 100 * done // max(total, 1)
        if sys.stdout.isatty():
            bar = "#" * (share * _BAR // 100)
            sys.stdout.write(f"\r[{bar:<{_BAR}}] {share:>3} % {table:<30}")
            sys.stdout.write("\n" if done == total else "")
            sys.stdout.flush()
        elif share // 10 > shown:
            shown = share // 10
            say(f"{share:>3} % {table}")

    return tell


def _how_to_switch(config: Config, target: Config) -> str:
    if target.is_embedded:
        return (
            "To switch: keep VAFA_SECRET_KEY, VAFA_HASH_PEPPER and VAFA_FIELD_KEY as they are,"
            " take VAFA_DATABASE_URL and its sisters away, and start.\n"
            "برای استفاده: کلیدها را همان‌طور بگذارید،"
            " VAFA_DATABASE_URL را بردارید و روشن کنید."
        )
    return (
        "To switch: set VAFA_DATABASE_URL, _OWNER, _OPS and _RO to the new server as vafa_app,"
        " vafa_owner, vafa_ops and vafa_ro with passwords of your choice, set _ADMIN as you gave"
        " it here, and VAFA_SECRET_KEY, VAFA_HASH_PEPPER and VAFA_FIELD_KEY to what"
        f" {config.home / 'keys.json'} holds; type vafa db roles once, and start. The old database"
        " stays as it is: do not start it again.\n"
        "برای استفاده: نشانی‌های VAFA_DATABASE_URL و سه کلید را تنظیم کنید، یک بار vafa db roles"
        " را بزنید و روشن کنید. پایگاه دادهٔ قبلی را دیگر روشن نکنید."
    )
