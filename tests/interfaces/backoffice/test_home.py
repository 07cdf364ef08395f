"""The first page of the office, and who may see it."""

import pytest
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import open_shop

pytestmark = pytest.mark.django_db


def test_the_owner_sees_the_dashboard() -> None:
    answer = staff_client(open_shop()).get("/")

    assert answer.status_code == 200
    assert "backoffice/home.html" in [template.name for template in answer.templates]


def test_nobody_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get("/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")
