"""A restore: the database is built anew beside the present one, proven, and only then exchanged.

Until the exchange, which is one step, nothing of the present database is touched; afterwards it
is still there, under a name that says when it was set aside.
"""

import ctypes
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from vafa.server import backups, database, dumps
from vafa.server.config import Config
from vafa.server.embedded import joining, locks, places
from vafa.server.errors import CannotDoError
from vafa.server.whole.proof import Proof

AT_WORKING_FOLDER = -100
RENAME_EXCHANGE = 2


class StillRunsError(CannotDoError):
    """Somebody uses the database; the message says what to stop."""


class NotWholeError(CannotDoError):
    """What was built does not hold; the message says in which club."""


@contextmanager
def alone(config: Config) -> Iterator[None]:
    """Keep everybody else away from the database of this home for the time of the block.

    :raises StillRunsError: when Vafa runs, or a command uses the database.
    """
    place = places.place_at(config.home)
    places.prepare(place)
    taken = [locks.take(config.home / "vafa.lock"), locks.take(place.users_lock)]
    try:
        if None in taken:
            message = (
                "Vafa still runs with this home: stop it first (Ctrl-C there), then again.\n"
                "وفا هنوز روشن است: اول آن را خاموش کنید و دوباره امتحان کنید."
            )
            raise StillRunsError(message)
        yield
    finally:
        for descriptor in taken:
            if descriptor is not None:
                os.close(descriptor)


@contextmanager
def beside(config: Config, name: str) -> Iterator[Path]:
    """Give a home beside this one's database for the time of the block; nothing of it is left."""
    home = config.home / name
    _remove(home)
    try:
        yield home
    finally:
        _remove(home)


def from_dump(
    config: Config, *, dump: Path, home: Path, durable: bool, say: Callable[[str], None]
) -> dict[int, Proof]:
    """Build a dump's database in another home and prove it.

    :raises DumpError: when the dump cannot be read.
    """
    other = replace(config, home=home)
    with joining.serving(home, durable=durable, say=say):
        database.make_database(other)
        database.make_roles(other)
        dumps.run("pg_restore", other, "--exit-on-error", "--jobs=2", str(dump))
        return proofs_in(other)


def proofs_in(config: Config) -> dict[int, Proof]:
    """Prove every club's book in a database that runs."""
    with database.connect(config, "admin") as connection:
        connection.execute("ANALYZE")
        with connection.transaction():
            return backups.proofs_of(connection)


def refuse_differing(proofs: dict[int, Proof]) -> None:
    """Refuse books that do not hold.

    :raises NotWholeError: when one does not.
    """
    wrong = {club: proof.differing for club, proof in proofs.items() if proof.differing}
    if wrong:
        message = f"the restored book does not hold in these clubs: {wrong}; nothing was changed"
        raise NotWholeError(message)


def exchange(config: Config, *, home: Path, at: datetime) -> Path:
    """Let what was built be this home's database; give where the one of before is now.

    The caller is `alone`.
    """
    here, built = places.place_at(config.home).data, places.place_at(home).data
    set_aside = here.with_name(f"data.before-{at.strftime(dumps.ORDER_OF_NAMES)}")
    if here.exists():
        _exchange(here, built)
        built.rename(set_aside)
    else:
        built.rename(here)
    return set_aside


def _exchange(one: Path, other: Path) -> None:
    """Exchange two folders in one step of the kernel: no moment without a database."""
    done = ctypes.CDLL(None, use_errno=True).renameat2(
        AT_WORKING_FOLDER, os.fsencode(one), AT_WORKING_FOLDER, os.fsencode(other), RENAME_EXCHANGE
    )
    if done != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(one))


def _remove(home: Path) -> None:
    place = places.place_at(home)
    for folder in (place.root, place.socket, home):
        shutil.rmtree(folder, ignore_errors=True)
