"""The steps' own arithmetic at its bounds, and that they stay within what numba compiles."""

import ast
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import vafa.programme
from tests.programme.shop import DAY, Member, compiled
from vafa.kit.amounts import allocate
from vafa.kit.calendar import day_of_jalali
from vafa.programme import layout as at
from vafa.programme.packing import pack_member
from vafa.programme.records import MemberSnapshot, MemberState
from vafa.programme.step_basics import month_index, month_start, mulmod, share_out

BIG = 2**61
AMOUNTS = st.integers(0, 10**13)


@given(a=st.integers(0, 2**62), b=st.integers(0, 2**62), c=st.integers(1, BIG))
def test_mulmod_is_exact(a: int, b: int, c: int) -> None:
    assert mulmod(a, b, c) == a * b % c


@given(data=st.data(), weights=st.lists(AMOUNTS, min_size=1, max_size=20))
def test_share_out_equals_allocate(data: st.DataObject, weights: list[int]) -> None:
    total = data.draw(st.integers(0, min(sum(weights), 10**13)))
    m = pack_member(compiled(), MemberSnapshot(MemberState()), len(weights))
    for number, weight in enumerate(weights):
        m.work[number * at.LINE_WORK + at.K_LEFT] = weight

    share_out(m, total, at.K_LEFT, len(weights))

    parts = [m.work[number * at.LINE_WORK + at.K_PART] for number in range(len(weights))]
    assert parts == allocate(total, weights)


@given(year=st.integers(1349, 1499), month=st.integers(1, 12), day=st.integers(0, 28))
def test_months_are_found_by_table(year: int, month: int, day: int) -> None:
    m = pack_member(compiled(), MemberSnapshot(MemberState()))
    first = day_of_jalali(year, month, 1)

    index = month_index(m, first + day)

    assert month_start(m, index) == first
    assert m.p[at.P_MONTH_KEY] + index == year * 12 + month


@given(net=AMOUNTS, units=st.integers(1, 10**9), rials=st.integers(1, 10**9))
def test_no_award_leaves_the_limit(net: int, units: int, rials: int) -> None:
    """The largest rate on the largest order gives the limit, never an overflow."""
    programme = compiled({
        "/rules/0/effects/0": {
            "kind": "per_amount", "unit": "points", "units": units, "rials": rials, "carry": True,
        },
    })  # fmt: skip

    done = Member(programme).buys(net)

    exact = min(net * units // rials, 10**13)
    assert sum(award.units for award in done.awards if award.unit == "points") == exact


def test_time_that_has_passed_changes_nothing() -> None:
    member = Member(compiled())
    member.buys(60_000_000)
    before = member.state

    assert member.waits(DAY - 10) == ()
    assert member.state == before


def test_steps_use_no_float_no_text_and_no_collections() -> None:
    """What numba cannot compile, or would compile to something else, may not enter a step."""
    folder = Path(vafa.programme.__file__).parent
    forbidden = (
        ast.Dict, ast.List, ast.ListComp, ast.GeneratorExp, ast.Try, ast.With, ast.Lambda,
        ast.JoinedStr,
        ast.Div, ast.Yield, ast.ClassDef,
    )  # fmt: skip

    found = [
        f"{path.name}:{node.lineno} {type(node).__name__}"
        for path in sorted(folder.glob("step*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, forbidden) and hasattr(node, "lineno")
    ]

    assert found == []
