"""Which migrations a database lacks, or has of a newer version: told without starting Django."""

from importlib.util import find_spec
from pathlib import Path

import psycopg


def missing(connection: psycopg.Connection) -> list[str]:
    """List the migrations of this version that the database has not had, by app and name."""
    row = connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
    had = set()
    if row and row[0]:
        had = set(connection.execute("SELECT app, name FROM django_migrations").fetchall())
    return [f"{label}.{name}" for label, name in known() if (label, name) not in had]


def unknown(connection: psycopg.Connection) -> list[str]:
    """List the migrations that the database has had and this version does not know."""
    row = connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
    if not (row and row[0]):
        return []
    had = connection.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    ours = set(known())
    return [f"{label}.{name}" for label, name in had if (label, name) not in ours]


def known() -> list[tuple[str, str]]:
    """List the migrations of this version: an app's label is the last word of its name."""
    from vafa.server.settings import INSTALLED_APPS  # reads the process's settings: not before

    found = []
    for entry in INSTALLED_APPS:
        app = entry.partition(".apps.")[0]  # an entry may name the app's configuration
        spec = find_spec(app)
        assert spec is not None, app
        assert spec.submodule_search_locations, app
        folder = Path(spec.submodule_search_locations[0]) / "migrations"
        label = app.rpartition(".")[2]
        found += [(label, path.stem) for path in sorted(folder.glob("0*.py"))]
    return found
