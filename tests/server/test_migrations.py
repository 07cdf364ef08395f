"""A start sees at a glance which migrations the database lacks."""

import pytest
from django.db.migrations.loader import MigrationLoader

from tests.tidy.test_migrations import FOLDERS
from vafa.server import config as configuration
from vafa.server import database, migrations


def test_known_is_what_django_would_run() -> None:
    loader = MigrationLoader(None)
    ours = {folder.parent.name for folder in FOLDERS}

    assert set(migrations.known()) == set(loader.disk_migrations)
    assert ours < {label for label, _ in loader.disk_migrations}


@pytest.mark.django_db
def test_missing_is_nothing_after_a_migration_and_everything_before() -> None:
    from django.db import connection

    config = configuration.current()
    with database.connect(config, "app", name=connection.settings_dict["NAME"]) as migrated:
        nothing = migrations.missing(migrated)
    with database.connect(config, "admin", name="postgres") as empty:
        everything = migrations.missing(empty)

    assert nothing == []
    assert len(everything) == len(migrations.known())
