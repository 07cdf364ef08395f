"""The till that most tests of the book stand at."""

import pytest

from tests.factories.book import NOON, Till, open_till, set_clock


@pytest.fixture
def till(request: pytest.FixtureRequest) -> Till:
    """Give a member with an empty book; the database's clock stands at noon."""
    request.getfixturevalue("db")
    set_clock(NOON)
    return open_till()
