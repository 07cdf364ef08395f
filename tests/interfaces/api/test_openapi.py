"""The description of the API: fresh, complete, stable."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from vafa.interfaces.api import openapi, schemas

STORED = Path(__file__).parents[3] / "docs" / "reference" / "openapi.json"


def described() -> dict[str, Any]:
    """Give every operation by its id."""
    return {
        operation["operationId"]: operation
        for methods in openapi.document()["paths"].values()
        for operation in methods.values()
    }


def test_stored_description_is_fresh() -> None:
    """When this fails: `make docs`."""
    assert STORED.read_text(encoding="utf-8") == openapi.text()


def test_served_description_is_the_stored_one() -> None:
    answer = Client().get("/v1/openapi.json")

    assert answer["Content-Type"] == "application/json"
    assert answer.content.decode() == openapi.text()


def test_description_is_openapi_3_1_and_names_no_server() -> None:
    document = openapi.document()

    assert document["openapi"].startswith("3.1.")
    assert "servers" not in document
    assert document["components"]["securitySchemes"]["ApiKey"]["scheme"] == "bearer"


def test_every_error_is_a_problem_document() -> None:
    for name, operation in described().items():
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], (name, status)


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("show_club", {200, 401, 403, 422, 429, 503}),
        ("find_member", {200, 400, 401, 403, 404, 411, 413, 415, 422, 429, 503}),
        (
            "record_purchase",
            {201, 202, 400, 401, 402, 403, 404, 409, 411, 413, 415, 422, 429, 503},
        ),
        ("health", {200}),
        ("ready", {200, 503}),
    ],
)
def test_operation_names_every_status_it_can_give(name: str, statuses: set[int]) -> None:
    assert {int(status) for status in described()[name]["responses"]} == statuses


def test_header_of_writes_is_published_by_its_real_name() -> None:
    [header] = [
        one for one in described()["record_purchase"]["parameters"] if one["in"] == "header"
    ]

    assert (header["name"], header["required"]) == ("Idempotency-Key", True)


def test_every_reference_leads_somewhere() -> None:
    document = openapi.document()
    waiting: list[Any] = [document]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            reference = part.get("$ref")
            if isinstance(reference, str):
                assert reference.rpartition("/")[2] in document["components"]["schemas"]
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


def test_no_two_shapes_share_a_name() -> None:
    """The document knows a shape by its name only: a second one would hide the first."""
    folder = Path(schemas.__file__).parent
    named = [
        name
        for path in folder.glob("*.py")
        for name in re.findall(r"^class (\w+)", path.read_text("utf-8"), re.MULTILINE)
    ]

    assert [name for name, times in Counter(named).items() if times > 1] == []
