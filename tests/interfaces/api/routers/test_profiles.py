"""The member's own data over HTTP."""

import csv
import io
import json
import zipfile

from tests.factories.shops import Shop, new_mobile

FIELDS = {
    "fields": [
        {"code": "shoe", "label": "شمارهٔ کفش", "kind": "number"},
        {"code": "colour", "label": "رنگ", "kind": "choice", "choices": ["سبز", "سرخ"]},
        {"code": "since", "label": "مشتری از", "kind": "date"},
    ]
}
PROFILE = {
    "last_name": "احمدی",
    "email": "Sara@Example.com",
    "address": "تهران، خیابان انقلاب، پلاک ۱۲",
    "company": "بافندگی",
    "company_phone": "۰۲۱-۸۸۷۷۶۶۵۵",
    "birthday": {"month": 12, "day": 30},
    "wedding": {"month": 2, "day": 31},
    "custom": {"shoe": 38, "colour": "سبز", "since": "۱۳۹۹/۱/۵"},
}


def test_profile_is_edited_in_parts_and_null_clears(shop: Shop) -> None:
    member = shop.member()
    assert shop.owner.write("/v1/club/member-fields", FIELDS, method="PUT").status_code == 200

    first = shop.owner.write(f"/v1/members/{member}", PROFILE, method="PATCH")
    second = shop.owner.write(
        f"/v1/members/{member}", {"address": None, "custom": {"shoe": None}}, method="PATCH"
    )
    found = shop.owner.get(f"/v1/members/{member}").json()

    assert first.status_code == 200, first.content
    assert first.json()["changed"] == sorted(PROFILE)
    assert second.json()["changed"] == ["address", "custom"]
    assert (found["first_name"], found["last_name"], found["left_at"]) == ("سارا", "احمدی", None)
    profile = found["profile"]
    assert profile["email"] == "sara@example.com"
    assert (profile["address"], profile["company_phone"]) == ("", "02188776655")
    assert (profile["birthday"], profile["wedding"]) == (
        {"month": 12, "day": 30}, {"month": 2, "day": 31},
    )  # fmt: skip
    assert profile["custom"] == {"colour": "سبز", "since": "1399-01-05"}


def test_who_only_reads_sees_a_masked_profile(shop: Shop) -> None:
    member = shop.member(mobile="09123456789")
    shop.owner.write(f"/v1/members/{member}", {"email": "sara@example.com"}, method="PATCH")

    profile = shop.caller({"read"}).get(f"/v1/members/{member}").json()["profile"]

    assert (profile["is_masked"], profile["email"]) == (True, "s***@example.com")
    assert profile["mobile"] == "0912***6789"


def test_unfit_values_are_refused_and_change_nothing(shop: Shop) -> None:
    member, other = shop.member(), shop.member()
    shop.owner.write("/v1/club/member-fields", FIELDS, method="PUT")
    shop.owner.write(f"/v1/members/{other}", {"email": "ali@example.com"}, method="PATCH")
    codes = [
        shop.owner.write(f"/v1/members/{member}", body, method="PATCH").json()["code"]
        for body in (
            {"email": "ALI@example.com"},
            {"email": "ali"},
            {"company_phone": "ABC"},
            {"birthday": {"month": 12, "day": 31}},
            {"custom": {"colour": "آبی"}},
            {"custom": {"shoe": "38"}},
            {"custom": {"since": "1399/13/01"}},
            {"custom": {"hat": 1}},
        )
    ]

    assert codes == [
        "email_taken", "invalid_email", "invalid_phone", "invalid_jalali_date",
        "field_value_unfit", "field_value_unfit", "field_value_unfit", "unknown_member_field",
    ]  # fmt: skip
    assert shop.owner.get(f"/v1/members/{member}").json()["profile"]["custom"] == {}


def test_a_field_keeps_its_kind_and_choices_suit_it(shop: Shop) -> None:
    shop.owner.write("/v1/club/member-fields", FIELDS, method="PUT")
    other_kind = {"fields": [{"code": "shoe", "label": "کفش", "kind": "text"}]}
    no_choice = {"fields": [{"code": "hat", "label": "کلاه", "kind": "choice"}]}
    twice = {"fields": [{"code": "hat", "label": "کلاه", "kind": "text"}] * 2}

    codes = [
        shop.owner.write("/v1/club/member-fields", body, method="PUT").json()["code"]
        for body in (other_kind, no_choice, twice)
    ]

    assert codes == ["field_kind_changed", "choices_unfit", "field_twice"]
    assert len(shop.owner.get("/v1/club/member-fields").json()["fields"]) == 3


def test_consents_are_given_and_withdrawn_as_easily(shop: Shop) -> None:
    member = shop.member()
    sms = {"purpose": "sms", "source": "portal", "wording": "sms-2"}

    shop.owner.write(f"/v1/members/{member}/consents", sms)
    after = shop.owner.write(
        f"/v1/members/{member}/consents/withdraw", {"purpose": "sms", "source": "portal"}
    ).json()["consents"]
    again = shop.owner.write(
        f"/v1/members/{member}/consents/withdraw", {"purpose": "sms", "source": "portal"}
    )

    assert [(one["purpose"], one["wording"], one["withdrawn_source"]) for one in after] == [
        ("membership", "", ""), ("sms", "sms-2", "portal"),
    ]  # fmt: skip
    assert after[1]["withdrawn_at"] is not None
    assert again.json()["code"] == "nothing_to_withdraw"


def test_leaving_shows_what_ends_and_joining_again_brings_it_back(shop: Shop) -> None:
    mobile = new_mobile()
    member = shop.member(mobile=mobile)
    shop.purchase(member, 10_000_000)

    preview = shop.owner.get(f"/v1/members/{member}/leave").json()
    left = shop.owner.write(f"/v1/members/{member}/leave", {"source": "portal"}).json()
    refused = shop.owner.write(
        "/v1/purchases",
        {"member": {"mobile": mobile}, "source": "t", "document": "X", "currency": "IRR",
         "amount_rials": 1000},
    )  # fmt: skip
    back = shop.owner.write("/v1/members", {"mobile": mobile, "consent_source": "till"})
    found = shop.owner.get(f"/v1/members/{member}").json()

    assert (preview["has_left"], left["has_left"], left["grace_days"]) == (False, True, 30)
    assert {one["unit"]: one["spendable"] for one in left["balances"]} == {
        "points": 100, "credit": 200_000,
    }  # fmt: skip
    assert refused.json()["code"] == "member_has_left"
    assert (back.status_code, back.json()["member"]["member_id"]) == (200, member)
    assert found["left_at"] is None
    consents = shop.owner.get(f"/v1/members/{member}/consents").json()["consents"]
    assert [one["withdrawn_at"] is None for one in consents] == [False, True]


def test_export_has_everything_and_is_noted(shop: Shop) -> None:
    mobile = new_mobile()
    member = shop.member(mobile=mobile)
    shop.owner.write(f"/v1/members/{member}", {"email": "sara@example.com"}, method="PATCH")
    shop.purchase(member, 10_000_000, attributes={"note": "=1+1"})
    asked = shop.owner.write("/v1/mobile-proofs", {"mobile": mobile})
    assert asked.status_code < 300, asked.content

    answer = shop.owner.get(f"/v1/members/{member}/export")
    again = shop.owner.get(f"/v1/members/{member}/export")

    assert answer["Content-Type"] == "application/zip"
    files = zipfile.ZipFile(io.BytesIO(answer.content))
    assert sorted(files.namelist()) == [
        "consents.csv", "data.json", "index.html", "messages.csv", "orders.csv", "sales.csv",
        "statement.csv",
    ]  # fmt: skip
    data = json.loads(files.read("data.json"))
    assert data["profile"]["email"] == "sara@example.com"
    assert [(one["purpose"], one["state"]) for one in data["messages"]] == [("code", "waiting")]
    assert data["sales"][0]["attributes"] == {"note": "=1+1"}
    (sale,) = csv.DictReader(io.StringIO(files.read("sales.csv").decode("utf-8-sig")))
    assert (sale["net_rials"], sale["line_number"]) == ("10000000", "1")
    entries = list(csv.DictReader(io.StringIO(files.read("statement.csv").decode("utf-8-sig"))))
    assert all(entry["reason_fa"] and entry["reason_en"] for entry in entries)
    assert 'dir="rtl"' in files.read("index.html").decode()
    noted = json.loads(zipfile.ZipFile(io.BytesIO(again.content)).read("data.json"))["changes"]
    assert [one["kind"] for one in noted] == ["profile", "exported"]
    assert noted[0]["after"] == {"email": "sara@example.com"}


def test_erasure_is_previewed_confirmed_and_final(shop: Shop) -> None:
    member = shop.member()
    shop.purchase(member, 10_000_000)

    preview = shop.owner.get(f"/v1/members/{member}/erase").json()
    body = {"basis": "request", "preview_hash": preview["preview_hash"]}
    wrong = shop.owner.write(
        f"/v1/members/{member}/erase", {"basis": "request", "preview_hash": "0" * 64}
    )
    erased = shop.owner.write(f"/v1/members/{member}/erase", body)
    again = shop.owner.write(f"/v1/members/{member}/erase", body)

    assert preview["kept"] == ["book", "invoices", "mobile_hash"]
    assert wrong.json()["code"] == "preview_differs"
    assert erased.json()["ended"] == {"credit": 200_000, "points": 100}
    assert again.json() == erased.json()
    assert again["Idempotent-Replayed"] == "true"
    assert shop.owner.get(f"/v1/members/{member}").status_code == 404
