"""The API against its own description, with whatever can be sent: 30 cases an operation.

The deep run is `make deep`, the same with the Hypothesis profile `deep`. The database is the real
one and the caller is `vafa_app`. Half of the ids that are sent exist.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.factories.shops import Shop, open_shop
from vafa.interfaces.api import openapi
from vafa.programme.presets import demo_programme
from vafa.server.wsgi import application

DEEP = hypothesis.settings().max_examples > 1000
CASES = 1000 if DEEP else 30
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
OPERATIONS = sorted(
    operation["operationId"]
    for methods in openapi.document()["paths"].values()
    for operation in methods.values()
)
BOTH = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@dataclass(frozen=True)
class Open:
    """A shop with something in it, and the API's description bound to the application."""

    shop: Shop
    known: dict[str, str]
    schema: Any


@pytest.fixture(scope="module")
def open_door(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Open]:
    """Open a shop where a member has bought and holds some credit."""
    with django_db_blocker.unblock():
        shop = open_shop()
        member = shop.member()
        sale = shop.purchase(member, 50_000_000)
        hold = shop.owner.write(
            "/v1/holds", {"member": {"id": member}, "unit": "credit", "units": 1000}
        ).json()
        key = shop.owner.write("/v1/api-keys", {"name": "till", "rights": ["read"]}).json()
        webhook = shop.owner.write("/v1/webhooks", {"url": "https://shop.example.com/vafa"}).json()
        known = {
            "webhook_id": webhook["webhook"]["webhook_id"],
            "member_id": member,
            "id": member,
            "purchase_id": sale["purchase_id"],
            "document": sale["document"],
            "source": "till-1",
            "hold_id": hold["hold_id"],
            "key_id": key["key_id"],
            "number": "1",
            "against": "1",
            "unit": "credit",
        }
        yield Open(shop, known, schemathesis.openapi.from_wsgi("/v1/openapi.json", application))


def made_real(value: Any, known: dict[str, str]) -> Any:
    """Put ids that exist where ids are named, and have a purchase be by lines or by amount."""
    if isinstance(value, list):
        return [made_real(item, known) for item in value]
    if not isinstance(value, dict):
        return value
    real: dict[str, Any] = {
        name: known[name] if name in known and isinstance(item, str) else made_real(item, known)
        for name, item in value.items()
    }
    if isinstance(real.get("member"), dict):
        real["member"] = {"id": known["id"]}
    if isinstance(real.get("document"), dict):
        real["document"].update(demo_programme().model_dump(mode="json"))
    if real.get("lines"):
        real.pop("amount_rials", None)
    elif real.get("currency") == "IRR":
        real["amount_rials"] = 1_000_000
    return real


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_gives_only_what_it_promises(open_door: Open, name: str) -> None:
    """No server error, only documented statuses, media types, headers and shapes."""
    operation = open_door.schema.find_operation_by_id(name)
    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in BOTH))
    headers = {"Authorization": f"Bearer {open_door.shop.owner.secret}"}

    @hypothesis.settings(
        max_examples=CASES, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @hypothesis.given(case=cases, is_real=st.booleans())
    def send(case: Any, *, is_real: bool) -> None:
        if is_real:
            case.path_parameters = made_real(case.path_parameters, open_door.known)
            case.body = made_real(case.body, open_door.known)
        if case.headers:
            case.headers.pop("Host", None)  # names the server, not the operation
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS)

    send()
