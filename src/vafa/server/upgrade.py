"""Brings a database to this version: dumps it first, then all migrations and functions at once.

Everything new is one transaction: a migration that fails leaves the database as it was.
"""

import time
from collections.abc import Callable
from datetime import datetime

import psycopg

from vafa.ledger.schema import LOCK_TIMEOUT
from vafa.server import database, dumps, functions, migrations
from vafa.server.config import Config
from vafa.server.errors import CannotDoError

FOLDER = "dumps"
KIND = "before-upgrade"
DUMPS_KEPT = 3
LOCKED_OUT_SECONDS = 120
LOCK_PAUSE_SECONDS = 0.5


class NewerSchemaError(CannotDoError):
    """The database belongs to a newer Vafa; the message says what to do, in both languages."""


class NotUpgradedError(CannotDoError):
    """The upgrade did not happen; the message says why and how the database stands."""


def refuse_newer(connection: psycopg.Connection) -> None:
    """Refuse a database that a newer Vafa has brought forward.

    :raises NewerSchemaError: when it has had migrations that this version does not know.
    """
    unknown = migrations.unknown(connection)
    if unknown:
        message = (
            f"This database belongs to a newer Vafa (it has had {unknown[-1]})."
            " Nothing was changed. Install that version or a newer one and start again; or restore"
            " the dump that was made before the upgrade: vafa restore FILE.\n"
            "این پایگاه داده از نسخهٔ تازه‌تری از وفاست و چیزی تغییر نکرد."
            " همان نسخه یا تازه‌تر را نصب کنید و دوباره روشن کنید؛ یا پشتیبان پیش از ارتقا را"
            " با vafa restore برگردانید."
        )
        raise NewerSchemaError(message)


def migrate(config: Config, *, is_dumped: bool, at: datetime, say: Callable[[str], None]) -> None:
    """Bring tables and functions to this version; the database is dumped before tables change.

    Django is set up, as vafa_owner. With `is_dumped` false there is no dump. `at` names the dump.

    :raises NewerSchemaError: when the database is newer.
    :raises NotUpgradedError: when no dump could be made, or a migration failed.
    """
    with database.connect(config, "owner") as connection:
        refuse_newer(connection)
        missing = migrations.missing(connection)
    if is_dumped and 0 < len(missing) < len(migrations.known()):
        _dump(config, at, say)
    try:
        changed = _run()
    except Exception as error:
        message = (
            f"the upgrade failed: {error}\nNothing was changed: start the version that you had, or"
            " mend what it names and try again.\n"
            "ارتقا انجام نشد و چیزی تغییر نکرد: با نسخهٔ قبلی ادامه دهید یا پس از رفع مشکل دوباره"
            " امتحان کنید."
        )
        raise NotUpgradedError(message) from error
    if changed:
        say("functions: put in as they are now")


def _dump(config: Config, at: datetime, say: Callable[[str], None]) -> None:
    folder = config.home / FOLDER
    say("saving the database before the upgrade … پیش از ارتقا پشتیبان گرفته می‌شود …")
    try:
        path = dumps.make(config, folder=folder, kind=KIND, at=at)
    except dumps.DumpError as error:
        message = (
            f"the database could not be saved before the upgrade: {error}\nNothing was changed."
            " Save it yourself, then type: vafa db migrate --no-dump\n"
            "پشتیبان پیش از ارتقا گرفته نشد و چیزی تغییر نکرد. خودتان پشتیبان بگیرید و سپس"
            " vafa db migrate --no-dump را بزنید."
        )
        raise NotUpgradedError(message) from error
    dumps.forget_old(folder, kind=KIND, keep=DUMPS_KEPT)
    say(f"saved: {path}\nto go back: stop Vafa, then vafa restore '{path}' with the old version")


def _run() -> bool:
    """Run the migrations and put the functions in, in one transaction.

    Tills queue behind whoever waits for a table. So it waits a moment only, lets them pass and
    tries again, until whoever has the table (a long report) is done.
    """
    from django.db import OperationalError

    locked = psycopg.errors.LockNotAvailable
    gives_up_at = time.monotonic() + LOCKED_OUT_SECONDS
    while True:
        try:
            return _run_once()
        except (OperationalError, locked) as error:
            is_locked = isinstance(error, locked) or isinstance(error.__cause__, locked)
            if not is_locked or time.monotonic() > gives_up_at:
                raise
        time.sleep(LOCK_PAUSE_SECONDS)


def _run_once() -> bool:
    from django.core.management import call_command
    from django.db import connection, transaction

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LOCK_TIMEOUT)
        is_early = functions.apply_early(connection.connection)
        call_command("migrate", verbosity=1, interactive=False)
        with connection.cursor() as cursor:  # so that they can tell whether the schema suits them
            cursor.execute("GRANT SELECT ON django_migrations TO vafa_app, vafa_ops, vafa_ro")
        return functions.apply(connection.connection) or is_early
