"""What a door hands to a journey besides the request: the time, ids, randomness, the vault."""

import functools
import os
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from vafa.domain.clubs.queries import next_node
from vafa.domain.imports.ports import Table
from vafa.domain.members.vault import Vault
from vafa.kit.ids import Ids

ENTROPY_BYTES = 40
CODE_DIGITS = 6


def now() -> datetime:
    """Read the clock of this process; expiry and holds go by the database's instead."""
    return datetime.fromtimestamp(time.time(), tz=UTC)


def entropy() -> bytes:
    """Draw the randomness of one API key."""
    return secrets.token_bytes(ENTROPY_BYTES)


def code() -> str:
    """Draw a one-time code: six digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


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
