"""Rules to begin with: each fits into the programme that it is offered for."""

from __future__ import annotations

import pytest

from vafa.programme.editing import with_rule
from vafa.programme.presets import PRESETS, cafe_programme, reference_programme
from vafa.programme.rule_shapes import rule_shapes
from vafa.programme.validate import problems


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_shape_fits_into_every_preset(name: str) -> None:
    document = PRESETS[name]()

    for rule in rule_shapes(document):
        blocking = [one for one in problems(with_rule(document, rule)) if one.blocks]
        assert blocking == [], rule.code


def test_shapes_come_for_each_unit_with_codes_that_are_free() -> None:
    document = reference_programme()
    first = rule_shapes(document)
    again = rule_shapes(with_rule(document, first[0]))

    assert {rule.effects[0].unit for rule in first} == {"points", "credit"}
    assert len({rule.code for rule in first}) == len(first)
    assert again[0].code == f"{first[0].code}-2"


def test_nothing_is_multiplied_that_no_rule_gives() -> None:
    document = cafe_programme().model_copy(update={"rules": ()})

    assert {"day-points", "birthday-week-points"} & {
        rule.code for rule in rule_shapes(document)
    } == set()
