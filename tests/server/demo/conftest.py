"""The two histories, each read once for all tests of this folder."""

import datetime as dt

import pytest

from vafa.server.demo import cdnow, complete_journey
from vafa.server.demo.history import History

UNTIL = dt.date(2026, 11, 21)


@pytest.fixture(scope="session")
def journey() -> History:
    """Give a year of supermarket receipts."""
    return complete_journey.read(until=UNTIL)


@pytest.fixture(scope="session")
def discs() -> History:
    """Give 18 months of orders of discs."""
    return cdnow.read(until=UNTIL)
