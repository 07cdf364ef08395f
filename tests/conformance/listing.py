"""Every row of the two lists, and why a row is not claimed yet."""

from __future__ import annotations

from typing import Final

_O_NUMBERS = (
    1, 2, 4, 5, 6, 7, 8, 10, 11, 13, 14, 15, 16, 17, 20, 21, 23, 24, 26, 31, 34, 36, 37, 41, 42,
    43, 44,
    47, 51,
)  # fmt: skip
ROW_IDS: Final = (
    *(f"E{number}" for number in range(1, 93)),
    *(f"O{number}" for number in _O_NUMBERS),
)

_TWO_MEMBERS = "it touches two clubs: coalition comes later"
_CAMPAIGNS = "campaigns come later"
_CAMPAIGNS_MONEY = (
    "campaigns come later; the money of one, a gift to many that each has once though the worker"
    " dies, is in tests/journeys/test_change_together.py, and a thanks asks for consent as it is"
    " sent in tests/journeys/test_thank_for_purchases.py"
)

# Rows that no case claims whole: what is missing. A row may have cases and still stand here.
NOT_YET: Final[dict[str, str]] = {
    "E64": "paid memberships come later",
    "E73": _CAMPAIGNS_MONEY,
    "E74": _CAMPAIGNS,
    "E81": _TWO_MEMBERS,
}

# Rows whose proof is not a case but a test of its own kind (races, laws): module and test.
PROVED_BY: Final[dict[str, str]] = {
    "E67": "tests/journeys/test_reward_invitations.py"
    "::test_inviters_reward_waits_for_the_return_window_and_follows_what_is_kept",
    "E68": "tests/journeys/test_reward_invitations.py"
    "::test_whoever_is_or_was_a_member_was_invited_by_nobody",
    "E69": "tests/journeys/test_reward_invitations_races.py"
    "::test_two_first_purchases_and_four_workers_at_once_qualify_once",
    "E70": "tests/journeys/test_reward_invitations.py"
    "::test_inviter_who_left_or_was_erased_is_paid_nothing",
    "E56": "tests/journeys/test_erase_member.py"
    "::test_refund_for_an_erased_member_posts_on_the_pseudonym",
    "E79": "tests/scenarios/test_an_erased_person.py"
    "::test_nothing_of_an_erased_person_is_found_anywhere",
    "E15": "tests/journeys/test_import_file.py::test_import_file_without_value_gives_tiers_only",
    "E16": "tests/journeys/test_record_purchase_late.py"
    "::test_old_purchase_waits_and_is_opened_and_over_at_once_when_a_second_person_approves",
    "E21": "tests/scenarios/test_days_a_country_keeps.py"
    "::test_everybody_has_the_gift_of_a_lunar_day_once_and_again_eleven_days_earlier_next_year",
    "E65": "tests/journeys/test_preview_programme.py"
    "::test_preview_counts_who_goes_up_at_once_and_who_goes_down_after_grace",
    "E84": "tests/domain/rewards/operations/test_changeovers.py"
    "::test_expiry_switched_on_in_a_live_club_gives_open_lots_their_end_with_notice",
    "E18": "tests/journeys/test_review_purchases.py"
    "::test_toman_for_rial_waits_and_gives_nothing_yet",
    "E92": "tests/journeys/test_import_file.py"
    "::test_undo_import_keeps_those_who_bought_since_and_lists_them",
    "E75": "tests/programme/test_replay.py::test_replay_equals_live_decisions",
    "E72": "tests/journeys/test_reserve_coupon.py"
    "::test_of_five_uses_at_once_exactly_three_are_had",
    "E59": "tests/journeys/test_issue_gift_card.py"
    "::test_a_refund_of_the_sold_card_gives_back_what_is_left_and_closes_it",
    "O47": "tests/journeys/test_issue_gift_card.py"
    "::test_a_top_up_and_a_spend_processed_twice_happen_once",
    "E76": "tests/journeys/test_join_club.py::test_every_form_of_a_mobile_is_one_member",
    "E78": "tests/journeys/test_prove_mobile.py::test_recycled_number_opens_no_old_wallet",
    "E90": "tests/journeys/test_prove_mobile.py::"
    "test_till_member_without_a_code_earns_at_once_and_spends_after_code_or_first_use",
    "E26": "tests/journeys/test_record_purchase.py::test_natural_key_wins_over_a_new_key",
    "E27": "tests/journeys/test_capture_hold.py::test_capture_after_the_time_is_declined",
    "E29": "tests/journeys/test_capture_hold.py"
    "::test_a_lot_that_ends_while_held_may_still_be_captured",
    "E30": "tests/ledger/test_operations_at_once.py"
    "::test_expiry_and_redemption_at_one_instant_spend_or_expire",
    "E33": "tests/ledger/test_operations_refunds.py"
    "::test_restore_gives_back_in_reverse_order_of_burning",
    "E39": "tests/journeys/test_receive_offline_sales.py"
    "::test_overspend_is_owed_with_an_alert_and_the_sale_stands",
    "E40": "tests/journeys/test_receive_offline_sales.py"
    "::test_sales_come_once_in_any_order_and_gaps_are_told",
    "E38": "tests/journeys/test_show_liability.py"
    "::test_e38_version_with_another_rate_revalues_once_from_its_announced_day",
    "E83": "tests/journeys/test_show_liability.py::test_e83_through_the_book",
    "E41": "tests/journeys/test_record_purchase.py"
    "::test_what_a_client_says_it_earned_is_only_a_hint",
    "E42": "tests/journeys/test_record_purchase.py"
    "::test_more_than_the_balance_declines_the_whole_purchase",
    "E47": "tests/journeys/test_refund_purchase.py::test_refund_after_the_lot_ended_costs_nothing",
    "E48": "tests/journeys/test_refund_purchase.py"
    "::test_spent_lot_that_ended_comes_back_as_a_grace_lot",
    "E80": "tests/journeys/test_join_account_races.py"
    "::test_two_people_ask_for_the_same_credit_at_once",
    "E82": "tests/ledger/test_operations_auditor.py::test_book_and_auditor_agree_after_every_move",
    "E89": "tests/journeys/test_quote_purchase.py"
    "::test_purchase_says_when_something_changed_since",
    "E91": "tests/journeys/test_record_purchase_races.py"
    "::test_four_tills_near_a_day_cap_get_it_exactly",
}
