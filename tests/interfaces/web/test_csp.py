"""What a browser may do with our pages."""

import pytest
from django.test import Client, override_settings

from vafa.interfaces.web.csp import HEADERS, POLICY


@pytest.mark.parametrize("address", ["/offline/", "/there-is-nothing/", "/sw.js"])
def test_every_page_carries_the_headers_of_safety(client: Client, address: str) -> None:
    answer = client.get(address)

    assert {name: answer.get(name) for name in HEADERS} == HEADERS


def test_nothing_is_allowed_that_is_not_named() -> None:
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))

    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert "unsafe" not in POLICY
    assert "nonce" not in POLICY
    assert "http" not in POLICY


def test_an_encrypted_address_is_kept_to_encryption(client: Client) -> None:
    plain = client.get("/offline/")

    with override_settings(IS_ENCRYPTED=True):
        encrypted = client.get("/offline/")

    assert not plain.has_header("Strict-Transport-Security")
    assert encrypted["Strict-Transport-Security"].startswith("max-age=63072000")


def test_the_api_passes_by_everything_that_only_pages_need(client: Client) -> None:
    """Each middleware of pages leaves a mark on what goes through it; here is none."""
    answer = client.get("/v1/openapi.json")

    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert not answer.cookies
    assert not {"Content-Language", "X-Frame-Options", "Permissions-Policy"} & {*answer.headers}
