"""The screen of the till: who may open it, and that a device can keep it."""

import pytest
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import open_shop

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("role", "status"), [("cashier", 200), ("auditor", 403)])
def test_who_may_sell_opens_the_till(role: str, status: int) -> None:
    assert staff_client(open_shop(), role).get("/cashier/").status_code == status


def test_the_till_can_be_kept_as_an_app(client: Client) -> None:
    manifest = client.get("/cashier/app.webmanifest").json()

    assert (manifest["name"], manifest["scope"]) == ("صندوق وفا", "/cashier/")
