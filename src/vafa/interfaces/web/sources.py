"""What a door hands to a journey besides the request: the time, ids, randomness, the vault."""

import functools
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from vafa.domain.clubs.queries import database_now, next_node
from vafa.domain.imports.ports import Table
from vafa.domain.members.vault import Vault
from vafa.kit.ids import Ids

ENTROPY_BYTES = 40
CODE_DIGITS = 6
LINK_BYTES = 32
_READ_EVERY_SECONDS = 10.0
_LARGEST_STEP_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class _Reading:
    """The database's clock as it was read, and this process's two clocks right after."""

    at: datetime
    steady: float
    wall: float


_EARLIEST = datetime.min.replace(tzinfo=UTC)
_reading = _Reading(_EARLIEST, steady=float("-inf"), wall=0.0)


def now() -> datetime:
    """Give the database's now: it alone decides, the clock of this machine may be hours wrong.

    The database is asked every ten seconds, and at once when this machine's clock was set or
    slept; in between, the time that has passed since is added. It is never ahead of the database.
    """
    global _reading  # noqa: PLW0603 - framework
    reading = _reading
    passed = time.monotonic() - reading.steady
    step = abs(time.time() - reading.wall - passed)
    if passed > _READ_EVERY_SECONDS or step > _LARGEST_STEP_SECONDS:
        at = database_now()
        _reading = reading = _Reading(at, time.monotonic(), time.time())
    return reading.at + timedelta(seconds=time.monotonic() - reading.steady)


def entropy() -> bytes:
    """Draw the randomness of one API key."""
    return secrets.token_bytes(ENTROPY_BYTES)


def code() -> str:
    """Draw a one-time code: six digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def link_secret() -> str:
    """Draw the secret of a link or a device: 256 bits that fit into an address."""
    return secrets.token_urlsafe(LINK_BYTES)


def ids() -> Ids:
    """Give the source of ids of this process (a forked worker has one of its own)."""
    return _ids_of(os.getpid())


@functools.cache
def vault() -> Vault:
    """Give the keys for personal fields, as the settings hold them."""
    return Vault(keys={1: settings.FIELD_KEY}, current=1, lookup_key=settings.HASH_PEPPER)


def imports_folder() -> Path:
    """Give the folder of files that are brought in; the worker reads them there."""
    return Path(settings.IMPORTS_FOLDER)


def open_table(path: Path) -> Table:
    """Open a table file with the reader that the server plugged in."""
    reader: Callable[[Path], Table] = import_string(settings.TABLE_READER)
    return reader(path)


@functools.lru_cache(maxsize=1)
def _ids_of(_process: int) -> Ids:
    return Ids(node=next_node(), clock_ms=lambda: time.time_ns() // 1_000_000)
