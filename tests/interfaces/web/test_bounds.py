"""A body that is too large is refused before it is read; a file of a page's own size passes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import open_shop
from vafa.interfaces.web.bounds import MOST_BYTES

pytestmark = pytest.mark.django_db

TOO_LARGE = 413


class Unread:
    """A body that nobody may read."""

    def read(self, _size: int = -1) -> bytes:
        """Fail: it was to be refused by what it says of its length."""
        raise AssertionError

    readline = read


def sent(client: Client, address: str, length: str) -> Any:
    """Say that so much is sent, with nothing behind it."""
    told: Any = {"CONTENT_LENGTH": length, "wsgi.input": Unread()}
    return client.post(address, b"x", content_type="multipart/form-data; boundary=x", **told)


@pytest.mark.parametrize("length", [str(MOST_BYTES + 1), "9" * 30, "-1", "1e3"])
@pytest.mark.parametrize("address", ["/sign-in/", "/imports/new/", "/offline/"])
def test_a_stranger_puts_no_large_file_down(address: str, length: str) -> None:
    answer = sent(Client(enforce_csrf_checks=True), address, length)

    assert answer.status_code == TOO_LARGE
    assert "بزرگ‌تر" in answer.content.decode()


def test_the_staff_send_a_large_file_where_one_is_taken() -> None:
    client = staff_client(open_shop())

    with pytest.raises(AssertionError):  # then it is read
        sent(client, "/imports/new/", str(MOST_BYTES + 1))
    assert sent(client, "/imports/new/", str(5 * MOST_BYTES)).status_code == TOO_LARGE
    assert sent(client, "/members/new/", str(MOST_BYTES + 1)).status_code == TOO_LARGE
