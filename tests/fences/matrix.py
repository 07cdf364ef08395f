"""Who may do what: every route of the URL conf, tried as every role and as a key of every right.

A new operation of the API needs one line in `NEEDS`: the right that it takes. A new page needs
nothing when a decorator of `web.people` guards it; one that is open to all needs one line in
`OPEN`, with why.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories.people import member_client, staff_client
from tests.factories.shops import Caller, Shop, purchase_of
from tests.interfaces.api.test_operations import FOREIGN, filled, one_of_everything
from vafa.domain.clubs.rights import RIGHTS, ROLES
from vafa.interfaces.api import openapi
from vafa.interfaces.web.people import Guard, guard_of

NOBODY, MEMBER = "nobody", "member"
TOO_MANY, REFUSED_FROM = 429, 400
HIDDEN = {403, 404, 422}

# The right that each operation of the API takes, said here a second time by hand.
NEEDS: dict[str, str] = {
    "accept_review": "approvals.decide",
    "add_webhook": "keys.manage",
    "adjust_balance": "credit.grant",
    "approve_adjustment": "approvals.decide",
    "approve_late_purchase": "approvals.decide",
    "approve_manual_limit": "approvals.decide",
    "approve_mobile_change": "approvals.decide",
    "approve_move": "approvals.decide",
    "approve_reopening": "accounting.close",
    "ask_erasure": "members.write",
    "ask_mobile_change": "members.write",
    "ask_reopening": "accounting.close",
    "ask_undo_of_mobile_change": "members.write",
    "attach_order_file": "orders.write",
    "bill_order": "sales.write",
    "cancel_hold": "credit.apply",
    "capture_hold": "credit.apply",
    "change_look": "settings.write",
    "show_look": "programme.read",
    "change_business": "settings.write",
    "change_manual_limit": "approvals.decide",
    "change_members": "members.write",
    "change_note": "members.write",
    "change_person": "members.write",
    "change_staff": "staff.manage",
    "change_tag": "members.write",
    "check_import": "imports.write",
    "check_programme": "programme.edit",
    "claim_purchase": "sales.write",
    "close_account": "members.write",
    "close_branch": "settings.write",
    "close_month": "accounting.close",
    "close_shift": "sales.write",
    "close_till": "settings.write",
    "compare_versions": "programme.read",
    "confirm_mobile_change": "members.write",
    "decline_approval": "approvals.decide",
    "decline_review": "approvals.decide",
    "describe_branch": "settings.write",
    "doubt_mobile": "members.write",
    "download_order_file": "orders.read",
    "download_refused_rows": "imports.write",
    "drop_offline_sale": "approvals.decide",
    "drop_tag": "members.write",
    "drop_view": "members.read",
    "edit_profile": "members.write",
    "edit_purchase": "sales.write",
    "end_coupon_series": "programme.edit",
    "end_staff": "staff.manage",
    "erase_member": "members.erase",
    "exchange_purchase": "sales.write",
    "export_acts": "audit.read",
    "export_journal": "reports.read",
    "export_journal_csv": "reports.read",
    "export_member": "export",
    "export_version": "programme.read",
    "find_member": "members.read",
    "find_purchase": "sales.read",
    "give_consent": "members.write",
    "give_second_proof": "members.write",
    "hold_credit": "credit.apply",
    "invite_staff": "staff.manage",
    "invite_user": "staff.manage",
    "issue_api_key": "keys.manage",
    "issue_gift_card": "sales.write",
    "join_account": "members.write",
    "join_club": "members.write",
    "leave_account": "members.write",
    "leave_club": "members.write",
    "link_staff": "staff.manage",
    "list_acts": "audit.read",
    "list_api_keys": "keys.manage",
    "list_approvals": "approvals.decide",
    "list_branches": "club.read",
    "list_coupon_series": "programme.read",
    "list_deliveries": "keys.manage",
    "list_erasure_wishes": "members.read",
    "list_groups": "sales.read",
    "list_happenings": "members.read",
    "list_imports": "imports.write",
    "list_merges": "members.merge",
    "list_members": "members.read",
    "list_offline_sales": "sales.read",
    "list_orders": "orders.read",
    "list_preview_members": "programme.read",
    "list_products": "sales.read",
    "list_reviews": "approvals.decide",
    "list_role_limits": "club.read",
    "list_sales": "sales.read",
    "list_shifts": "sales.read",
    "list_staff": "staff.manage",
    "list_tags": "members.read",
    "list_texts": "club.read",
    "list_tills": "club.read",
    "list_versions": "programme.read",
    "list_views": "members.read",
    "list_webhooks": "keys.manage",
    "look_into_import": "imports.write",
    "make_coupons": "programme.edit",
    "make_tag": "members.write",
    "merge_members": "members.merge",
    "move_order": "orders.write",
    "move_purchase": "sales.write",
    "note_order": "orders.write",
    "open_account": "members.write",
    "open_branch": "settings.write",
    "open_coupon_series": "programme.edit",
    "open_drawer": "sales.write",
    "open_shift": "credit.apply",
    "open_till": "settings.write",
    "place_order": "orders.write",
    "preview_erasure": "members.erase",
    "preview_leaving": "members.write",
    "preview_merge": "members.write",
    "preview_order_message": "orders.read",
    "preview_refund": "sales.refund",
    "preview_undo_of_import": "sales.refund",
    "preview_version": "programme.read",
    "price_order": "orders.write",
    "prove_mobile": "members.write",
    "prove_purchase": "sales.read",
    "publish_text": "settings.write",
    "publish_version": "programme.publish",
    "put_groups": "settings.write",
    "put_products": "settings.write",
    "quote_purchase": "sales.read",
    "receive_offline_sales": "sales.write",
    "record_purchase": "sales.write",
    "redeem_credit": "credit.apply",
    "refund_purchase": "sales.refund",
    "release_coupon": "sales.write",
    "remove_webhook": "keys.manage",
    "reopen_branch": "settings.write",
    "replay_webhook": "keys.manage",
    "reserve_coupon": "sales.write",
    "resume_staff": "staff.manage",
    "retry_offline_sale": "sales.write",
    "revoke_api_key": "keys.manage",
    "rotate_webhook_secret": "keys.manage",
    "run_day": "settings.write",
    "save_draft": "programme.edit",
    "save_view": "members.read",
    "send_mobile_code": "members.write",
    "set_account_codes": "accounting.close",
    "set_account_manager": "members.write",
    "set_display": "settings.write",
    "set_member_fields": "settings.write",
    "set_role_limit": "staff.manage",
    "set_till_terms": "settings.write",
    "set_unit_terms": "accounting.close",
    "set_vat_rate": "settings.write",
    "show_account": "members.read",
    "show_account_spending": "members.read",
    "show_book_proof": "audit.read",
    "show_changes": "changes.read",
    "show_club": "club.read",
    "show_consents": "members.read",
    "show_coupons_report": "reports.read",
    "show_dashboard": "reports.read",
    "show_gift_card": "credit.apply",
    "show_import": "imports.write",
    "show_liability": "reports.read",
    "show_marks": "members.read",
    "show_member": "members.read",
    "show_member_fields": "members.read",
    "show_order": "orders.read",
    "show_programme_schema": "club.read",
    "show_rules": "programme.read",
    "show_sales_report": "reports.read",
    "show_tiers_report": "reports.read",
    "show_units_report": "reports.read",
    "show_visitors_report": "reports.read",
    "show_purchase": "sales.read",
    "resume_messages": "members.write",
    "stop_messages": "members.write",
    "show_receipt": "sales.read",
    "show_settings": "club.read",
    "show_shift": "sales.read",
    "show_statement": "members.read",
    "show_tier": "members.read",
    "show_till_terms": "club.read",
    "show_unit_terms": "reports.read",
    "show_vouchers": "members.write",
    "show_wallet": "members.read",
    "start_import": "imports.write",
    "stop_import": "imports.write",
    "suspend_staff": "staff.manage",
    "tag_member": "members.write",
    "take_back_display": "settings.write",
    "take_version_back": "programme.publish",
    "try_version": "programme.read",
    "undo_import": "approvals.decide",
    "undo_mobile_change": "members.write",
    "unmerge_members": "members.merge",
    "upload_import": "imports.write",
    "void_purchase": "sales.refund",
    "withdraw_consent": "members.write",
    "withdraw_erasure": "members.write",
    "undo_members_change": "members.write",
    "write_note": "members.write",
}

WITHOUT_KEY = {"health", "ready"}

# Pages that no decorator guards, by how their route begins, and why.
OPEN: dict[str, str] = {
    "sign-in/": "staff come in here",
    "sign-out/": "ends a session, whoever's it is",
    "new-password/": "the secret in the link is the guard",
    "invitation/": "the secret in the link is the guard",
    "account/": "one's own log-in: allauth asks who it is",
    "looks/": "language and theme of a browser",
    "offline/": "a page that says that there is no connection",
    "sw.js": "a script",
    "static/": "files that anybody may see",
    "cashier/app.webmanifest": "the name and picture of an app",
    "cashier/lock/": "ends a session, whoever's it is",
    "c/<slug:club>/app.webmanifest": "the name and picture of an app",
    "r/": "the token of a receipt is the guard",
    "dev/": "on a developer's machine only",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page, by its route, and what guards it."""

    route: str
    guard: Guard | None


@dataclass(frozen=True, slots=True)
class Tried:
    """A pair that was tried: a route as somebody. `wanted` says whether it may pass."""

    route: str
    who: str
    wanted: bool
    passed: bool


def operations() -> Iterator[tuple[str, str, str, bool]]:
    """Give name, method, path and whether there is a body, of every operation with a key."""
    for path, methods in openapi.document()["paths"].items():
        for method, described in methods.items():
            if described["operationId"] not in WITHOUT_KEY:
                yield described["operationId"], method.upper(), path, "requestBody" in described


def pages() -> Iterator[Page]:
    """Give every route of the URL conf that is no operation of the API."""
    yield from _pages("", get_resolver().url_patterns)


def _pages(before: str, patterns: list[Any]) -> Iterator[Page]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            if not route.startswith("v1/"):
                yield from _pages(route, one.url_patterns)
        elif isinstance(one, URLPattern) and not route.startswith("v1/"):
            yield Page(route, guard_of(one.callback))


def try_operations(shop: Shop) -> Iterator[Tried]:
    """Try every operation with a key of every role, and with one that lacks its right only."""
    roles = {role: shop.caller(rights) for role, rights in ROLES.items()}
    without = {right: shop.caller(RIGHTS - {right}) for right in sorted(RIGHTS)}
    for name, method, path, has_body in operations():
        right = NEEDS[name]
        for role, caller in roles.items():
            passed = _passes(caller, method, path, has_body=has_body)
            yield Tried(name, role, right in ROLES[role], passed)
        passed = _passes(without[right], method, path, has_body=has_body)
        yield Tried(name, f"all but {right}", wanted=False, passed=passed)
        passed = _passes(Caller(""), method, path, has_body=has_body)
        yield Tried(name, NOBODY, wanted=False, passed=passed)


def _passes(caller: Caller, method: str, path: str, *, has_body: bool) -> bool:
    """Tell whether a request got past the guard, however it ended behind it."""
    address = re.sub(r"\{[a-z_]+\}", "1", path)
    return _sent(caller, method, address, {} if has_body else None) not in {401, 403}


def _sent(caller: Caller, method: str, address: str, body: Any) -> int:
    """Send a request, as often as the rate of the key asks for, and give the status."""
    for _ in range(100):
        status = caller.write(address, body, method=method).status_code
        if status != TOO_MANY:
            return status
        time.sleep(0.1)
    raise AssertionError(address)


def try_foreign(shop: Shop, other: Shop) -> Iterator[Tried]:
    """Try every operation that names something with what another club has, as every role."""
    theirs = one_of_everything(other)
    methods = {name: method for name, method, _, _ in operations()}
    for role, rights in ROLES.items():
        caller = shop.caller(rights)
        for name, (path, body) in FOREIGN.items():
            status = _sent(caller, methods[name], filled(path, theirs), filled(body, theirs))
            yield Tried(name, f"{role} of another club", wanted=False, passed=status not in HIDDEN)


def try_branches(shop: Shop) -> Iterator[Tried]:
    """Try to book on every branch as a cashier of each: one's own passes only."""
    member = shop.member()
    branches = sorted(shop.owner.get("/v1/club").json()["branches"])
    for mine in branches:
        caller = shop.caller(ROLES["cashier"], branch=mine)
        for branch in branches:
            for name, path in (("record_purchase", "purchases"), ("quote_purchase", "quotes")):
                body = purchase_of(member, 1_000, branch=branch)
                status = _sent(caller, "POST", f"/v1/{path}", body)
                yield Tried(
                    f"{name} at {branch}",
                    f"cashier of {mine}",
                    mine == branch,
                    status < REFUSED_FROM,
                )


def try_pages(shop: Shop) -> Iterator[Tried]:
    """Try every guarded page as every role, as a member and as nobody."""
    people: dict[str, Client] = {role: staff_client(shop, role) for role in ROLES}
    people[MEMBER] = member_client(shop, shop.member())
    people[NOBODY] = Client()
    for page in pages():
        if page.guard is None or page.guard.kind == "public":
            continue
        for who, client in people.items():
            answer = client.get(_address(page.route, shop))
            yield Tried(page.route, who, _may(page.guard, who), _is_in(answer))


def try_other_portal(shop: Shop, other: Shop) -> Iterator[Tried]:
    """Try every page of another club's members as a member of this one."""
    client = member_client(shop, shop.member())
    for page in pages():
        if page.guard is not None and page.guard.kind == MEMBER:
            answer = client.get(_address(page.route, other))
            yield Tried(page.route, "member of another club", wanted=False, passed=_is_in(answer))


def _is_in(answer: Any) -> bool:
    """Tell whether a page was reached: neither refused nor sent to sign in."""
    return answer.status_code not in {401, 403} and "sign-in" not in answer.headers.get(
        "Location", ""
    )


def _may(guard: Guard, who: str) -> bool:
    if guard.kind == "till":  # nobody's browser stands at a till here
        return False
    if guard.kind == MEMBER:
        return who == MEMBER
    rights = next((rights for role, rights in ROLES.items() if role == who), None)
    return rights is not None and (guard.right is None or guard.right in rights)


def _address(route: str, shop: Shop) -> str:
    named = re.sub(r"<(?:\w+:)?club>", shop.code, route)
    return "/" + re.sub(r"<(?:\w+:)?\w+>", "1", named)


def counts(tried: list[Tried]) -> Counter[str]:
    """Count what was tried: allowed and refused as wanted, and what went wrong either way."""
    return Counter(
        {(True, True): "allowed", (False, False): "refused", (False, True): "allowed wrongly"}.get(
            (one.wanted, one.passed), "refused wrongly"
        )
        for one in tried
    )
