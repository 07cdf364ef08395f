"""A whole document is read and judged."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.programme.documents import DAYS, EFFECTS, EXPIRIES, PROGRAMMES
from tests.programme.editing import all_of, changed, found
from vafa.programme.compile import compile_programme
from vafa.programme.document import Multiply, Programme, ShareOfAmount
from vafa.programme.presets import demo_programme
from vafa.programme.transfer import export
from vafa.programme.validate import Known, problems, read


def test_names_outside_the_document_are_checked_against_what_is_passed() -> None:
    data = changed("/zone", "Asia/Teheran")
    data["rules"][0]["condition"] = all_of(
        {"kind": "branch", "branches": ["north", "moon"]}, {"kind": "segment", "segments": ["s"]}
    )

    wrong = found(
        data,
        zones=frozenset({"Asia/Tehran"}),
        groups=frozenset({"food"}),
        branches=frozenset({"north"}),
        segments=frozenset(),
    )

    assert wrong == [
        ("/zone", "unknown_zone"),
        ("/rules/0/groups/1", "unknown_name"),
        ("/rules/0/condition/of/0/branches/1", "unknown_name"),
        ("/rules/0/condition/of/1/segments/0", "unknown_name"),
    ]


def test_what_members_hold_stays_what_it_is() -> None:
    held = {"points": (1, "points"), "credit": (7, "credit"), "gold": (3, "points")}

    wrong = problems(demo_programme(), known=Known(units=held))

    assert [(one.place, one.code) for one in wrong] == [
        ("/units/1", "held_unit_changed"), ("/units", "held_unit_gone"),
    ]  # fmt: skip


def test_note_does_not_stop_publishing() -> None:
    reading = read(changed("/rules/2/effects/0/numerator", 1))

    assert [one.blocks for one in reading.problems] == [False]
    assert reading.can_be_published


@given(PROGRAMMES)
def test_any_document_is_judged_and_read_back(document: Programme) -> None:
    reading = read(export(document))

    assert reading.document == document
    assert reading.problems == problems(document)
    assert all(one.message_fa and one.remedy_en for one in reading.problems)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(st.data(), JSON)
def test_any_damage_is_told_or_harmless(data: st.DataObject, junk: object) -> None:
    """Whatever stands in one place of a document, reading it ends in a document or in problems."""
    whole = export(demo_programme())
    here: Any = whole
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(here[key], dict | list) or not here[key] or data.draw(st.booleans()):
            break
        here = here[key]
    here[key] = junk

    reading = read(whole)

    assert reading.document is not None or any(one.blocks for one in reading.problems)


@st.composite
def plausible(draw: st.DrawFn) -> Programme:
    """Give a demo programme with rules of any size and expiry, all of whose names exist."""
    document = demo_programme()
    rules = []
    for number in range(draw(st.integers(1, 4))):
        unit = draw(st.sampled_from(["points", "credit"]))
        effect = draw(EFFECTS).model_copy(update={"unit": unit})
        if isinstance(effect, ShareOfAmount):
            effect = effect.model_copy(update={"by_tier": {}})
        if isinstance(effect, Multiply):
            effect = effect.model_copy(update={"rules": ()})
        rules.append(
            document.rules[0].model_copy(
                update={
                    "code": f"r{number}",
                    "effects": (effect,),
                    "expiry": draw(st.none() | EXPIRIES),
                    "starts_on": draw(st.none() | DAYS.map(date.isoformat)),
                }
            )
        )
    step = draw(st.integers(1, 10**9))
    units = tuple(unit.model_copy(update={"rounding_step": step}) for unit in document.units)
    return document.model_copy(update={"rules": tuple(rules), "units": units})


@given(plausible())
def test_what_has_no_error_can_be_compiled(document: Programme) -> None:
    """The validator is at least as strict as the compiler."""
    if not any(one.blocks for one in problems(document)):
        compile_programme(document)
