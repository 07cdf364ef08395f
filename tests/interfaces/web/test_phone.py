"""The sandbox phone as a page of development shows what was sent, newest first."""

import pytest
from django.test import RequestFactory, override_settings

from vafa.adapters.sandbox.phone import Shown
from vafa.interfaces.web import phone, sources


def two_messages(*, limit: int) -> tuple[Shown, ...]:
    """Give two messages, as the server's own reader does."""
    at = sources.now()
    found = (Shown(2, "+989120000002", "second", at), Shown(1, "sara@example.com", "first", at))
    return found[:limit]


@pytest.mark.django_db
@override_settings(SANDBOX_MESSAGES=f"{__name__}.two_messages")
def test_page_shows_messages_newest_first() -> None:
    page = phone.show(RequestFactory().get("/dev/phone/")).content.decode()

    assert page.index("second") < page.index("first")
    assert "+989120000002" in page
