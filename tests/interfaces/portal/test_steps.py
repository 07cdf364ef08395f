"""What a browser keeps between steps is sealed for one club; nothing else is taken for it."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from tests.factories.people import club_of
from tests.factories.shops import Shop, open_shop
from vafa.interfaces.portal import steps
from vafa.interfaces.web.people import PublicRequest

pytestmark = pytest.mark.django_db
STEP = steps.Step(7, "+989121234567", "sent", "portal", "/c/x/me/")


def request_in(shop: Shop, cookie: str = "") -> PublicRequest:
    """Give a request to a page of a shop, with a cookie of a step."""
    request = RequestFactory().get("/")
    request.club = club_of(shop)  # type: ignore[attr-defined]  # framework
    request.COOKIES[f"vafa-step-{shop.club_id}"] = cookie
    return request  # type: ignore[return-value]  # framework


def kept(shop: Shop) -> str:
    """Give the cookie of a step."""
    response = steps.keep(request_in(shop), HttpResponse(), STEP)
    return str(response.cookies[f"vafa-step-{shop.club_id}"].value)


def test_step_comes_back_and_hides_the_mobile() -> None:
    shop = open_shop()

    cookie = kept(shop)

    assert steps.step_of(request_in(shop, cookie)) == STEP
    assert "9121234567" not in cookie


@pytest.mark.parametrize(
    "change", [lambda _: "", lambda _: "x", lambda text: text[:-8] + "AAAAAAA="]
)
def test_changed_step_is_none(change: object) -> None:
    shop = open_shop()
    assert callable(change)

    assert steps.step_of(request_in(shop, change(kept(shop)))) is None


def test_step_of_one_club_is_none_in_another() -> None:
    assert steps.step_of(request_in(open_shop(), kept(open_shop()))) is None
