"""The tree of tests mirrors the source, and nothing of a machine or an address slips into it."""

import ast
import re
import subprocess
from pathlib import Path

from tests.tidy.source import SOURCE, TESTS, Module, functions, modules
from vafa.server.homes import PROJECT

# A module that is tested through another one's test, and where.
TESTED_ELSEWHERE = {
    "insight/adding.py": "tests/insight/test_counting.py",
    "insight/book_checks.py": "tests/journeys/test_prove_book.py",
    "insight/changes.py": "tests/insight/test_counting.py",
    "insight/club.py": "tests/journeys/test_show_reports.py: the dashboard",
    "insight/coupons.py": "tests/journeys/test_show_reports.py",
    "insight/marks.py": "tests/insight/test_counting.py",
    "insight/models.py": "tests/insight/test_counting.py",
    "insight/proof.py": "tests/journeys/test_prove_book.py",
    "insight/sales.py": "tests/journeys/test_show_reports.py: every part adds up",
    "insight/units.py": "tests/journeys/test_show_reports.py: told back",
    "interfaces/backoffice/tiers_report.py": "tests/interfaces/backoffice/test_report.py",
    "journeys/count_reports.py": "tests/insight/test_counting.py and server/test_counting.py",
    "interfaces/backoffice/periods.py": "tests/interfaces/backoffice: home, sales_report",
    "interfaces/web/templatetags/people.py": "tests/interfaces/web/test_browsers.py",
    "domain/people/models.py": "tests/interfaces/web/test_signing_in.py",
    "domain/people/operations.py": "tests/interfaces: web/test_account.py, portal/test_sign_in.py",
    "domain/people/queries.py": "tests/interfaces: web/test_account.py, portal/test_sign_in.py",
    "domain/people/texts.py": "tests/interfaces/web/test_account.py opens the links in them",
    "journeys/come_in.py": "tests/interfaces/web/test_people.py",
    "journeys/invite_user.py": "tests/interfaces/web/test_account.py accepts invitations",
    "journeys/reset_password.py": "tests/interfaces/web/test_account.py forgets and sets",
    "journeys/sign_in_member.py": "tests/interfaces/portal/test_sign_in.py, devices and all",
    "interfaces/api/schemas/messages.py": "tests/interfaces/api/routers/test_messages.py",
    "interfaces/api/schemas/invitations.py": "tests/interfaces/api/routers/test_invitations.py",
    "domain/members/photos.py": "tests/journeys/test_change_photo.py",
    "domain/members/notes.py": "tests/journeys/test_mark_members.py",
    "interfaces/api/schemas/friends.py": "tests/interfaces/api/routers/test_members.py",
    "journeys/invite_friends.py": "tests/interfaces/portal/test_friends.py",
    "domain/members/invitations.py": "tests/journeys/test_reward_invitations.py",
    "domain/rewards/operations/inviting.py": "tests/journeys/test_reward_invitations.py",
    "domain/sales/bought.py": "tests/journeys/test_reward_invitations.py",
    "domain/members/tags.py": "tests/journeys/test_mark_members.py",
    "domain/members/together.py": "tests/journeys/test_change_together.py",
    "journeys/work_together.py": "tests/journeys/test_change_together.py",
    "interfaces/api/schemas/together.py": "tests/interfaces/api/routers/test_together.py",
    "domain/members/views.py": "tests/journeys/test_mark_members.py",
    "interfaces/api/schemas/marks.py": "tests/interfaces/api/routers/test_marks.py",
    "interfaces/backoffice/member_tags.py": "tests/interfaces/backoffice/test_member_notes.py",
    "journeys/even_up_lists.py": "tests/domain/members/test_standing.py",
    "domain/rewards/standings.py": "tests/interfaces/backoffice/test_members.py",
    "journeys/list_members.py": "tests/interfaces/backoffice/test_members.py",
    "journeys/show_customer.py": "tests/interfaces/backoffice/test_member_page.py",
    "domain/orders/operations.py": "tests/journeys/test_work_orders.py",
    "domain/orders/queries.py": "tests/journeys/test_work_orders.py",
    "interfaces/api/schemas/orders.py": "tests/interfaces/api/routers/test_orders.py",
    "journeys/close_checkpoint.py": "tests/journeys/test_prove_purchase.py",
    "interfaces/api/schemas/proofs.py": "tests/interfaces/api/routers/test_proofs.py",
    "domain/clubs/approvals.py": "tests/journeys/test_adjust_balance.py",
    "domain/rewards/late.py": "tests/journeys/test_record_purchase_late.py",
    "domain/rewards/operations/kept_days.py": "tests/scenarios/test_days_a_country_keeps.py",
    "domain/rewards/operations/previews.py": "tests/journeys/test_preview_programme.py",
    "domain/rewards/operations/trying.py": "tests/journeys/test_preview_programme.py",
    "domain/rewards/version_answers.py": "tests/journeys/test_manage_programme.py",
    "domain/rewards/version_queries.py": "tests/journeys/test_manage_programme.py",
    "insight/setup.py": "tests/interfaces/backoffice/test_setup.py",
    "journeys/show_setup.py": "tests/interfaces/backoffice/test_setup.py",
    "interfaces/backoffice/drafts.py": "tests/interfaces/backoffice/test_draft.py",
    "interfaces/backoffice/rule_conditions.py": "tests/interfaces/backoffice/test_draft.py",
    "interfaces/backoffice/rule_effects.py": "tests/interfaces/backoffice/test_draft.py",
    "interfaces/backoffice/rule_form.py": "tests/interfaces/backoffice/test_draft.py",
    "domain/accounts/operations.py": "tests/journeys/test_{join,leave,manage}_account.py",
    "domain/accounts/queries.py": "tests/journeys: test_join_, test_leave_, test_manage_account",
    "domain/accounts/records.py": "tests/journeys/test_join_account.py",
    "domain/rewards/allowances.py": "tests/journeys/test_manage_account.py and join races",
    "domain/rewards/operations/pooling.py": "tests/journeys/test_leave_account.py",
    "interfaces/api/schemas/accounts.py": "tests/interfaces/api/routers/test_accounts.py",
    "journeys/account_desk.py": "tests/journeys: test_join_, test_leave_, test_manage_account",
    "journeys/open_account.py": "tests/journeys/test_join_account.py opens them",
    "ledger/carrying.py": "tests/journeys: test_join_account, test_leave_account",
    "domain/rewards/operations/adjusting.py": "tests/journeys/test_adjust_balance.py",
    "domain/accounting/operations.py": "tests/journeys/test_close_month.py",
    "domain/accounting/records.py": "tests/domain/accounting/test_roll.py",
    "domain/accounting/queries.py": "tests/journeys/test_show_liability.py",
    "domain/accounting/reporting.py": "tests/journeys: test_show_liability, test_check_accounting",
    "interfaces/api/schemas/accounting.py": "tests/interfaces/api/routers/test_accounting.py",
    "server/operators.py": "tests/server/test_accounting_words.py",
    "domain/tills/operations.py": "tests/journeys/test_receive_offline_sales.py",
    "domain/tills/queries.py": "tests/journeys/test_receive_offline_sales.py",
    "domain/rewards/operations/offline.py": "tests/journeys/test_receive_offline_sales.py",
    "domain/rewards/operations/refund_preview.py": "tests/journeys/test_preview_refund.py",
    "domain/sales/tills.py": "tests/journeys/test_count_drawer.py",
    "domain/tills/drawers.py": "tests/journeys/test_count_drawer.py",
    "interfaces/api/schemas/shifts.py": "tests/interfaces/api/routers/test_shifts.py",
    "interfaces/web/at_till.py": "tests/interfaces/cashier/test_people.py",
    "interfaces/api/schemas/tills.py": "tests/interfaces/api/routers/test_tills.py",
    "journeys/list_invitations.py": "tests/interfaces/backoffice/test_invitations.py",
    "journeys/manage_approvals.py": "tests/interfaces/api/routers/test_staff.py",
    "journeys/manage_staff.py": "tests/interfaces/api/routers/test_staff.py",
    "interfaces/api/routers/reviews.py": "tests/interfaces/api/routers/test_purchases.py",
    "interfaces/api/schemas/imports.py": "tests/interfaces/api/routers/test_imports.py",
    "interfaces/api/schemas/staff.py": "tests/interfaces/api/routers/test_staff.py",
    "interfaces/api/schemas/adjustments.py": "tests/interfaces/api/routers/test_adjustments.py",
    "interfaces/api/schemas/afterwards.py": "tests/interfaces/api/routers/test_purchases.py",
    "server/embedded/keeper.py": "tests/server/embedded/test_joining.py kills and replaces it",
    "server/embedded/children.py": "tests/server/embedded/test_joining.py kills the parent",
    "server/embedded/postmaster.py": "tests/server/embedded/test_joining.py: one test per fault",
    "server/embedded/cluster.py": "tests/server/embedded/test_joining.py makes clusters",
    "server/backup_words.py": "tests/server/test_restoring.py types them",
    "server/backups.py": "tests/server/test_restoring.py: drilled, restored, not what was saved",
    "server/continuous.py": "tests/server/test_restoring.py goes back to a second",
    "server/drill.py": "tests/server/test_restoring.py drills good and bad backups",
    "server/whole/archive.py": "tests/server/whole/test_importing.py: damaged, older, no archive",
    "server/whole/exporting.py": "tests/server/whole/test_importing.py: there and back",
    "server/whole/loading.py": "tests/server/whole/test_importing.py: there and back",
    "server/whole/proof.py": "tests/server/whole/test_importing.py: there and back",
    "server/whole/secrets.py": "tests/server/whole/test_importing.py: new keys, covered, clear",
    "server/commands.py": "tests/server/test_cli.py types the commands",
    "server/report_words.py": "tests/server/test_counting.py types them",
    "domain/members/mobiles.py": "tests/journeys: test_change_, test_undo_mobile_change.py",
    "domain/messaging/queries.py": "tests/journeys/test_send_messages.py: which clubs are due",
    "domain/rewards/spending.py": "tests/journeys: test_prove_mobile.py, test_change_mobile.py",
    "interfaces/api/schemas/mobiles.py": "tests/interfaces/api/routers/test_mobiles.py",
    "journeys/mobile_desk.py": "tests/journeys/test_prove_mobile.py sends and joins",
    "interfaces/api/schemas/catalogue.py": "tests/interfaces/api/routers/test_catalogue.py",
    "domain/catalogue/records.py": "tests/domain/catalogue/test_operations.py",
    "domain/catalogue/queries.py": "tests/domain/catalogue/test_operations.py reads what it named",
    "domain/rewards/answering.py": "tests/journeys: every journey asserts on its answer",
    "domain/rewards/entries.py": "tests/journeys/test_show_statement.py",
    "domain/rewards/holds.py": "tests/journeys/test_capture_hold.py and test_redeem_credit.py",
    "domain/rewards/judging.py": "tests/scenarios/test_ladder_changes.py",
    "domain/rewards/queries.py": "tests/journeys/test_show_*.py: one test per question",
    "domain/rewards/operations/birthdays.py": "tests/journeys/test_run_day.py",
    "domain/rewards/operations/credit.py": "tests/journeys: hold, capture, cancel, redeem",
    "domain/rewards/operations/day.py": "tests/journeys/test_run_day.py",
    "domain/rewards/imported.py": "tests/journeys/test_load_history.py shows and refunds imports",
    "domain/rewards/operations/history.py": "tests/journeys/test_load_history.py",
    "domain/rewards/operations/exchange.py": "tests/journeys: test_edit_, test_exchange_purchase",
    "domain/rewards/operations/feed.py": "tests/journeys/test_relay_changes.py",
    "domain/rewards/as_then.py": "tests/journeys: test_claim_purchase.py, test_edit_purchase.py",
    "domain/rewards/operations/claiming.py": "tests/journeys/test_claim_purchase.py and races",
    "domain/rewards/operations/guests.py": "tests/journeys/test_claim_purchase.py sells to nobody",
    "domain/rewards/operations/handing_over.py": "tests/journeys/test_claim_purchase_races.py",
    "domain/rewards/operations/moving.py": "tests/journeys/test_move_purchase.py",
    "journeys/link_staff.py": "tests/interfaces/api/schemas/test_moving.py",
    "domain/rewards/operations/joining.py": "tests/journeys/test_join_club.py",
    "domain/rewards/operations/occasion.py": "tests/journeys: test_join_club.py, test_run_day.py",
    "domain/rewards/operations/meeting.py": "tests/journeys/test_record_purchase.py",
    "domain/rewards/operations/purchase.py": "tests/journeys: test_record_, test_quote_purchase",
    "domain/rewards/operations/refund.py": "tests/journeys/test_refund_purchase.py",
    "domain/rewards/operations/versions.py": "tests/journeys/test_manage_programme.py",
    "domain/imports/checks.py": "tests/journeys/test_import_file.py: one row for every fault",
    "domain/imports/staging.py": "tests/journeys/test_import_file.py: documents that come twice",
    "domain/imports/operations.py": "tests/journeys/test_import_file.py: crash and undo",
    "domain/imports/queries.py": "tests/journeys/test_import_file.py: crash and undo",
    "domain/rewards/operations/bringing.py": "tests/journeys/test_import_file.py",
    "domain/rewards/operations/undoing.py": "tests/journeys/test_import_file.py",
    "domain/rewards/merge_answers.py": "tests/journeys/test_merge_members.py",
    "domain/rewards/merge_pair.py": "tests/journeys/test_merge_members.py: refusals, gifts twice",
    "domain/rewards/merge_preview.py": "tests/journeys/test_merge_members.py foretells",
    "domain/rewards/operations/merging.py": "tests/journeys/test_merge_members*.py",
    "interfaces/api/schemas/merges.py": "tests/interfaces/api/routers/test_merges.py",
    "ledger/merges.py": "tests/journeys/test_merge_members.py: what came, gifts, sums",
    "domain/rewards/operations/opening.py": "tests/journeys/test_import_file.py: balances",
    "domain/imports/jobs.py": "tests/interfaces/api/routers/test_imports.py: asked, busy, failed",
    "domain/rewards/reviews.py": "tests/journeys/test_review_purchases.py",
    "domain/rewards/operations/reviewing.py": "tests/journeys/test_review_purchases.py",
    "journeys/manage_imports.py": "tests/interfaces/api/routers/test_imports.py",
    "journeys/work_imports.py": "tests/interfaces/api/routers/test_imports.py, worker and all",
    "journeys/undo_import.py": "tests/journeys/test_import_file.py undoes what it brought",
    "domain/webhooks/operations.py": "tests/journeys/test_deliver_webhooks.py",
    "domain/webhooks/queries.py": "tests/journeys/test_deliver_webhooks.py reads list and log",
    "domain/clubs/erasing.py": "tests/scenarios/test_an_erased_person.py searches every table",
    "domain/imports/erasing.py": "tests/scenarios/test_an_erased_person.py",
    "domain/members/audit.py": "tests/journeys/test_edit_profile.py",
    "domain/members/consents.py": "tests/journeys/test_edit_profile.py and the door's tests",
    "domain/members/erasure.py": "tests/journeys/test_erase_member.py",
    "domain/members/fields.py": "tests/interfaces/api/routers/test_profiles.py",
    "domain/members/leaving.py": "tests/journeys/test_leave_club.py",
    "domain/members/records.py": "tests/journeys/test_edit_profile.py changes the birthday",
    "domain/members/profile.py": "tests/journeys/test_edit_profile.py and the door's tests",
    "domain/rewards/gifts.py": "tests/journeys/test_edit_profile.py changes the birthday",
    "domain/rewards/operations/ending.py": "tests/journeys: test_leave_club, test_erase_member",
    "domain/sales/listing.py": "tests/interfaces/api/routers/test_profiles.py reads the export",
    "interfaces/api/schemas/happened.py": "tests/interfaces/backoffice/test_member_timeline.py",
    "interfaces/api/schemas/profiles.py": "tests/interfaces/api/routers/test_profiles.py",
    "interfaces/web/templatetags/layout.py": "tests/interfaces/web/test_menus.py, tests/e2e",
    "interfaces/web/cells.py": "tests/interfaces/web: test_downloads.py, test_lists.py",
    "interfaces/web/drawing.py": "tests/interfaces/web/templatetags/test_ui.py",
    "interfaces/web/keyset.py": "tests/interfaces/web/test_lists.py walks pages both ways",
    "interfaces/web/templatetags/fa.py": "tests/interfaces/web: test_formats.py, test_gallery.py",
    "interfaces/web/exports.py": "tests/interfaces/api/routers/test_profiles.py opens the ZIP",
    "journeys/export_member.py": "tests/interfaces/api/routers/test_profiles.py",
    "domain/rewards/operations/coupons.py": "tests/journeys: test_manage_, test_reserve_coupon",
    "domain/rewards/backtesting.py": "tests/journeys/test_back_test_programme.py",
    "domain/rewards/operations/back_tests.py": "tests/journeys/test_back_test_programme.py",
    "domain/vouchers/cards.py": "tests/journeys/test_manage_gift_cards.py",
    "domain/rewards/card_answers.py": "tests/journeys/test_issue_gift_card.py pays with them",
    "domain/rewards/operations/card_sales.py": "tests/journeys/test_issue_gift_card.py",
    "domain/rewards/operations/gift_cards.py": "tests/journeys/test_issue_gift_card.py",
    "domain/rewards/operations/gift_card_returns.py": "tests/journeys/test_issue_gift_card.py",
    "journeys/show_gift_card.py": "tests/journeys/test_issue_gift_card.py",
    "interfaces/api/schemas/gift_cards.py": "tests/interfaces/api/routers/test_gift_cards.py",
    "domain/vouchers/operations.py": "tests/journeys: test_manage_coupons, test_reserve_coupon",
    "domain/vouchers/queries.py": "tests/journeys/test_manage_coupons.py lists them",
    "interfaces/api/schemas/coupons.py": "tests/interfaces/api/routers/test_coupons.py",
    "domain/sales/queries.py": "tests/journeys: find_sale, show_purchase, refund_purchase",
}
ADDRESS = re.compile(r"https?://|--(extra-)?index-url")
MACHINE = re.compile("/(" + "work|farm" + r")/|/root/\.pyenv")


def test_every_source_module_has_its_test_module() -> None:
    missing = [
        module.name
        for module in modules(SOURCE)
        if needs_a_test(module) and not has_test(module.path.relative_to(SOURCE))
    ]

    assert missing == []


def test_every_exception_from_that_is_still_needed() -> None:
    stale = [
        name for name in TESTED_ELSEWHERE if not (SOURCE / name).exists() or has_test(Path(name))
    ]

    assert stale == []


def test_every_test_module_in_a_mirrored_folder_has_its_source() -> None:
    """A test whose module was renamed or removed would otherwise stay behind for ever."""
    mirrored = [folder for folder in SOURCE.iterdir() if folder.is_dir() and folder.name[0] != "_"]
    orphans = [
        module.name
        for folder in mirrored
        for module in modules(TESTS / folder.name)
        if module.path.name.startswith("test_") and not has_source(module)
    ]

    assert orphans == []


def test_no_lock_holds_an_address() -> None:
    found = [
        f"{path.name}:{number}"
        for path in sorted((PROJECT / "requirements").iterdir())
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if ADDRESS.search(line)
    ]

    assert found == []


def test_every_locked_package_has_a_hash() -> None:
    without = [
        f"{path.name}: {package.split()[0]}"
        for path in sorted((PROJECT / "requirements").glob("*.txt"))
        for package in re.split(r"\n(?=[a-z0-9])", path.read_text())
        if re.match(r"[a-z0-9]", package) and "--hash=sha256:" not in package
    ]

    assert without == []


def test_no_committed_file_names_a_folder_of_one_machine() -> None:
    found = [
        f"{path.relative_to(PROJECT)}:{number}"
        for path in committed_files()
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if MACHINE.search(line)
    ]

    assert found == []


def needs_a_test(module: Module) -> bool:
    """Tell whether a module does anything: records, constants and migrations do not."""
    name = module.path.relative_to(SOURCE).as_posix()
    does_something = any(not is_bare(node) for node in functions(module))
    return does_something and not module.is_migration and name not in TESTED_ELSEWHERE


def is_bare(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell whether a function only states its shape, as in a Protocol."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return all(isinstance(line, ast.Expr) and is_ellipsis(line.value) for line in body)


def is_ellipsis(node: ast.expr) -> bool:
    """Tell whether an expression is `...`."""
    return isinstance(node, ast.Constant) and node.value is Ellipsis


def has_test(place: Path) -> bool:
    """Tell whether a source module has its test module, by its own name or with its family.

    `step_ladder.py` is tested in `test_step_ladder.py`, `test_step_ladder_<aspect>.py`, or with
    the rest of its family in `test_step.py`.
    """
    name, folder = place.stem, TESTS / place.parent
    if name == "__init__":
        name, folder = folder.name, folder.parent
    families = [f"test_{family}.py" for family in families_of(name)]
    return any((folder / family).exists() for family in families) or any(
        folder.glob(f"test_{name}_*.py")
    )


def families_of(name: str) -> list[str]:
    """Give the names that a module's name begins with: step_of_day gives step, step_of, …."""
    words = name.split("_")
    return ["_".join(words[:count]) for count in range(1, len(words) + 1)]


def has_source(module: Module) -> bool:
    """Tell whether a test module mirrors a source module or a folder of them."""
    folder = SOURCE / module.path.relative_to(TESTS).parent
    names = families_of(module.path.stem.removeprefix("test_"))
    return any((folder / f"{name}.py").exists() or (folder / name).is_dir() for name in names)


def committed_files() -> list[Path]:
    """List the text files that git knows; none outside a repository."""
    done = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607  framework
        check=False,
        capture_output=True,
        text=True,
        cwd=PROJECT,
    )
    return [
        PROJECT / name for name in done.stdout.split("\0") if name and (PROJECT / name).is_file()
    ]
