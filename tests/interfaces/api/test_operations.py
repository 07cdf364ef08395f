"""Every operation at once: its right, its documented answers, and no way into another club."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.factories.shops import Caller, Shop, new_mobile, open_shop, purchase_of
from tests.interfaces.api.foreign import FOREIGN
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
    "open_coupon_series", "list_coupon_series", "list_gift_cards", "list_erasure_wishes",
    "list_members", "list_tags", "make_tag", "list_views", "save_view", "list_together",
    "list_groups", "put_groups", "list_products", "put_products",
    "list_sent_messages", "set_quiet_hours", "list_invitations",
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


def empty_body(described: dict[str, Any]) -> dict[str, Any] | None:
    """Give an empty body where JSON is expected."""
    content = described.get("requestBody", {}).get("content", {})
    return {} if "application/json" in content else None


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
    assert answers == dict.fromkeys(FOREIGN, 404) | {"attach_order_file": 422, "change_photo": 422}


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
        body = empty_body(described)
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
        body = empty_body(described)
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
        "preview_order_message", "preview_gift", "preview_edit",
    }  # fmt: skip
