"""Migrations: the models agree with them, one line of them per app."""

import io
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from vafa.server.homes import PROJECT

FOLDERS = sorted(
    path.parent for path in (PROJECT / "src" / "vafa").rglob("migrations/__init__.py")
)


@pytest.mark.django_db
def test_models_say_what_the_migrations_made() -> None:
    said = io.StringIO()

    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, skip_checks=True)
    except SystemExit:
        pytest.fail(said.getvalue())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_max_migration_names_the_last_one(folder: Path) -> None:
    last = max(path.stem for path in folder.glob("0*.py"))

    assert (folder / "max_migration.txt").read_text().strip() == last


def test_every_app_with_migrations_is_installed() -> None:
    installed = {Path(app.path) for app in apps.get_app_configs()}

    assert [folder for folder in FOLDERS if folder.parent not in installed] == []
