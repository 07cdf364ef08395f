"""Mobiles over HTTP: prove, join, change, take back; and nothing about a number in any log."""

import logging
import re
from pathlib import Path
from typing import Any

import pytest

from tests.factories.shops import Caller, Shop, new_mobile
from vafa.adapters.sandbox.phone import SandboxPhone
from vafa.domain.messaging.ports import Senders
from vafa.interfaces.web import sources
from vafa.journeys.send_messages import send_messages


class Phone:
    """The phones of a shop's people."""

    def __init__(self, shop: Shop, folder: Path) -> None:
        self._shop = shop
        self._gateway = SandboxPhone(file=folder / "phone.sqlite", clock=sources.now)

    def code(self, mobile: str) -> str:
        """Send what waits and read the newest code of a number."""
        send_messages(
            club_id=self._shop.club_id, is_test=False, vault=sources.vault(),
            senders=Senders(self._gateway, self._gateway), clock=sources.now,
        )  # fmt: skip
        texts = [one.text for one in self._gateway.messages(mobile=f"+98{mobile[1:]}")]
        return [found.group() for text in texts if (found := re.search(r"\d{6}", text))][-1]


@pytest.fixture
def phone(shop: Shop, tmp_path: Path) -> Phone:
    return Phone(shop, tmp_path)


def prove(shop: Shop, phone: Phone, mobile: str) -> dict[str, Any]:
    sent = shop.owner.write("/v1/mobile-proofs", {"mobile": mobile, "caller": mobile}).json()
    path = f"/v1/mobile-proofs/{sent['proof_id']}/confirm"
    answer = shop.owner.write(path, {"code": phone.code(mobile)})
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def person(shop: Shop, name: str) -> Caller:
    return shop.person(name, {"approve", "members", "read"})


def test_new_number_is_proven_and_joins(shop: Shop, phone: Phone) -> None:
    mobile = new_mobile()

    proof = prove(shop, phone, mobile)
    body = {"mobile": mobile, "consent_source": "portal", "proof_id": proof["proof_id"]}
    joined = shop.owner.write("/v1/members", body)
    again = shop.owner.write("/v1/members", body)

    assert (proof["outcome"], proof["member_id"]) == ("new", None)
    assert joined.status_code == 201
    assert (again.status_code, again.json()["code"]) == (404, "no_such_proof")


def test_code_may_be_typed_in_persian_digits(shop: Shop, phone: Phone) -> None:
    mobile = new_mobile()
    member_id = shop.member(mobile=mobile)
    sent = shop.owner.write("/v1/mobile-proofs", {"mobile": mobile}).json()
    code = phone.code(mobile).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))

    answer = shop.owner.write(f"/v1/mobile-proofs/{sent['proof_id']}/confirm", {"code": code})

    assert answer.json() == {
        "proof_id": sent["proof_id"], "outcome": "proven", "member_id": member_id,
    }  # fmt: skip


def test_wrong_code_and_too_many_codes_say_what_to_do(shop: Shop, phone: Phone) -> None:
    mobile = new_mobile()
    sent = shop.owner.write("/v1/mobile-proofs", {"mobile": mobile}).json()
    right = phone.code(mobile)
    wrong = "000000" if right != "000000" else "111111"

    refused = shop.owner.write(f"/v1/mobile-proofs/{sent['proof_id']}/confirm", {"code": wrong})
    soon = shop.owner.write("/v1/mobile-proofs", {"mobile": mobile})

    assert (refused.status_code, refused.json()["code"]) == (422, "code_refused")
    assert (soon.status_code, soon.json()["code"]) == (429, "code_too_soon")
    assert 0 < int(soon["Retry-After"]) <= 60


def test_change_with_both_codes_pauses_spending_and_is_taken_back(
    shop: Shop, phone: Phone
) -> None:
    old, new = new_mobile(), new_mobile()
    member_id = shop.member(mobile=old)
    shop.purchase(member_id, 10_000_000)
    path = f"/v1/members/{member_id}/mobile-changes"
    asked = shop.owner.write(path, {"new_mobile": new})
    codes = {"new_code": phone.code(new), "old_code": phone.code(old)}
    changed = shop.owner.write(f"{path}/{asked.json()['change_id']}/confirm", codes)
    spend = {
        "member": {"id": member_id}, "unit": "credit", "units": 1000, "source": "t",
        "document": "V1",
    }  # fmt: skip
    paused = shop.owner.write("/v1/redemptions", spend)
    soon = shop.owner.write(f"{path}/{asked.json()['change_id']}/undo-codes", {})

    assert (asked.status_code, changed.status_code) == (202, 200)
    assert changed.json()["member"]["mobile_masked"].endswith(new[-4:])
    assert (paused.status_code, paused.json()["code"]) == (422, "spending_paused")
    moment = changed.json()["spending_from"].replace("Z", "+00:00")
    assert paused.json()["details"] == {"works_from": moment}
    assert soon.json()["code"] == "code_too_soon"


def test_lost_number_waits_for_a_second_person(shop: Shop, phone: Phone) -> None:
    new = new_mobile()
    member_id = shop.member()
    reza, mina = person(shop, "رضا"), person(shop, "مینا")
    path = f"/v1/members/{member_id}/mobile-changes"
    machine = shop.owner.write(path, {"new_mobile": new, "old_is_lost": True})
    asked = reza.write(path, {"new_mobile": new, "old_is_lost": True}).json()
    change = f"{path}/{asked['change_id']}"
    waiting = reza.write(f"{change}/confirm", {"new_code": phone.code(new)})
    body = {"payload_hash": waiting.json()["payload_hash"]}

    same = reza.write(f"{change}/approve", body)
    done = mina.write(f"{change}/approve", body)

    assert machine.json()["code"] == "personal_key_needed"
    assert (waiting.status_code, same.json()["code"]) == (202, "same_person")
    assert (done.status_code, done.json()["member"]["mobile_masked"][-4:]) == (200, new[-4:])


def test_doubted_number_spends_after_a_second_proof(shop: Shop, phone: Phone) -> None:
    mobile = new_mobile()
    member_id = shop.member(mobile=mobile)
    number = shop.owner.get(f"/v1/members/{member_id}").json()["number"]

    doubted = shop.owner.write(f"/v1/members/{member_id}/mobile-doubts")
    proof = prove(shop, phone, mobile)
    path = f"/v1/mobile-proofs/{proof['proof_id']}/second-proof"
    refused = shop.owner.write(path, {"birthday": {"month": 1, "day": 1}})
    both = shop.owner.write(path, {"number": number, "staff": True})
    opened = shop.owner.write(path, {"number": number})

    assert doubted.status_code == 200
    assert (proof["outcome"], proof["member_id"]) == ("second_proof_needed", None)
    assert refused.json()["code"] == "second_proof_refused"
    assert both.json()["code"] == "input_invalid"
    assert (opened.json()["outcome"], opened.json()["member_id"]) == ("proven", member_id)


def test_no_code_and_no_number_stands_in_a_log(
    shop: Shop, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    mobile = new_mobile()

    with caplog.at_level(logging.DEBUG):
        proof = prove(shop, phone, mobile)
        code = phone.code(mobile)
        shop.owner.write(f"/v1/mobile-proofs/{proof['proof_id']}/confirm", {"code": code})

    said = "\n".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
    assert mobile[1:] not in said
    assert code not in said
