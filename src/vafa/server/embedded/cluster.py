"""Makes the cluster (the data folder) and writes its configuration.

The locale is always C.UTF-8, builtin where PostgreSQL has it (17): with LC_CTYPE=C, trigram search
over Persian text finds nothing. The configuration is written anew at each start; own wishes go in
by ALTER SYSTEM.
"""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from vafa.server.embedded import memory
from vafa.server.embedded.places import Account, Place

SUPERUSER = "vafa_admin"
LOCALE = ["--encoding=UTF8", "--locale=C.UTF-8"]
BUILTIN_LOCALE = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
BUILTIN_SINCE = 17

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    # After a checkpoint the first change of a page is logged whole: seldom, and less is written.
    "checkpoint_timeout": "15min",
    "max_wal_size": "2GB",
    # A receiver of changes that stays away for long does not fill the disk.
    "max_slot_wal_keep_size": "4GB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_line_prefix": "%m [%p] %u@%d ",
}
HOST_RULES = "local all all peer map=vafa\nlocal replication all peer map=vafa\n"
# For a database whose loss costs nothing: the one that the tests make.
SETTINGS_WITHOUT_DURABILITY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
}
MEGABYTE = 1024 * 1024


class ClusterNotMadeError(Exception):
    """The data folder could not be made; the message is what initdb said."""


def make(place: Place, programs: Path) -> bool:
    """Make the cluster unless it is there; return whether it was made now.

    Half a cluster is never left under the final name: it is made beside it and renamed.

    :raises ClusterNotMadeError: when initdb fails.
    """
    if (place.data / "PG_VERSION").exists():
        return False
    for leftover in place.root.glob("data.new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    building = place.root / f"data.new-{os.getpid()}"
    building.mkdir(mode=0o700)
    give(building, place.account)
    initdb = str(programs / "initdb")
    version = run_as(place.account, [initdb, "--version"]).stdout  # initdb (PostgreSQL) 18.6
    is_builtin = int(version.split()[-1].partition(".")[0]) >= BUILTIN_SINCE if version else False
    locale = [*LOCALE, *(BUILTIN_LOCALE if is_builtin else [])]
    arguments = ["-D", str(building), "-U", SUPERUSER, "--auth=peer", "--no-instructions", *locale]
    done = run_as(place.account, [initdb, *arguments])
    if done.returncode != 0:
        shutil.rmtree(building, ignore_errors=True)
        message = f"initdb failed: {done.stderr.strip() or done.stdout.strip()}"
        raise ClusterNotMadeError(message)
    building.rename(place.data)
    return True


def configure(place: Place, *, durable: bool) -> None:
    """Write the configuration, and who may connect: the asking account, over the socket."""
    settings = {**SETTINGS, "shared_buffers": f"{memory.for_pages() // MEGABYTE}MB"}
    settings["unix_socket_directories"] = '"{}"'.format(str(place.socket).replace('"', '""'))
    if not durable:
        settings |= SETTINGS_WITHOUT_DURABILITY
    lines = [
        f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in settings.items()
    ]
    asking = pwd.getpwuid(os.geteuid()).pw_name
    names = dict.fromkeys([asking, place.account.name])
    _write(place, "postgresql.conf", "".join(lines))
    _write(place, "pg_hba.conf", HOST_RULES)
    _write(place, "pg_ident.conf", "".join(f'vafa "{name}" all\n' for name in names))


def run_as(account: Account, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a PostgreSQL program as `account`, away from our own folder and environment."""
    as_other = _switch(account)
    return subprocess.run(  # noqa: S603  framework
        command,
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        env=environment(),
        user=as_other[0],
        group=as_other[1],
        extra_groups=as_other[2],
    )


def environment() -> dict[str, str]:
    """Give what a PostgreSQL program needs to know of our environment, and no more."""
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def give(path: Path, account: Account) -> None:
    """Hand a file or folder of ours to `account`, when this process may."""
    if os.geteuid() == 0:
        os.chown(path, account.uid, account.gid)


def _switch(account: Account) -> tuple[int | None, int | None, list[int] | None]:
    if os.geteuid() == 0:
        return account.uid, account.gid, []
    return None, None, None


def _write(place: Place, name: str, text: str) -> None:
    path = place.data / name
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    give(path, place.account)
