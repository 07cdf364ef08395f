"""The settings of one Vafa: a typed, frozen `Config`, read once from `VAFA_*` variables.

This is the only module that reads the environment. A variable it does not know stops the start-up,
because a misspelt setting that is silently ignored is found on the worst day.
"""

import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from vafa.server import homes, keys
from vafa.server.embedded import places
from vafa.server.embedded.cluster import SUPERUSER

ROLES = ("app", "owner", "ops", "ro")
# Every setting and what it is for; `docs/reference/settings.md` is made from this.
KNOWN = {
    "VAFA_HOME": "where keys and the embedded database are kept; by default inside the clone, for"
    " root under /var/lib/vafa",
    "VAFA_DATABASE_URL": "a PostgreSQL 16 to 18 of your own, as vafa_app; without it the embedded"
    " one runs",
    "VAFA_DATABASE_URL_OWNER": "the same database as vafa_owner: for `vafa db migrate`",
    "VAFA_DATABASE_URL_OPS": "the same as vafa_ops: for the relay, the day's work, the proof",
    "VAFA_DATABASE_URL_RO": "the same as vafa_ro: for reports",
    "VAFA_DATABASE_URL_ADMIN": "the same as somebody who may make roles: for `vafa db roles`",
    "VAFA_DATABASE_NAME": "the name of the embedded database (vafa)",
    "VAFA_POSTGRES_PROGRAMS": "the folder of other programs (initdb, postgres) for the embedded"
    " database: how it is tested on PostgreSQL 16 and 17; by default those that were installed",
    "VAFA_DATABASE_ROLE": "the role that a script connects as: app, owner, ops or ro (app)",
    "VAFA_SECRET_KEY": "at least 32 characters; needed with a database of your own",
    "VAFA_HASH_PEPPER": "32 random bytes in base64, hashes mobiles; needed with a database of"
    " your own, and never changed",
    "VAFA_FIELD_KEY": "32 random bytes in base64, encrypts personal fields; needed with a database"
    " of your own; without it those fields are lost",
    "VAFA_BACKUP_FOLDER": "a folder, best on another disk, for backups of the embedded database:"
    " with it every change is kept there too and `vafa restore --to-time` goes back to a second",
    "VAFA_CHECKPOINT_SECONDS": "how often what was posted is sealed (60)",
    "VAFA_CHECKPOINT_FOLDER": "a folder, best on another host or in git, that gets the"
    " head of each checkpoint; without it the heads are in the feed of changes only",
    "VAFA_HOST": "the address that the web server listens on (127.0.0.1)",
    "VAFA_PORT": "its port (8000)",
    "VAFA_WORKERS": "its processes (2)",
    "VAFA_THREADS": "its threads in each process (4)",
    "VAFA_ALLOWED_HOSTS": "host names that it answers to, with commas (localhost,127.0.0.1,[::1])",
    "VAFA_PUBLIC_ADDRESS": "where people's browsers reach it (http://localhost:8000); with https://"
    " cookies are kept to encrypted connections",
    "VAFA_DEVELOPMENT": "1 for who works on Vafa itself: pages made for that, and files read anew"
    " (0)",
    "VAFA_PROXIES": "how many reverse proxies of yours stand in front (0, 1, 2 or 3): with them,"
    " where a person comes from is read from X-Forwarded-For; limits count by it",
    "VAFA_API_REQUESTS_PER_SECOND": "how many requests an API key may make in each process (200)",
}


class ConfigError(Exception):
    """A setting is unknown, missing or wrong; the message names it and the remedy."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Config:
    """Everything that an installation may set."""

    home: Path
    urls: Mapping[str, str]
    database_name: str
    database_role: str
    secret_key: str
    hash_pepper: bytes
    field_key: bytes
    host: str
    port: int
    workers: int
    threads: int
    allowed_hosts: tuple[str, ...]
    api_requests_per_second: int
    proxies: int = 0
    public_address: str = "http://localhost:8000"
    is_development: bool = False
    backup_folder: Path | None = None
    checkpoint_seconds: int = 60
    checkpoint_folder: Path | None = None

    @property
    def is_embedded(self) -> bool:
        """Whether the database is our own: no VAFA_DATABASE_URL was given."""
        return not self.urls

    def connection(self, role: str | None = None) -> dict[str, str]:
        """Give the libpq parameters to connect as `role` (app, owner, ops, ro or admin).

        :raises ConfigError: when the database is not ours and the role's address was not given.
        """
        role = role or self.database_role
        if self.is_embedded:
            user = SUPERUSER if role == "admin" else f"vafa_{role}"
            socket = str(places.place_at(self.home).socket)
            return {"host": socket, "port": "5432", "user": user, "dbname": self.database_name}
        if role not in self.urls:
            message = (
                f"set {_url_variable(role)}: the address to connect to the database as vafa_{role}"
            )
            raise ConfigError(message)
        return _parameters(_url_variable(role), self.urls[role])


def read(environ: Mapping[str, str]) -> Config:
    """Read the settings from `environ`.

    :raises ConfigError: when a VAFA_* variable is unknown, missing or wrong.
    """
    unknown = sorted(name for name in environ if name.startswith("VAFA_") and name not in KNOWN)
    if unknown:
        message = f"unknown setting {', '.join(unknown)}; known are {', '.join(sorted(KNOWN))}"
        raise ConfigError(message)
    home = Path(environ["VAFA_HOME"]).absolute() if environ.get("VAFA_HOME") else homes.default()
    urls = _urls(environ)
    secrets = _secrets(environ, home, is_embedded=not urls)
    return Config(
        home=home,
        urls=urls,
        database_name=environ.get("VAFA_DATABASE_NAME", "vafa"),
        database_role=_one_of(environ, "VAFA_DATABASE_ROLE", ROLES),
        secret_key=secrets.secret_key,
        hash_pepper=secrets.hash_pepper,
        field_key=secrets.field_key,
        host=environ.get("VAFA_HOST", "127.0.0.1"),
        port=_whole(environ, "VAFA_PORT", 8000),
        workers=_whole(environ, "VAFA_WORKERS", 2),
        threads=_whole(environ, "VAFA_THREADS", 4),
        api_requests_per_second=_whole(environ, "VAFA_API_REQUESTS_PER_SECOND", 200),
        proxies=int(_one_of(environ, "VAFA_PROXIES", ("0", "1", "2", "3"))),
        public_address=_address(environ),
        is_development=_one_of(environ, "VAFA_DEVELOPMENT", ("0", "1")) == "1",
        backup_folder=_folder(environ, "VAFA_BACKUP_FOLDER"),
        checkpoint_seconds=_whole(environ, "VAFA_CHECKPOINT_SECONDS", 60),
        checkpoint_folder=_folder(environ, "VAFA_CHECKPOINT_FOLDER"),
        allowed_hosts=tuple(
            environ.get("VAFA_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
        ),
    )


@functools.cache
def current() -> Config:
    """Read the settings of this process, once."""
    return read(os.environ)


def _secrets(environ: Mapping[str, str], home: Path, *, is_embedded: bool) -> keys.Secrets:
    names = ("VAFA_SECRET_KEY", "VAFA_HASH_PEPPER", "VAFA_FIELD_KEY")
    given = [environ.get(name, "") for name in names]
    if is_embedded and not any(given):
        return keys.kept_in(home)
    missing = [name for name, value in zip(names, given, strict=True) if not value]
    if missing:
        message = (
            f"set {', '.join(missing)}: with a database of your own, its keys are yours to keep"
        )
        raise ConfigError(message)
    try:
        return keys.from_text(*given)
    except ValueError as error:
        raise ConfigError(str(error)) from error


def _urls(environ: Mapping[str, str]) -> dict[str, str]:
    urls = {
        role: environ[_url_variable(role)]
        for role in (*ROLES, "admin")
        if environ.get(_url_variable(role))
    }
    if urls and "app" not in urls:
        message = "set VAFA_DATABASE_URL too: the address to connect to the database as vafa_app"
        raise ConfigError(message)
    for role, url in urls.items():
        _parameters(_url_variable(role), url)
    return urls


def _url_variable(role: str) -> str:
    return "VAFA_DATABASE_URL" if role == "app" else f"VAFA_DATABASE_URL_{role.upper()}"


def _parameters(variable: str, url: str) -> dict[str, str]:
    try:
        found = conninfo_to_dict(url)
    except ProgrammingError as error:
        message = f"{variable} is not a PostgreSQL address: {error}"
        raise ConfigError(message) from error
    return {name: str(value) for name, value in found.items() if value is not None}


def _one_of(environ: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = environ.get(name, allowed[0])
    if value not in allowed:
        message = f"{name} is {value!r}; it may be {', '.join(allowed)}"
        raise ConfigError(message)
    return value


def _address(environ: Mapping[str, str]) -> str:
    port = _whole(environ, "VAFA_PORT", 8000)
    address = environ.get("VAFA_PUBLIC_ADDRESS") or f"http://localhost:{port}"
    scheme, _, host = address.partition("://")
    if scheme not in {"http", "https"} or not host or "/" in host:
        message = f"VAFA_PUBLIC_ADDRESS is {address!r}; write it like https://club.example.com"
        raise ConfigError(message)
    return address


def _folder(environ: Mapping[str, str], name: str) -> Path | None:
    return Path(environ[name]).absolute() if environ.get(name) else None


def _whole(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name, str(default))
    if not (value.isascii() and value.isdigit() and int(value) > 0):
        message = f"{name} is {value!r}; it must be a whole number above zero"
        raise ConfigError(message)
    return int(value)
