"""Every preset is a sound programme, and the reference club is that of the specification."""

import pytest

from vafa.programme.document import PerAmount, Rolling, ShareOfAmount
from vafa.programme.presets import PRESETS, demo_programme, reference_programme
from vafa.programme.validate import Known, problems


@pytest.mark.parametrize("name", PRESETS)
def test_preset_has_no_problem(name: str) -> None:
    document = PRESETS[name]()

    assert document.code == name
    assert problems(document, known=Known(zones=frozenset({"Asia/Tehran"}))) == ()


def test_reference_club_has_the_figures_of_the_specification() -> None:
    club = reference_programme()

    assert club.rules[0].effects == (PerAmount(unit="points", units=1, rials=100_000),)
    assert club.rules[1].effects == (
        ShareOfAmount(
            unit="credit",
            share=200,
            by_tier={"regular": 200, "bronze": 300, "silver": 500, "gold": 700},
        ),
    )
    assert club.ladder is not None
    assert [(level.code, level.threshold) for level in club.ladder.levels] == [
        ("regular", 0),
        ("bronze", 50_000_000),
        ("silver", 150_000_000),
        ("gold", 500_000_000),
    ]
    assert club.ladder.window == Rolling(days=365)
    assert [unit.expiry.kind for unit in club.units] == ["never", "never"]


def test_demo_club_gives_points_on_some_groups_only() -> None:
    rules = {rule.code: rule for rule in demo_programme().rules}

    assert rules["points-on-purchase"].groups == ("food", "fresh")
    assert rules["cashback"].groups == ()
