"""Compiling keeps the document's order of priority and refuses what cannot be computed."""

from typing import Any

import pytest

from tests.programme.shop import compiled
from vafa.programme import layout as at
from vafa.programme.compile_parts import CannotCompile
from vafa.programme.packing import cell_of

MULTIPLY = {"kind": "multiply", "unit": "points", "numerator": 1000}


def _rule(code: str, **more: Any) -> dict[str, Any]:
    effects = [{"kind": "fixed", "unit": "points", "units": 1}]
    return {"code": code, "name": {"fa": code, "en": code}, "effects": effects, **more}


def test_rules_stand_by_trigger_then_priority_then_document() -> None:
    rules = [
        _rule("a"), _rule("b", priority=5), _rule("c", trigger="join"), _rule("d", priority=5),
    ]  # fmt: skip

    programme = compiled({"/rules": rules})

    assert [rule.code for rule in programme.rules] == ["b", "d", "a", "c"]


def test_a_line_belongs_to_its_group_and_all_above_it() -> None:
    programme = compiled({"/rules/0/groups": ["food"], "/rules/0/excluded_groups": ["food.dairy"]})
    rule = at.RULE_SIZE * [rule.code for rule in programme.rules].index("points-on-purchase")
    mask = programme.masks[programme.cells[programme.cells[at.P_RULE_AT] + rule + at.R_MASK]]

    def selects(group: str, kind: str = "product") -> int:
        return mask[cell_of(programme, kind, group)]

    assert [selects(group) for group in ("food", "food.bread.white", "food.dairy.milk",
        "foods")] == [
        1, 1, 0, 0,
    ]  # fmt: skip
    assert selects("food", "gift_card") == 0


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"/rules/0/effects": [{"kind": "fixed", "unit": "stars", "units": 1}]},
            "/rules/points-on-purchase"),
        ({"/rules/0/expiry": {"kind": "inactivity", "days": 9}},
            "/rules/points-on-purchase/expiry"),
        ({"/ladder/basis": "points", "/ladder/points_unit": "stars"}, "/ladder/points_unit"),
        ({"/rules/-": _rule("m", effects=[MULTIPLY] * 7)}, "/rules/points-on-purchase"),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_is_refused(changes: dict[str, Any], place: str) -> None:
    with pytest.raises(CannotCompile) as refused:
        compiled(changes)

    assert refused.value.details["place"] == place
