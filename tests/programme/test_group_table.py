"""What each group earns is what the evaluator gives its lines."""

from __future__ import annotations

from hypothesis import given

from tests.programme.random_clubs import programmes
from vafa.programme.compile import compile_programme
from vafa.programme.decide import decide_purchase
from vafa.programme.document import FixedAmount, Label, Programme, Rule
from vafa.programme.group_table import earnings_by_group
from vafa.programme.presets import reference_programme
from vafa.programme.records import Line, MemberSnapshot, MemberState, PurchaseEvent

GROUPS = ("", "food", "food.dairy", "food.dairy.milk", "drinks", "tobacco")


def _rule(code: str, groups: tuple[str, ...], excluded: tuple[str, ...] = ()) -> Rule:
    return Rule(
        code=code, name=Label(fa=code, en=code), groups=groups, excluded_groups=excluded,
        effects=(FixedAmount(unit="points", units=5),),
    )  # fmt: skip


def _document(rules: tuple[Rule, ...], excluded: tuple[str, ...] = ()) -> Programme:
    document = reference_programme()
    base = document.base.model_copy(update={"excluded_groups": excluded})
    return document.model_copy(update={"rules": rules, "base": base})


def test_rules_reach_the_groups_they_name_and_those_below() -> None:
    document = _document(
        (
            _rule("all", ()),
            _rule("food", ("food",), ("food.dairy.milk",)),
            _rule("tea", ("drinks",)),
        ),
        excluded=("tobacco",),
    )

    found = earnings_by_group(document=document, groups=GROUPS, language="en")

    assert {one.code: [way.rule for way in one.ways] for one in found} == {
        "": ["all"],
        "food": ["all", "food"],
        "food.dairy": ["all", "food"],
        "food.dairy.milk": ["all"],
        "drinks": ["all", "tea"],
        "tobacco": [],
    }
    assert [one.code for one in found if one.is_excluded] == ["tobacco"]


@given(document=programmes())
def test_what_is_given_for_a_group_stands_in_its_row(document: Programme) -> None:
    """No purchase of one line is given anything by a rule that its group's row does not name."""
    programme = compile_programme(document)
    groups = ("", *sorted({group for rule in document.rules for group in rule.groups}))

    for row in earnings_by_group(document=document, groups=groups):
        line = Line(1, row.code, 5_000_000, 5_000_000, 0, 1_000)
        event = PurchaseEvent(day=20_000, minute=600, lines=(line,))
        done = decide_purchase(
            programme=programme, snapshot=MemberSnapshot(MemberState()), event=event
        )
        given_by = {award.rule for award in done.awards if award.basis > 0}
        assert given_by <= {way.rule for way in row.ways}
