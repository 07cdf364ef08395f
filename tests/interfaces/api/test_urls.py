"""Where the API stands."""

from django.test import Client
from django.urls import resolve

from vafa.interfaces.api.door import api


def test_api_stands_under_version_1() -> None:
    assert resolve("/v1/purchases").url_name == "record_purchase"
    assert api.version == "1.0.0"


def test_description_needs_no_key() -> None:
    assert Client().get("/v1/openapi.json").status_code == 200
