"""Every journey asks for its right first, and tells what it changed where the trail finds it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from vafa.domain.clubs.rights import RIGHTS
from vafa.server.homes import PROJECT

JOURNEYS = sorted((PROJECT / "src/vafa/journeys").glob("[a-z]*.py"))

# Who is let in by something else than a right of a caller.
WITHOUT_RIGHT: dict[str, str] = {
    "account_desk.shown": "the journeys that use it ask",
    "issue_api_key.note_key_use": "a key that came in notes its own day",
}

# Journeys that note nothing in the trail: they read, or what they do is told elsewhere.
TOLD_ELSEWHERE: dict[str, str] = {
    "account_desk": "the journeys that use it",
    "cancel_hold": "the book",
    "capture_hold": "the book",
    "change_photo": "changes of members",
    "check_accounting": "reads",
    "claim_purchase": "the book",
    "close_checkpoint": "the checkpoints themselves",
    "count_reports": "figures that can be made anew",
    "deliver_webhooks": "the log of deliveries",
    "edit_purchase": "the book",
    "erase_member": "changes of members",
    "even_up_lists": "nobody does it",
    "invite_friends": "members.invitations notes what does not count",
    "reward_invitations": "the book",
    "exchange_purchase": "the book",
    "export_member": "changes of members",
    "find_member": "reads",
    "find_sale": "reads",
    "hold_credit": "the book",
    "import_file": "runs of imports",
    "import_file_groups": "runs of imports",
    "import_file_posting": "runs of imports",
    "import_file_reading": "runs of imports",
    "issue_gift_card": "the book",
    "join_club": "the book",
    "leave_club": "changes of members",
    "list_invitations": "reads",
    "list_sales": "reads",
    "load_history": "the book",
    "mobile_desk": "the journeys that use it",
    "move_purchase": "the book",
    "open_club": "only the operator does it",
    "back_test_programme": "reads",
    "preview_programme": "reads",
    "preview_refund": "reads",
    "prove_mobile": "the codes themselves",
    "prove_purchase": "reads",
    "quote_purchase": "reads",
    "record_purchase": "the book",
    "redeem_credit": "the book",
    "refund_purchase": "the book",
    "relay_changes": "nobody does it",
    "reserve_coupon": "the uses of the coupon",
    "run_day": "nobody does it",
    "send_messages": "nobody does it",
    "show_changes": "reads",
    "show_customer": "reads",
    "show_gift_card": "reads",
    "show_liability": "reads",
    "show_purchase": "reads",
    "show_receipt": "reads",
    "show_reports": "reads",
    "show_rules": "reads",
    "show_setup": "reads",
    "show_statement": "reads",
    "show_tier": "reads",
    "show_vouchers": "reads",
    "show_wallet": "reads",
    "sign_in_member": "a member does it",
    "stop_messages": "consents of members",
    "thank_for_purchases": "nobody does it",
    "undo_import": "the book",
    "void_purchase": "the book",
    "work_imports": "runs of imports",
    "work_orders": "the order's own timeline",
    "work_together": "the journey that asked",
}


def public_functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [one for one in tree.body if isinstance(one, ast.FunctionDef)]
    return [one for one in functions if not one.name.startswith("_")]


def acts_for_somebody(function: ast.FunctionDef) -> bool:
    names = {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}
    return bool(names & {"principal", "doing", "desk"})


def requires(path: Path, name: str) -> list[str]:
    """Give the rights that a function asks for, itself or through helpers of its module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
    found: list[str] = []
    for node in ast.walk(functions[name]):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Attribute) and called.attr == "require":
            assert isinstance(node.args[0], ast.Constant)
            found.append(str(node.args[0].value))
        elif isinstance(called, ast.Name) and called.id in functions and called.id != name:
            found += requires(path, called.id)
    return found


@pytest.mark.parametrize("path", JOURNEYS, ids=lambda path: path.stem)
def test_a_journey_asks_for_its_right(path: Path) -> None:
    for function in filter(acts_for_somebody, public_functions(path)):
        asked = requires(path, function.name)

        assert set(asked) <= RIGHTS
        assert asked or f"{path.stem}.{function.name}" in WITHOUT_RIGHT, function.name


@pytest.mark.parametrize("path", JOURNEYS, ids=lambda path: path.stem)
def test_a_journey_tells_what_it_changed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert ("trail.note(" in text) != (path.stem in TOLD_ELSEWHERE)
