"""Idempotency over HTTP: one effect and one answer per key."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import RequestFactory

from tests.factories.shops import Shop, new_mobile, purchase_of
from vafa.interfaces.api.requests import claim_of
from vafa.interfaces.api.schemas.credit import CancelBody
from vafa.interfaces.api.schemas.members import JoinBody

JOIN = {"consent_source": "till"}


def test_claim_when_the_body_means_the_same_is_the_same() -> None:
    request = RequestFactory().post("/v1/members")
    persian = JoinBody.model_validate({"mobile": "۰۹۱۲۳۴۵۶۷۸۹", **JOIN})
    ascii_ = JoinBody.model_validate({**JOIN, "mobile": "+989123456789", "first_name": ""})
    other = JoinBody.model_validate({**JOIN, "mobile": "09123456780"})

    claims = [claim_of(request, "key", body).body_hash for body in (persian, ascii_, other)]

    assert claims[0] == claims[1] != claims[2]
    assert len(claims[0]) == 32


def test_claim_when_path_or_method_differs_is_another() -> None:
    body = CancelBody.model_validate({"member_id": "1"})
    requests = [
        RequestFactory().post("/v1/holds/1/cancel"),
        RequestFactory().post("/v1/holds/2/cancel"),
        RequestFactory().delete("/v1/holds/1/cancel"),
    ]

    assert len({claim_of(request, "key", body).body_hash for request in requests}) == 3


def test_repeat_of_a_purchase_gives_the_stored_answer(shop: Shop) -> None:
    body = purchase_of(shop.member(), 5_000_000)

    first = shop.owner.write("/v1/purchases", body, key="one")
    second = shop.owner.write("/v1/purchases", body, key="one")

    assert (first.status_code, second.status_code) == (201, 201)
    assert not first.has_header("Idempotent-Replayed")
    assert second["Idempotent-Replayed"] == "true"
    assert second.json() == first.json()


def test_key_with_another_body_is_refused(shop: Shop) -> None:
    member = shop.member()
    shop.owner.write("/v1/purchases", purchase_of(member, 5_000_000), key="one")

    answer = shop.owner.write("/v1/purchases", purchase_of(member, 6_000_000), key="one")

    assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")


def test_document_under_a_new_key_gives_the_first_result(shop: Shop) -> None:
    """The natural key wins: (source, document, revision, effect) happens once."""
    body = purchase_of(shop.member(), 5_000_000)

    first = shop.owner.write("/v1/purchases", body)
    second = shop.owner.write("/v1/purchases", body)

    assert second.status_code == 201
    assert second["Idempotent-Replayed"] == "true"
    assert second.json() == first.json()


@pytest.mark.parametrize("key", [" ", "~" * 255, '"7f0c"'])
def test_key_of_any_printable_form_is_taken(shop: Shop, key: str) -> None:
    answer = shop.owner.write("/v1/members", {"mobile": new_mobile(), **JOIN}, key=key)

    assert answer.status_code == 201


@pytest.mark.parametrize("key", ["~" * 256, "a\x7f", "é"])
def test_key_of_another_form_is_refused(shop: Shop, key: str) -> None:
    answer = shop.owner.write("/v1/members", {"mobile": new_mobile(), **JOIN}, key=key)

    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_invalid")


def test_joining_twice_under_one_key_makes_one_member(shop: Shop) -> None:
    body = {"mobile": new_mobile(), "first_name": "سارا", **JOIN}

    first = shop.owner.write("/v1/members", body, key="join")
    again = shop.owner.write("/v1/members", body, key="join")
    later = shop.owner.write("/v1/members", body)

    assert (first.status_code, again.status_code, later.status_code) == (201, 201, 200)
    assert again["Idempotent-Replayed"] == "true"
    assert {one.json()["member"]["member_id"] for one in (first, again, later)} == {
        first.json()["member"]["member_id"]
    }


def test_key_is_issued_once_and_its_secret_shown_once(shop: Shop) -> None:
    body = {"name": "till", "rights": ["read"]}

    first = shop.owner.write("/v1/api-keys", body, key="issue")
    again = shop.owner.write("/v1/api-keys", body, key="issue")

    assert first.json()["secret"].startswith("vafa_live_")
    assert again["Idempotent-Replayed"] == "true"
    assert again.json() == {**first.json(), "secret": ""}


def test_same_purchase_from_eight_tills_at_once_happens_once(shop: Shop) -> None:
    """A parallel repeat waits and replays, or is told to come back; never doubled, never a 5xx."""
    member = shop.member()
    body = purchase_of(member, 5_000_000)

    def send(_: int) -> tuple[int, str]:
        answer = shop.owner.write("/v1/purchases", body, key="same")
        connections.close_all()
        return answer.status_code, answer.json().get("purchase_id", "")

    with ThreadPoolExecutor(8) as tills:
        answers = list(tills.map(send, range(8)))

    done = {purchase for status, purchase in answers if status == 201}
    assert {status for status, _ in answers} <= {201, 409}
    assert len(done) == 1
    wallet = shop.owner.get(f"/v1/members/{member}/wallet").json()
    assert {held["unit"]: held["spendable"] for held in wallet["balances"]} == {
        "points": 50,
        "credit": 100_000,
    }
