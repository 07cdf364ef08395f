"""Errors as problem documents: codes, languages, places, and what they never say."""

import json
import logging
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory

from tests.factories.shops import Shop, purchase_of
from vafa.interfaces.api import problems
from vafa.interfaces.web.errors import NotAuthenticated
from vafa.kit.errors import Refused, Unavailable


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "fa"),
        ("fa", "fa"),
        ("en", "en"),
        ("en-GB,en;q=0.9,fa;q=0.8", "en"),
        ("de, fa;q=0.5, en;q=0.4", "fa"),
        ("de", "fa"),
        ("*", "fa"),
        (";;;q=x,,", "fa"),
        ("en," * 500, "en"),
    ],
)
def test_language_follows_the_preference_of_the_caller(accepted: str, language: str) -> None:
    request = RequestFactory().get("/", headers={"Accept-Language": accepted})

    assert problems.language_of(request) == language


def test_problem_says_the_same_code_in_either_language() -> None:
    def document(language: str) -> dict[str, Any]:
        request = RequestFactory().get("/", headers={"Accept-Language": language})
        answer = problems.problem(request, NotAuthenticated())
        assert answer["Content-Language"] == language
        assert answer["Content-Type"] == "application/problem+json"
        found: dict[str, Any] = json.loads(answer.content)
        return found

    persian, english = document("fa"), document("en")

    assert persian["code"] == english["code"] == "not_authenticated"
    assert persian["type"] == english["type"] == "urn:vafa:problem:not_authenticated"
    assert english["title"].startswith("The request carries no key")
    assert persian["title"].startswith("درخواست کلید ندارد")


def test_problem_shows_the_facts_of_an_error_with_ids_as_text() -> None:
    class NotToday(Refused):
        """Not today."""

    error = NotToday(member_id=2**62, units=5, codes=frozenset({"a"}), nothing=None, sure=True)

    answer = problems.problem(RequestFactory().get("/"), error)

    assert json.loads(answer.content)["details"] == {
        "member_id": str(2**62),
        "units": 5,
        "codes": ["a"],
        "nothing": None,
        "sure": True,
    }


def test_problem_that_passes_by_itself_says_when_to_come_back() -> None:
    answer = problems.problem(RequestFactory().get("/"), Unavailable())

    assert (answer.status_code, answer["Retry-After"]) == (503, "1")


def raise_it(error: Exception) -> None:
    """Give an error a place where it happened."""
    raise error


def test_fault_is_answered_and_logged_without_any_value(caplog: pytest.LogCaptureFixture) -> None:
    """A database error quotes the row it failed on; the log must not."""
    request = RequestFactory().get("/")
    error = OperationalError("Failing row contains (سارا, 09123456789)")
    with pytest.raises(OperationalError):
        raise_it(error)
    with caplog.at_level(logging.ERROR, logger="vafa.api"):
        answer = problems.fault(request, error)

    assert answer.status_code == 500
    assert "OperationalError" in caplog.text
    assert "raise_it" in caplog.text
    for text in (caplog.text, answer.content.decode()):
        assert "0912" not in text
        assert "سارا" not in text


def test_database_that_is_away_is_a_503(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.owner.get("/v1/club")
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")

    answer = shop.owner.get("/v1/club")

    monkeypatch.undo()
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert shop.owner.get("/v1/club").status_code == 200


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"currency": "IRT"}, "/currency", "currency_not_rial"),
        ({"currency": None}, "/currency", "not_allowed_value"),
        ({"surprise": 1}, "/surprise", "unknown_field"),
        ({"lines": [{"net_rials": 1.5}]}, "/lines/0/net_rials", "not_whole"),
        ({"lines": [{"net_rials": True}]}, "/lines/0/net_rials", "not_whole"),
        ({"lines": [{"net_rials": "5"}]}, "/lines/0/net_rials", "not_whole"),
        ({"lines": [{"net_rials": 10**13 + 1}]}, "/lines/0/net_rials", "too_large"),
        ({"lines": [{"net_rials": -1}]}, "/lines/0/net_rials", "too_small"),
        ({"lines": [{"net_rials": 1}, {}]}, "/lines/1/net_rials", "missing"),
        ({"lines": [{"net_rials": 1}] * 501}, "/lines", "too_long"),
        ({"lines": {}}, "/lines", "not_list"),
        ({"lines": [[]]}, "/lines/0", "not_object"),
        ({"lines": []}, "", "one_of_two"),
        ({"amount_rials": 5}, "", "one_of_two"),
        ({"member": {}}, "/member", "one_of_two"),
        ({"member": {"mobile": "021"}}, "/member/mobile", "too_short"),
        ({"member": {"mobile": "02188888888"}}, "/member/mobile", "invalid_mobile"),
        ({"member": {"id": 5}}, "/member/id", "wrong_pattern"),
        ({"source": ""}, "/source", "too_short"),
        ({"document": "a\nb"}, "/document", "wrong_pattern"),
        ({"occurred_at": "yesterday"}, "/occurred_at", "not_moment"),
        ({"attributes": {"a": 5}}, "/attributes/a", "not_text"),
        ({"attributes": {"a": "6037991111111112"}}, "/attributes/a", "card_number"),
    ],
)
def test_wrong_input_is_named_with_its_place(
    shop: Shop, change: dict[str, Any], pointer: str, code: str
) -> None:
    body = purchase_of("5", 1000) | change

    answer = shop.owner.write("/v1/purchases", body, Accept_Language="en")

    assert answer.status_code == 422
    assert answer.json()["code"] == "input_invalid"
    [place] = answer.json()["errors"]
    assert (place["in"], place["pointer"], place["code"]) == ("body", pointer, code)
    assert place["message"]


def test_wrong_places_of_a_union_are_named_as_they_were_sent(shop: Shop) -> None:
    """Pydantic's own steps, as a union's tag, are not in the pointer."""
    answer = shop.owner.write("/v1/purchases", {"lines": [{"net_rials": {}}], "x": {"y": 1}})

    found = {place["pointer"]: place["code"] for place in answer.json()["errors"]}
    assert found == {
        "/source": "missing",
        "/document": "missing",
        "/currency": "missing",
        "/lines/0/net_rials": "not_whole",
        "/x": "unknown_field",
    }


@pytest.mark.parametrize("raw", [b"{", b"[1,", b'{"a":1,"a":2}', b"\xff"])
def test_body_that_is_no_json_is_a_400(shop: Shop, raw: bytes) -> None:
    answer = shop.owner.client.post(
        "/v1/purchases/find",
        raw,
        content_type="application/json",
        headers={"Authorization": f"Bearer {shop.owner.secret}"},
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "body_not_json")


def test_text_that_cannot_be_stored_is_a_422(shop: Shop) -> None:
    answer = shop.owner.ask("/v1/purchases/find", {"source": "a\0", "document": "\ud800"})

    assert answer.status_code == 422
    assert [place["pointer"] for place in answer.json()["errors"]] == ["/document", "/source"]


def test_misspelt_query_is_refused(shop: Shop) -> None:
    answer = shop.owner.get("/v1/changes?limit=5&until=x")

    assert answer.status_code == 422
    [place] = answer.json()["errors"]
    assert (place["in"], place["pointer"], place["code"]) == ("query", "/until", "unknown_field")
