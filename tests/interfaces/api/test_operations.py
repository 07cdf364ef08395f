"""Every operation at once: its right, its documented answers, and no way into another club."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.factories.shops import Caller, Shop, new_mobile, open_shop, purchase_of
from vafa.domain.clubs.principal import RIGHTS
from vafa.interfaces.api import openapi
from vafa.programme.presets import demo_programme

WITHOUT_KEY = {"health", "ready"}


@dataclass(frozen=True)
class Theirs:
    """What exists in the other club only."""

    member: str
    purchase: str
    document: str
    hold: str
    key: str
    webhook: str
    file: str
    version: int
    proof: str
    order: int


# What is asked of another club's things, by operation: path and body.
FOREIGN: dict[str, tuple[str, dict[str, Any] | None]] = {
    "revoke_api_key": ("/v1/api-keys/{key}", None),
    "find_member": ("/v1/members/find", {"id": "{member}"}),
    "show_member": ("/v1/members/{member}", None),
    "edit_profile": ("/v1/members/{member}", {"first_name": "x"}),
    "show_consents": ("/v1/members/{member}/consents", None),
    "list_happenings": ("/v1/members/{member}/timeline", None),
    "give_consent": ("/v1/members/{member}/consents", {"purpose": "sms", "source": "till"}),
    "withdraw_consent": (
        "/v1/members/{member}/consents/withdraw",
        {"purpose": "sms", "source": "till"},
    ),
    "preview_leaving": ("/v1/members/{member}/leave", None),
    "leave_club": ("/v1/members/{member}/leave", {"source": "till"}),
    "export_member": ("/v1/members/{member}/export", None),
    "preview_erasure": ("/v1/members/{member}/erase", None),
    "erase_member": (
        "/v1/members/{member}/erase",
        {"basis": "request", "preview_hash": "0" * 64},
    ),
    "show_wallet": ("/v1/members/{member}/wallet", None),
    "show_vouchers": ("/v1/members/{member}/vouchers", None),
    "stop_messages": ("/v1/opt-outs", {"token": "AAAAAAAAAAAAAAAAAAAAAA"}),
    "resume_messages": ("/v1/opt-outs/undo", {"token": "AAAAAAAAAAAAAAAAAAAAAA"}),
    "ask_erasure": ("/v1/members/{member}/erasure-wish", {}),
    "withdraw_erasure": ("/v1/members/{member}/erasure-wish", None),
    "show_receipt": ("/v1/receipts/find", {"named": "22222-22222-2222"}),
    "show_statement": ("/v1/members/{member}/statement", None),
    "show_tier": ("/v1/members/{member}/tier", None),
    "quote_purchase": ("/v1/quotes", {"purchase": True}),
    "record_purchase": ("/v1/purchases", {"purchase": True}),
    "show_purchase": ("/v1/purchases/{purchase}", None),
    "prove_purchase": ("/v1/purchases/{purchase}/proof", None),
    "find_purchase": ("/v1/purchases/find", {"source": "till-1", "document": "{document}"}),
    "refund_purchase": (
        "/v1/purchases/{purchase}/refunds",
        {"member_id": "{member}", "source": "till", "document": "B1", "currency": "IRR"},
    ),
    "preview_refund": (
        "/v1/purchases/{purchase}/refunds/preview",
        {"member_id": "{member}", "source": "till", "document": "B1", "currency": "IRR"},
    ),
    "void_purchase": ("/v1/purchases/{purchase}/void", {"member_id": "{member}"}),
    "edit_purchase": (
        "/v1/purchases/{purchase}/edit",
        {"member_id": "{member}", "revision": 1, "currency": "IRR", "amount_rials": 1000},
    ),
    "exchange_purchase": (
        "/v1/purchases/{purchase}/exchange",
        {
            "member_id": "{member}",
            "source": "till",
            "document": "X1",
            "currency": "IRR",
            "purchase": {"document": "X2", "amount_rials": 1000},
        },
    ),
    "claim_purchase": (
        "/v1/purchases/claim",
        {"receipt_code": "22222-22222-2222", "member": {"id": "{member}"}},
    ),
    "move_purchase": ("/v1/purchases/{purchase}/move", {"to": {"id": "{member}"}}),
    "approve_move": ("/v1/approvals/{purchase}/approve-move", {"payload_hash": "0" * 64}),
    "approve_late_purchase": (
        "/v1/approvals/{purchase}/approve-purchase",
        {"payload_hash": "0" * 64},
    ),
    "link_staff": ("/v1/staff/{purchase}/member", {"id": "{member}"}),
    "adjust_balance": (
        "/v1/adjustments",
        {"member_id": "{member}", "unit": "credit", "units": 1, "reason": "goodwill"},
    ),
    "place_order": (
        "/v1/orders",
        {"member": {"id": "{member}"}, "title": "table", "currency": "IRR"},
    ),
    "list_orders": ("/v1/orders?member_id={member}", None),
    "show_order": ("/v1/orders/{order}", None),
    "move_order": ("/v1/orders/{order}/steps", {"state": "review"}),
    "preview_order_message": ("/v1/orders/{order}/steps/preview", {"state": "review"}),
    "note_order": ("/v1/orders/{order}/notes", {"note": "x"}),
    "price_order": ("/v1/orders/{order}/cost", {"cost_rials": 1, "currency": "IRR"}),
    "attach_order_file": ("/v1/orders/{order}/files?file_name=a.png", None),
    "download_order_file": ("/v1/orders/{order}/files/{purchase}", None),
    "bill_order": ("/v1/orders/{order}/bill", {}),
    "close_till": ("/v1/tills/till-9", None),
    "open_drawer": ("/v1/tills/till-9/drawer", {"float_rials": 0}),
    "show_shift": ("/v1/shifts/{purchase}", None),
    "close_shift": ("/v1/shifts/{purchase}/close", {"cash_rials": 0}),
    "open_shift": ("/v1/tills/till-9/shifts", {"member_ids": []}),
    "receive_offline_sales": (
        "/v1/tills/till-9/offline-sales",
        {
            "shift_id": "{purchase}",
            "sales": [
                {
                    "sequence": 1,
                    "rung_at": "2026-11-21T08:30:00Z",
                    "purchase": {"purchase": True},
                }
            ],
        },
    ),
    "list_offline_sales": ("/v1/tills/till-9/offline-sales", None),
    "retry_offline_sale": ("/v1/tills/till-9/offline-sales/1/retry", {}),
    "drop_offline_sale": ("/v1/tills/till-9/offline-sales/1/drop", {"note": "x"}),
    "invite_user": ("/v1/staff/{purchase}/invitations", {"login": "sara@example.com"}),
    "change_staff": ("/v1/staff/{purchase}", {"role": "support"}),
    "suspend_staff": ("/v1/staff/{purchase}/suspend", None),
    "resume_staff": ("/v1/staff/{purchase}/resume", None),
    "end_staff": ("/v1/staff/{purchase}", None),
    "decline_approval": ("/v1/approvals/{purchase}/decline", None),
    "approve_manual_limit": (
        "/v1/club/manual-limit/approve",
        {"approval_id": "{purchase}", "payload_hash": "0" * 64},
    ),
    "set_unit_terms": ("/v1/accounting/terms", {"unit": "miles", "month": "1405-07"}),
    "approve_reopening": (
        "/v1/accounting/reopenings/{purchase}/approve",
        {"payload_hash": "0" * 64},
    ),
    "approve_adjustment": ("/v1/approvals/{purchase}/approve", {"payload_hash": "0" * 64}),
    "hold_credit": ("/v1/holds", {"member": {"id": "{member}"}, "unit": "credit", "units": 1}),
    "capture_hold": ("/v1/holds/{hold}/capture", {"member_id": "{member}"}),
    "cancel_hold": ("/v1/holds/{hold}/cancel", {"member_id": "{member}"}),
    "redeem_credit": (
        "/v1/redemptions",
        {
            "member": {"id": "{member}"},
            "unit": "credit",
            "units": 1,
            "source": "till",
            "document": "V1",
        },
    ),
    "preview_merge": (
        "/v1/merges/preview",
        {"survivor_id": "{member}", "duplicate_id": "{purchase}"},
    ),
    "open_account": (
        "/v1/accounts",
        {"kind": "household", "name": "x", "keeper": {"member": {"id": "{member}"}}},
    ),
    "show_account": ("/v1/accounts/{purchase}", None),
    "join_account": (
        "/v1/accounts/{purchase}/people",
        {"member": {"id": "{member}"}, "role": "adult"},
    ),
    "change_person": ("/v1/accounts/{purchase}/people/{member}", {"role": "adult"}),
    "leave_account": ("/v1/accounts/{purchase}/people/{member}/leave", None),
    "close_account": ("/v1/accounts/{purchase}/close", {}),
    "show_account_spending": ("/v1/accounts/{purchase}/spending?month=1405-09", None),
    "merge_members": ("/v1/merges", {"survivor_id": "{member}", "duplicate_id": "{purchase}"}),
    "unmerge_members": ("/v1/merges/{purchase}/undo", None),
    "prove_mobile": ("/v1/mobile-proofs/{proof}/confirm", {"code": "123456"}),
    "give_second_proof": ("/v1/mobile-proofs/{proof}/second-proof", {"number": "1234567897"}),
    "doubt_mobile": ("/v1/members/{member}/mobile-doubts", None),
    "ask_mobile_change": (
        "/v1/members/{member}/mobile-changes",
        {"new_mobile": "09120000000"},
    ),
    "confirm_mobile_change": (
        "/v1/members/{member}/mobile-changes/{purchase}/confirm",
        {"new_code": "123456", "old_code": "123456"},
    ),
    "approve_mobile_change": (
        "/v1/members/{member}/mobile-changes/{purchase}/approve",
        {"payload_hash": "0" * 64},
    ),
    "ask_undo_of_mobile_change": (
        "/v1/members/{member}/mobile-changes/{purchase}/undo-codes",
        {},
    ),
    "undo_mobile_change": (
        "/v1/members/{member}/mobile-changes/{purchase}/undo",
        {"code": "123456"},
    ),
    "make_coupons": ("/v1/coupon-series/{purchase}/coupons", {"count": 1}),
    "end_coupon_series": ("/v1/coupon-series/{purchase}", None),
    "reserve_coupon": (
        "/v1/coupons/reserve",
        {"code": "2222", "member_id": "{member}", "source": "shop", "document": "C"},
    ),
    "release_coupon": (
        "/v1/coupons/release",
        {"code": "2222", "member_id": "{member}", "source": "shop", "document": "C"},
    ),
    "issue_gift_card": ("/v1/gift-cards", {"purchase_id": "{purchase}", "line": 1}),
    "show_gift_card": ("/v1/gift-cards/find", {"code": "2222", "member_id": "{member}"}),
    "remove_webhook": ("/v1/webhooks/{webhook}", None),
    "rotate_webhook_secret": ("/v1/webhooks/{webhook}/rotate", None),
    "replay_webhook": ("/v1/webhooks/{webhook}/replay", {"cursor": ""}),
    "list_deliveries": ("/v1/webhooks/{webhook}/deliveries", None),
    "accept_review": ("/v1/reviews/{purchase}/accept", None),
    "decline_review": ("/v1/reviews/{purchase}/decline", None),
    "show_import": ("/v1/imports/{file}", None),
    "check_import": ("/v1/imports/{file}/check", {"kind": "orders", "unit": "rial"}),
    "look_into_import": ("/v1/imports/{file}/columns", None),
    "start_import": ("/v1/imports/{file}/start", None),
    "stop_import": ("/v1/imports/{file}/stop", None),
    "download_refused_rows": ("/v1/imports/{file}/refused", None),
    "preview_undo_of_import": ("/v1/imports/{file}/undo", None),
    "undo_import": ("/v1/imports/{file}/undo", None),
    "show_marks": ("/v1/members/{member}/marks", None),
    "write_note": ("/v1/members/{member}/notes", {"text": "x"}),
    "change_note": ("/v1/members/{member}/notes/{member}", {"text": "x"}),
    "tag_member": ("/v1/members/{member}/tags", {}),
    "set_account_manager": ("/v1/members/{member}/manager", {"staff_id": None}),
    "change_tag": ("/v1/member-tags/{member}", {"name": "x"}),
    "drop_tag": ("/v1/member-tags/{member}", None),
    "drop_view": ("/v1/member-views/{member}", None),
    "change_members": ("/v1/member-changes", {"kind": "add_tag", "which": "{member}"}),
    "undo_members_change": ("/v1/member-changes/undo", {"key": "{member}"}),
    "describe_branch": ("/v1/branches/branch-9", {"name": "x"}),
    "close_branch": ("/v1/branches/branch-9", None),
    "reopen_branch": ("/v1/branches/branch-9/reopen", None),
    "take_back_display": ("/v1/club/displays/take-back", {"starts_on": "2090-01-01"}),
    "export_version": ("/v1/programme/versions/{version}", None),
    "compare_versions": ("/v1/programme/versions/{version}/diff?against=1", None),
    "publish_version": ("/v1/programme/versions/{version}/publish", {}),
    "try_version": (
        "/v1/programme/versions/{version}/try",
        {"source": "shop", "document": "T", "currency": "IRR", "amount_rials": 1_000_000},
    ),
    "take_version_back": ("/v1/programme/versions/{version}/take-back", None),
    "preview_version": ("/v1/programme/versions/{version}/preview", {}),
    "list_preview_members": ("/v1/programme/versions/{version}/preview/members", None),
}
# Operations that name nothing: what they show or make is the key's own club's.
OWN_ONLY = {
    "show_dashboard", "show_sales_report", "show_units_report", "show_visitors_report",
    "show_tiers_report", "show_coupons_report", "show_book_proof", "show_rules",
    "show_liability", "export_journal", "export_journal_csv", "show_unit_terms",
    "set_account_codes", "close_month", "ask_reopening",
    "show_club", "issue_api_key", "list_api_keys", "show_changes", "run_day", "join_club",
    "list_versions", "save_draft", "check_programme", "show_programme_schema",
    "send_mobile_code",
    "upload_import", "list_imports", "list_merges", "list_reviews", "add_webhook", "list_webhooks",
    "list_staff",
    "list_approvals", "list_role_limits", "set_role_limit", "invite_staff",
    "list_acts", "export_acts",
    "show_till_terms", "set_till_terms", "list_tills", "open_till", "change_manual_limit",
    "list_sales", "list_shifts",
    "show_member_fields", "set_member_fields",
    "show_settings", "change_business", "set_display", "set_vat_rate", "list_branches",
    "open_branch", "list_texts", "publish_text", "show_look", "change_look",
    "open_coupon_series", "list_coupon_series", "list_erasure_wishes",
    "list_members", "list_tags", "make_tag", "list_views", "save_view",
    "list_groups", "put_groups", "list_products", "put_products",
}  # fmt: skip


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give method, path and description of every operation."""
    for path, methods in openapi.document()["paths"].items():
        for method, described in methods.items():
            yield method.upper(), path, described


def right_of(described: dict[str, Any]) -> str:
    """Read the right that an operation needs from its description."""
    return str(described["description"].rpartition("Needs the right `")[2].partition("`")[0])


@pytest.fixture
def theirs(transactional_db: None) -> Theirs:
    """Open another shop with one of everything."""
    return one_of_everything(open_shop())


def one_of_everything(other: Shop) -> Theirs:
    """Have a shop make one of everything that an operation can name."""
    member = other.member(first_name="علی")
    sale = other.purchase(member, 10_000_000)
    hold = other.owner.write(
        "/v1/holds", {"member": {"id": member}, "unit": "credit", "units": 1000}
    ).json()
    key = other.owner.write("/v1/api-keys", {"name": "till", "rights": ["read"]}).json()
    draft = other.owner.write(
        "/v1/programme/versions", {"document": demo_programme().model_dump(mode="json")}
    ).json()
    return Theirs(
        member=member,
        purchase=sale["purchase_id"],
        document=sale["document"],
        hold=hold["hold_id"],
        key=key["key_id"],
        webhook=add_webhook(other),
        file=other.owner.send_file("/v1/imports", b"mobile\n09121110001\n").json()["uploaded"][
            "import_id"
        ],
        version=draft["version"]["number"],
        proof=send_code(other),
        order=other.owner.write(
            "/v1/orders", {"member": {"id": member}, "title": "table", "currency": "IRR"}
        ).json()["order"]["number"],
    )


def send_code(shop: Shop) -> str:
    """Have a code sent to somebody and give the proof's id."""
    return str(shop.owner.write("/v1/mobile-proofs", {"mobile": new_mobile()}).json()["proof_id"])


def add_webhook(shop: Shop) -> str:
    """Have the shop's changes sent somewhere and give the webhook's id."""
    answer = shop.owner.write("/v1/webhooks", {"url": "https://shop.example.com/vafa"})
    return str(answer.json()["webhook"]["webhook_id"])


def filled(value: Any, theirs: Theirs) -> Any:
    """Put the other club's ids into a path or a body."""
    if isinstance(value, dict):
        if value == {"purchase": True}:
            return purchase_of(theirs.member, 1000)
        return {name: filled(item, theirs) for name, item in value.items()}
    if isinstance(value, list):
        return [filled(item, theirs) for item in value]
    return value.format(**vars(theirs)) if isinstance(value, str) else value


def test_every_operation_is_in_the_matrix_of_clubs() -> None:
    """A new operation fails here until somebody says how another club's things are refused."""
    found = {described["operationId"] for _, _, described in operations()}

    assert found - WITHOUT_KEY == set(FOREIGN) | OWN_ONLY


def test_key_of_a_club_finds_nothing_of_another(shop: Shop, theirs: Theirs) -> None:
    answers = {}
    methods = {described["operationId"]: method for method, _, described in operations()}
    for name, (path, body) in FOREIGN.items():
        answer = shop.owner.write(filled(path, theirs), filled(body, theirs), method=methods[name])
        answers[name] = answer.status_code

    # A file without content is refused before anything is looked up.
    assert answers == dict.fromkeys(FOREIGN, 404) | {"attach_order_file": 422}


def test_lists_of_a_club_show_nothing_of_another(shop: Shop, theirs: Theirs) -> None:
    versions = shop.owner.get("/v1/programme/versions").json()["versions"]
    changes = shop.owner.get("/v1/changes").json()["entries"]
    keys = shop.owner.get("/v1/api-keys").json()["keys"]
    webhooks = shop.owner.get("/v1/webhooks").json()["webhooks"]

    assert [version["number"] for version in versions] == [1]
    assert [key["name"] for key in keys] == ["first key"]
    assert webhooks == []
    assert theirs.member not in {change["member_id"] for change in changes}
    assert shop.owner.get("/v1/club").json()["club_id"] == str(shop.club_id)


def test_every_operation_refuses_a_key_without_its_right(shop: Shop) -> None:
    callers = {right: shop.caller(RIGHTS - {right}) for right in sorted(RIGHTS)}
    answers = {}
    for method, path, described in operations():
        name = described["operationId"]
        if name in WITHOUT_KEY:
            continue
        address = path.replace("{number}", "1").replace("{", "").replace("}", "")
        body: dict[str, Any] | None = {} if "requestBody" in described else None
        answer = callers[right_of(described)].write(address, body, method=method)
        answers[name] = (answer.status_code, answer.json()["code"])

    assert answers == dict.fromkeys(set(FOREIGN) | OWN_ONLY, (403, "right_missing"))


def test_every_operation_refuses_a_caller_without_key(transactional_db: None) -> None:
    nobody = Caller("")
    statuses = {
        described["operationId"]: nobody.write(path, method=method).status_code
        for method, path, described in operations()
        if described["operationId"] not in WITHOUT_KEY
    }

    assert set(statuses.values()) == {401}


def test_every_write_needs_an_idempotency_key(shop: Shop) -> None:
    answers = {}
    for method, path, described in operations():
        parameters = {one["name"] for one in described.get("parameters", ())}
        if "Idempotency-Key" not in parameters:
            continue
        address = re.sub(r"\{[a-z_]+\}", "1", path)
        body: dict[str, Any] | None = {} if "requestBody" in described else None
        missing = shop.owner._send(method, address, body=body, headers={})
        unfit = shop.owner.write(
            address, body, method=method, key="کلید".encode().decode("latin-1")
        )
        answers[described["operationId"]] = (missing.json()["code"], unfit.json()["code"])

    assert set(answers.values()) == {("idempotency_key_missing", "idempotency_key_invalid")}
    assert len(answers) >= 88


def test_reads_need_no_idempotency_key_and_change_nothing_by_name() -> None:
    """What is not a GET either takes a key or is a look-up whose body holds something personal."""
    look_ups = {
        described["operationId"]
        for method, _, described in operations()
        if method != "GET"
        and "Idempotency-Key" not in {one["name"] for one in described.get("parameters", ())}
    }

    assert look_ups == {
        "find_member", "find_purchase", "quote_purchase", "check_programme", "preview_merge",
        "preview_refund", "try_version", "show_gift_card", "show_receipt", "preview_version",
        "preview_order_message",
    }  # fmt: skip
