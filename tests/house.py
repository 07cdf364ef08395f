"""The database of the tests: an embedded PostgreSQL, a migrated template, a clone for each worker.

The template is made once for each state of the migrations, so the next run starts in a second.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
from psycopg import sql

from vafa.server import config as configuration
from vafa.server import database
from vafa.server.config import Config
from vafa.server.embedded import joining
from vafa.server.homes import PROJECT

TEMPLATE_LOCK = 4_119_027_655_380
SHAPES_THE_SCHEMA = (
    "src/vafa/**/migrations/*.py",
    "src/vafa/**/sql/*.sql",
    "src/vafa/ledger/schema.py",
    "src/vafa/server/database.py",
    "src/vafa/server/functions.py",
    "requirements/app.txt",
)


class TemplateNotMadeError(Exception):
    """The migrations failed; the message ends with what they wrote."""


@contextmanager
def database_of_this_process() -> Iterator[str]:
    """Clone the template for this process and drop the clone afterwards; give its name."""
    config = configuration.current()
    with joining.serving(config.home, durable=False, say=lambda _text: None):
        name = f"vafa_test_{os.getpid()}"
        with _maintenance(config) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
            template = _template(connection, config)
            _drop_abandoned(connection, keep=template)
            _execute(
                connection, "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template
            )
        # Rights on a database are not cloned with it.
        database.make_roles(replace(config, database_name=name))
        try:
            yield name
        finally:
            with _maintenance(config) as connection:
                _execute(connection, "DROP DATABASE {} WITH (FORCE)", name)


@contextmanager
def another_database(name: str) -> Iterator[str]:
    """Clone the template once more, for a test of two installations, and drop the clone."""
    config = configuration.current()
    with _maintenance(config) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        template = _template(connection, config)
        _execute(connection, "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
    database.make_roles(replace(config, database_name=name))
    try:
        yield name
    finally:
        with _maintenance(config) as connection:
            _execute(connection, "DROP DATABASE {} WITH (FORCE)", name)


def _template(connection: psycopg.Connection, config: Config) -> str:
    """Return the template for the migrations as they are now, making it if need be."""
    name = f"vafa_template_{_shape()}"
    if name in _databases(connection):
        return name
    building = f"{name}_building"
    _execute(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", building)
    _execute(connection, "CREATE DATABASE {}", building)
    database.make_roles(replace(config, database_name=building))
    _let_the_tests_set_the_time(connection)
    done = subprocess.run(
        [sys.executable, "-m", "vafa.server.cli", "db", "migrate"],
        check=False,
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "PYTHONPATH": str(PROJECT / "src"),
            "DJANGO_SETTINGS_MODULE": "vafa.server.settings",
            "VAFA_DATABASE_NAME": building,
        },
    )
    if done.returncode != 0:
        message = f"migrations failed:\n{done.stdout[-1000:]}\n{done.stderr[-4000:]}"
        raise TemplateNotMadeError(message)
    _execute(connection, "ALTER DATABASE {} RENAME TO {}", building, name)
    return name


def _let_the_tests_set_the_time(connection: psycopg.Connection) -> None:
    """Make `vafa_test`, whose members may say what the database's now is; it exists only here."""
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'vafa_test'").fetchone()
    if found is None:
        connection.execute("CREATE ROLE vafa_test NOLOGIN")
    connection.execute("GRANT vafa_test TO vafa_app, vafa_ops")


def _drop_abandoned(connection: psycopg.Connection, *, keep: str) -> None:
    """Drop templates of earlier migrations and clones whose process is gone."""
    for name in _databases(connection):
        is_old = name.startswith("vafa_template_") and name != keep
        owner = name.removeprefix("vafa_test_").partition("_")[0]
        is_dead = owner.isdigit() and not Path(f"/proc/{owner}").exists()
        if is_old or is_dead:
            _execute(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _shape() -> str:
    digest = hashlib.sha256()
    for pattern in SHAPES_THE_SCHEMA:
        for path in sorted(PROJECT.glob(pattern)):
            digest.update(path.relative_to(PROJECT).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _maintenance(config: Config) -> psycopg.Connection:
    return database.connect(config, "admin", name="postgres")


def _databases(connection: psycopg.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT datname FROM pg_database ORDER BY 1")]


def _execute(connection: psycopg.Connection, statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
