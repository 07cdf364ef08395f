"""What is wrong with rewards is told at its place."""

from typing import Any

import pytest

from tests.programme.shop import patched
from vafa.programme.check_rewards import reward_problems, selections
from vafa.programme.document import BuyGetReward, Label, Programme, Reward
from vafa.programme.pricing_records import Selection
from vafa.programme.validate import Known, problems

FREE = {"code": "free", "name": {"fa": "رایگان", "en": "Free"}, "given": "automatic",
        "effect": {"kind": "buy_get", "buy": 3}}  # fmt: skip
TEN = {"code": "ten", "name": {"fa": "ده", "en": "Ten"},
       "cost": {"unit": "points", "units": 5},
       "effect": {"kind": "percent", "share": 1000}}  # fmt: skip
NOTICE = {"code": "n", "unit": "points", "thresholds": [50, 100]}
TENDER = {"/units/1/redemption/spend_as": "tender"}


def found(document: Programme) -> list[tuple[str, str]]:
    return [(one.place, one.code) for one in reward_problems(document)]


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"/rewards": [TEN, TEN]}, "/rewards/1/code", "duplicate_code"),
        ({"/rewards": [{**TEN, "cost": None}]}, "/rewards/0/cost", "reward_cost"),
        ({"/rewards": [{**FREE, "cost": TEN["cost"]}]}, "/rewards/0/cost", "reward_cost"),
        ({"/rewards": [{**TEN, "cost": {"unit": "x", "units": 1}}]}, "/rewards/0/cost/unit",
            "unknown_unit"),
        ({"/rewards": [{**FREE, "effect": {"kind": "free_items"}}]}, "/rewards/0/given",
            "reward_not_automatic"),
        ({"/rewards": [{**FREE, "per_member": 1}]}, "/rewards/0/given", "reward_not_automatic"),
        ({"/notices": [NOTICE, NOTICE]}, "/notices/1/code", "duplicate_code"),
        ({"/notices": [{**NOTICE, "unit": "x"}]}, "/notices/0/unit", "unknown_unit"),
        ({"/notices": [{**NOTICE, "thresholds": [100, 50]}]}, "/notices/0/thresholds",
            "notice_order"),
        ({"/notices": [{**NOTICE, "thresholds": [0, 50]}]}, "/notices/0/thresholds",
            "notice_order"),
        ({"/gift_card_unit": "x"}, "/gift_card_unit", "unknown_unit"),
        ({"/gift_card_unit": "points"}, "/gift_card_unit", "gift_card_unit_kind"),
        ({"/gift_card_unit": "credit"}, "/gift_card_unit", "gift_card_unit_kind"),
    ],
)  # fmt: skip
def test_problem_is_found_at_its_place(changes: dict[str, Any], place: str, code: str) -> None:
    assert found(patched(changes)) == [(place, code)]


def test_a_sound_document_has_none() -> None:
    document = patched({"/rewards": [FREE, TEN], "/notices": [NOTICE],
                        "/gift_card_unit": "credit", **TENDER})  # fmt: skip

    assert found(document) == []


def test_selections_are_checked_against_the_clubs_groups() -> None:
    effect = {"kind": "buy_get", "buy": 3, "lines": {"groups": ["x"]},
              "free_lines": {"excluded_groups": ["y"]}}  # fmt: skip
    document = patched({"/rewards": [{**FREE, "effect": effect}]})

    places = [one.place for one in problems(document, known=Known(groups=frozenset()))]

    assert places == ["/rewards/0/effect/lines/groups/0",
                      "/rewards/0/effect/free_lines/excluded_groups/0"]  # fmt: skip


def test_an_effect_names_its_selections() -> None:
    effect = BuyGetReward(buy=1, free_lines=Selection(codes=("tea",)))
    reward = Reward(code="r", name=Label(fa="ر", en="r"), given="automatic", effect=effect)

    assert [place for place, _ in selections(reward)] == ["effect/lines", "effect/free_lines"]
