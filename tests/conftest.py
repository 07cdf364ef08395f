"""What every test stands on: Hypothesis profiles, markers by folder, a database of its own kind.

A test that asks for the database gets it as `vafa_app`: row level security is really on, TRUNCATE
is really refused. Nothing is flushed: every test opens its own club.
"""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.db import connections
from django.test import TransactionTestCase
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from tests import house
from tests.e2e import browsing

TESTS = Path(__file__).parent
# Begun first, so that no worker is left alone with a long one at the end.
LONG = frozenset({"bench", "drill", "e2e", "server"})

hypothesis.settings.register_profile("fast", max_examples=60, deadline=None)
hypothesis.settings.register_profile("deep", max_examples=3000, deadline=None)
hypothesis.settings.load_profile("fast")


def pytest_configure(config: pytest.Config) -> None:
    """Name a marker after every folder of tests."""
    for folder in sorted(TESTS.iterdir()):
        if folder.is_dir():
            config.addinivalue_line("markers", f"{folder.name}: the tests of tests/{folder.name}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every test the marker of its folder, and let the long ones begin."""
    for item in items:
        folder, *rest = item.path.relative_to(TESTS).parts
        if rest:
            item.add_marker(folder)
    items.sort(key=lambda item: item.path.relative_to(TESTS).parts[0] not in LONG)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Connect to a clone of the migrated template, made for this worker."""
    with pytest.MonkeyPatch.context() as patch, house.database_of_this_process() as name:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: None)
        connections["default"].settings_dict["NAME"] = name
        yield
        with django_db_blocker.unblock():
            connections.close_all()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Open one browser for all tests of this worker, or leave them out and say how to get it."""
    if not browsing.chromium():
        pytest.skip(browsing.NO_CHROMIUM)
    with browsing.browser() as one:
        yield one
