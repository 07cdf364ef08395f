"""Where the embedded database lives and which operating-system account runs it.

PostgreSQL refuses to run as root. As root, an existing unprivileged account runs it; no account is
made and no permission of a folder above ours is changed.
"""

import hashlib
import os
import pwd
import tempfile
from dataclasses import dataclass
from pathlib import Path

STATE_FOR_ROOT = Path("/var/lib/vafa")
ACCOUNTS_FOR_ROOT = ("postgres", "nobody")
# The kernel takes 107 bytes; the socket's own name and its lock file need 22 of them.
LONGEST_SOCKET_FOLDER = 85


class NoAccountError(Exception):
    """PostgreSQL needs an unprivileged account and this machine has none that fits."""


@dataclass(frozen=True, slots=True)
class Account:
    """An operating-system account that runs PostgreSQL."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one embedded database, and the account that runs it."""

    home: Path
    root: Path
    socket: Path
    account: Account

    @property
    def data(self) -> Path:
        """The data folder of the cluster."""
        return self.root / "data"

    @property
    def log(self) -> Path:
        """What the server wrote since it was last started."""
        return self.root / "postgres.log"

    @property
    def users_lock(self) -> Path:
        """Held, shared, by everybody who needs the server to run."""
        return self.root / "users.lock"

    @property
    def start_lock(self) -> Path:
        """Held by the one who is starting a keeper."""
        return self.root / "start.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held by the keeper as long as it lives."""
        return self.root / "keeper.lock"


def account_for(uid: int) -> Account:
    """Choose the account that runs PostgreSQL when `uid` asks for it.

    :raises NoAccountError: when there is no such account on this machine.
    """
    if uid != 0:
        try:
            entry = pwd.getpwuid(uid)
        except KeyError:
            message = f"user id {uid} has no name here; PostgreSQL needs one (see /etc/passwd)"
            raise NoAccountError(message) from None
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    for name in ACCOUNTS_FOR_ROOT:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    message = f"PostgreSQL cannot run as root and none of {ACCOUNTS_FOR_ROOT} exists here"
    raise NoAccountError(message)


def place_at(home: Path) -> Place:
    """Lay out the database of `home` for the account that this process may use."""
    account = account_for(os.geteuid())
    home = home.absolute()
    root = home / "postgres"
    if not can_reach(account, home):
        root = STATE_FOR_ROOT / key_of(home)
    return Place(home=home, root=root, socket=_socket_folder(root, account), account=account)


def key_of(path: Path) -> str:
    """Give a short name that two different folders never share."""
    return hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:12]


def can_reach(account: Account, path: Path) -> bool:
    """Tell whether `account` may walk through every existing folder on the way to `path`."""
    walked = [path, *path.parents]
    return all(_may_enter(account, folder) for folder in walked if folder.exists())


def prepare(place: Place) -> None:
    """Create the folders that are missing; change no folder above them."""
    for folder in reversed([place.home, *place.home.parents, place.root, *place.root.parents]):
        if not folder.exists():
            folder.mkdir(exist_ok=True)
            folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    place.socket.mkdir(mode=0o700, exist_ok=True)
    found = place.socket.lstat()
    if found.st_uid not in {os.geteuid(), place.account.uid} or place.socket.is_symlink():
        message = f"{place.socket} belongs to somebody else; set VAFA_HOME to a folder of yours"
        raise NoAccountError(message)
    if os.geteuid() == 0:
        os.chown(place.socket, place.account.uid, place.account.gid)
    place.socket.chmod(0o700)


def _socket_folder(root: Path, account: Account) -> Path:
    """Keep the socket beside the data, unless the path is too long or has a comma."""
    beside = root / "run"
    if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER and "," not in str(beside):
        return beside
    return Path(tempfile.gettempdir()) / f"vafa-{account.uid}-{key_of(root)}"


def _may_enter(account: Account, folder: Path) -> bool:
    found = folder.stat()
    if found.st_uid == account.uid:
        return bool(found.st_mode & 0o100)
    if found.st_gid == account.gid:
        return bool(found.st_mode & 0o010)
    return bool(found.st_mode & 0o001)
