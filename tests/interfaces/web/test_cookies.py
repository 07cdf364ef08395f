"""Secrets in cookies: behind a proxy that ends TLS they are as safe as before it."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from tests.factories.shops import new_mobile, open_shop
from vafa.interfaces.web import cookies

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("is_encrypted", "name"), [(True, "__Host-a"), (False, "a")])
def test_a_secret_is_kept_over_an_encrypted_line_alone(*, is_encrypted: bool, name: str) -> None:
    response = HttpResponse()

    with override_settings(IS_ENCRYPTED=is_encrypted):
        cookies.keep(response, cookies.named("a"), "1", seconds=9)

    kept = response.cookies[name]
    assert bool(kept["secure"]) == is_encrypted
    assert (kept["httponly"], kept["samesite"], kept["path"]) == (True, "Lax", "/")


def test_where_somebody_stands_in_the_portal_is_such_a_secret() -> None:
    shop, client = open_shop(), Client()

    with override_settings(IS_ENCRYPTED=True):
        answer = client.post(f"/c/{shop.code}/sign-in/", {"mobile": new_mobile()})
        page = client.get(f"/c/{shop.code}/sign-in/code/")

    (step,) = [one for name, one in answer.cookies.items() if "vafa-step" in name]
    assert (step.key[:7], step["secure"], page.status_code) == ("__Host-", True, 200)
