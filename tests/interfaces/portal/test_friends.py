"""Inviting friends by the club's link."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.factories.people import member_client
from tests.factories.shops import open_shop

pytestmark = pytest.mark.django_db


def test_the_link_that_is_shared_lets_a_friend_join() -> None:
    shop = open_shop()

    page = member_client(shop, shop.member()).get(f"/c/{shop.code}/me/friends/").context
    joining = Client().get(page["link"].removeprefix(settings.PUBLIC_ADDRESS))

    assert page["link"] in page["words"]
    assert joining.context["is_invited"]
