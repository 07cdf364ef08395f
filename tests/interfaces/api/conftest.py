"""A shop to send requests to."""

import pytest

from tests.factories.shops import Shop, open_shop


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    """Open a shop of its own."""
    return open_shop()
