"""A pooler lends sessions from club to club; nothing crosses, but a careless setting leaks."""

import pytest

from tests.factories.shops import open_shop
from tests.fences.crossings import crossings


@pytest.mark.django_db(transaction=True)
def test_no_query_crosses_and_the_careless_control_does() -> None:
    """The short form of `make fences`, which asks 100,000 times."""
    shops = [open_shop() for _ in range(4)]
    for shop in shops:
        shop.purchase(shop.member(), 5_000_000)
    clubs = [shop.club_id for shop in shops]

    held = crossings(clubs=clubs, queries=2_000, is_local=True)
    control = crossings(clubs=clubs, queries=2_000, is_local=False)

    assert held["queries"] >= 2_000
    assert held["own"] > 0
    assert held["crossed"] == 0
    assert control["crossed"] > 0
