"""What every request meets, also one that reaches no operation."""

import json
import logging
import re

import pytest
from django.test import Client, RequestFactory

from tests.factories.shops import Caller, Shop, new_mobile
from vafa.interfaces.api.bodies import MAXIMUM_BYTES
from vafa.interfaces.api.middleware import ApiDoor


@pytest.mark.parametrize("path", ["/v1/", "/v1/nothing", "/v1/members/", "/v1/%00", "/v1/../x"])
def test_unknown_address_is_a_problem_document(path: str) -> None:
    answer = Client().get(path)

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "address_unknown"


def test_wrong_method_names_the_right_ones() -> None:
    answer = Client().delete("/v1/purchases")

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert answer.json()["code"] == "method_not_allowed"


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options", "trace"])
def test_every_answer_carries_the_headers_of_safety(method: str) -> None:
    answer = getattr(Client(), method)("/v1/nothing")

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer["Content-Length"] == str(len(answer.content))
    assert re.fullmatch(r"[0-9a-f]{16}", answer["X-Request-Id"])


def test_request_id_of_the_caller_is_kept_when_it_is_plain() -> None:
    kept = Client().get("/v1/nothing", headers={"X-Request-Id": "till-7.0001"})
    replaced = Client().get("/v1/nothing", headers={"X-Request-Id": "a b\tc; drop"})

    assert kept["X-Request-Id"] == kept.json()["request_id"] == "till-7.0001"
    assert replaced["X-Request-Id"] == replaced.json()["request_id"]
    assert re.fullmatch(r"[0-9a-f]{16}", replaced["X-Request-Id"])


def test_body_above_the_bound_is_refused_before_it_is_read() -> None:
    door = ApiDoor(lambda _request: pytest.fail("the request went on"))
    request = RequestFactory().post("/v1/purchases", b"", content_type="application/json")
    request.META["CONTENT_LENGTH"] = str(MAXIMUM_BYTES + 1)

    answer = door(request)

    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "abc", "1e3", "\u0667"])
def test_body_of_no_plain_length_is_malformed(length: str) -> None:
    door = ApiDoor(lambda _request: pytest.fail("the request went on"))
    request = RequestFactory().post("/v1/purchases", b"", content_type="application/json")
    request.META["CONTENT_LENGTH"] = length

    assert door(request).status_code == 400


def test_body_in_chunks_is_refused() -> None:
    """The server below hands no length on, and Django would read an empty body."""
    door = ApiDoor(lambda _request: pytest.fail("the request went on"))
    request = RequestFactory().post("/v1/purchases", b"", content_type="application/json")
    request.META |= {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}

    answer = door(request)

    assert (answer.status_code, json.loads(answer.content)["code"]) == (411, "length_required")


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_body_that_is_not_json_is_refused(media_type: str) -> None:
    answer = Client().generic("POST", "/v1/purchases", b"{}", content_type=media_type)

    assert answer.status_code == 415
    assert answer.json()["code"] == "media_type_unsupported"


def test_json_with_a_charset_is_json() -> None:
    answer = Client().post("/v1/purchases", b"{}", content_type="application/json; charset=utf-8")

    assert answer.status_code == 401


def test_foreign_host_is_a_problem_document() -> None:
    answer = Client().get("/v1/health", headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_other_addresses_pass_untouched() -> None:
    assert not Client().get("/health/live").has_header("X-Request-Id")


def test_log_of_a_request_names_its_route_and_nobody(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    mobile = new_mobile()
    with caplog.at_level(logging.DEBUG, logger="vafa.api.requests"):
        shop.owner.write(
            "/v1/members",
            {"mobile": mobile, "first_name": "شیرین‌سارا", "consent_source": "till"},
        )
        shop.owner.ask("/v1/members/find", {"mobile": mobile})
        Caller(shop.owner.secret).get("/v1/club?mobile=" + mobile)

    lines = [
        record.getMessage() for record in caplog.records if record.name == "vafa.api.requests"
    ]
    assert [line.split()[:3] for line in lines] == [
        ["POST", "v1/members", "201"],
        ["POST", "v1/members/find", "200"],
        ["GET", "v1/club", "422"],
    ]
    assert not any(said in "".join(lines) for said in (mobile[1:], "شیرین", shop.owner.secret))


def test_log_of_a_refused_address_does_not_repeat_it(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        Client().get(f"/v1/members/{new_mobile()}/nothing")

    assert caplog.records == []
