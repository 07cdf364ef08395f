"""What is wrong with the rewards, notices and gift cards of a programme."""

from __future__ import annotations

from collections.abc import Iterator

from vafa.programme.check_frame import unit_problem
from vafa.programme.document import BuyGetReward, FreeItems, Programme, Reward
from vafa.programme.pricing_records import Selection
from vafa.programme.problems import Problem, pointer, problem


def reward_problems(document: Programme) -> Iterator[Problem]:
    """Judge every reward and notice, and what gift cards are kept in."""
    coded = (
        ("rewards", [reward.code for reward in document.rewards]),
        ("notices", [notice.code for notice in document.notices]),
    )
    for path, codes in coded:
        for index, code in enumerate(codes):
            if code in codes[:index]:
                yield problem(pointer(path, index, "code"), "duplicate_code", code=code)
    for index, reward in enumerate(document.rewards):
        yield from _reward_problems(reward, pointer("rewards", index), document)
    for index, notice in enumerate(document.notices):
        place = pointer("notices", index)
        yield from unit_problem(notice.unit, f"{place}/unit", document)
        if list(notice.thresholds) != sorted({*notice.thresholds}) or notice.thresholds[0] < 1:
            yield problem(f"{place}/thresholds", "notice_order")
    yield from _gift_card_problems(document)


def selections(reward: Reward) -> Iterator[tuple[str, Selection]]:
    """Give the selections of a reward's effect with their places in it."""
    yield "effect/lines", reward.effect.lines
    if isinstance(reward.effect, BuyGetReward) and reward.effect.free_lines is not None:
        yield "effect/free_lines", reward.effect.free_lines


def _reward_problems(reward: Reward, place: str, document: Programme) -> Iterator[Problem]:
    if reward.cost is not None:
        yield from unit_problem(reward.cost.unit, f"{place}/cost/unit", document)
    if (reward.given == "claimed") != (reward.cost is not None):
        yield problem(f"{place}/cost", "reward_cost")
    is_free_item = isinstance(reward.effect, FreeItems)
    if reward.given == "automatic" and (is_free_item or reward.per_member is not None):
        yield problem(f"{place}/given", "reward_not_automatic")


def _gift_card_problems(document: Programme) -> Iterator[Problem]:
    code = document.gift_card_unit
    if code is None:
        return
    yield from unit_problem(code, "/gift_card_unit", document)
    for unit in document.units:
        policy = unit.redemption
        if unit.code == code and (
            unit.kind != "credit" or policy is None or policy.spend_as != "tender"
        ):
            yield problem("/gift_card_unit", "gift_card_unit_kind")
