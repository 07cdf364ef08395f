"""Worked examples of single decisions.

Conditions, stacking, caps, budgets, carry, spending, ladder.
"""

from typing import Any

import pytest

from tests.programme.shop import DAY, Member, compiled, line, patched
from vafa.kit.calendar import day_of_jalali
from vafa.programme.decide import (
    decide_occasion,
    decide_standing,
)
from vafa.programme.records import (
    MemberFacts,
    MemberSnapshot,
    MemberState,
    Occasion,
)

FRIDAY = 20_007  # 11 October 2024


def _rule(**more: Any) -> dict[str, Any]:
    return {
        "code": "extra",
        "name": {"fa": "اضافه", "en": "extra"},
        "effects": [{"kind": "fixed", "unit": "points", "units": 7}],
        **more,
    }


def _extra(done: Any) -> int:
    return sum(award.units for award in done.awards if award.rule == "extra")


@pytest.mark.parametrize(
    ("condition", "holds", "fails"),
    [
        ({"kind": "amount", "at_least": 100, "below": 200}, {}, {"net": 200}),
        ({"kind": "amount", "of": "eligible", "at_least": 100}, {}, {"net": 99}),
        ({"kind": "product_group", "groups": ["food"]}, {"group": "food.dairy"}, {"group": "tea"}),
        ({"kind": "product_group", "groups": ["food"], "quantity": 2}, {"milli": 2000},
            {"milli": 1999}),
        ({"kind": "channel", "channels": ["web"]}, {"channel": "web"}, {"channel": "till"}),
        ({"kind": "branch", "branches": ["b1"]}, {"branch": "b1"}, {"branch": "b2"}),
        ({"kind": "partner", "partners": ["p"]}, {"partner": "p"}, {}),
        ({"kind": "tier", "tiers": ["regular"]}, {}, {"tier": "silver"}),
        ({"kind": "segment", "segments": ["vip", "new"]}, {"segments": {"new"}},
            {"segments": {"old"}}),
        ({"kind": "weekday", "days": ["friday"]}, {"day": FRIDAY}, {"day": FRIDAY + 1}),
        ({"kind": "hours", "from_minute": 60, "to_minute": 120}, {"minute": 60}, {"minute": 120}),
        ({"kind": "hours", "from_minute": 1380, "to_minute": 60}, {"minute": 59}, {"minute": 60}),
        ({"kind": "date_range", "starts_on": "2024-10-10"}, {"day": 20_006}, {"day": 20_005}),
        ({"kind": "date_range", "ends_before": "2024-10-10"}, {"day": 20_005}, {"day": 20_006}),
        ({"kind": "nth_purchase", "numbers": [3]}, {"purchases": 2}, {"purchases": 3}),
        ({"kind": "nth_purchase", "every": 4}, {"purchases": 7}, {"purchases": 8}),
        ({"kind": "first_purchase"}, {}, {"purchases": 1}),
        ({"kind": "days_since_last_visit", "at_least": 5}, {"purchases": 1, "last": DAY - 5},
            {"purchases": 1, "last": DAY - 4}),
        ({"kind": "days_since_last_visit", "at_most": 5}, {"purchases": 1, "last": DAY - 5}, {}),
        ({"kind": "attribute", "name": "diet", "values": ["vegan"]},
            {"attributes": {"diet": "vegan"}}, {}),
        ({"kind": "all", "of": []}, {}, {"net": 0}),
        ({"kind": "all", "of": [{"kind": "first_purchase"}, {"kind": "channel",
            "channels": ["web"]}]}, {"channel": "web"}, {}),
        ({"kind": "any", "of": [{"kind": "first_purchase"}, {"kind": "channel",
            "channels": ["web"]}]}, {}, {"purchases": 1}),
        ({"kind": "not", "of": {"kind": "first_purchase"}}, {"purchases": 1}, {}),
    ],
)  # fmt: skip
def test_a_rule_gives_only_when_its_condition_holds(
    condition: dict[str, Any], holds: dict[str, Any], fails: dict[str, Any]
) -> None:
    programme = compiled({"/rules/-": _rule(condition=condition)})

    given_when = [_extra(_buy_as(programme, world)) for world in (holds, fails)]

    assert given_when == [7, 0]


def _buy_as(programme: Any, world: dict[str, Any]) -> Any:
    tier = world.get("tier", "")
    state = MemberState(
        tier=tier,
        purchases=world.get("purchases", 0),
        last_purchase_day=world.get("last", 0),
        manual_until=10**6 if tier else 0,
    )
    facts = MemberFacts(segments=frozenset(world.get("segments", ())))
    member = Member(programme, state=state, facts=facts)
    item = line(
        world.get("net", 150),
        group=world.get("group", "food"),
        quantity_milli=world.get("milli", 1000),
    )
    named = {
        key: world[key] for key in ("channel", "branch", "partner", "attributes") if key in world
    }
    return member.buys(item, day=world.get("day", DAY), minute=world.get("minute", 600), **named)


@pytest.mark.parametrize(
    ("birthday", "day", "holds"),
    [
        ((12, 30), day_of_jalali(1404, 12, 29), True),  # a common year: 29 Esfand
        ((12, 30), day_of_jalali(1403, 12, 30), True),  # a leap year
        ((12, 30), day_of_jalali(1403, 12, 29), False),
        ((1, 1), day_of_jalali(1404, 12, 29), False),
    ],
)
def test_a_birthday_on_the_last_of_esfand(
    birthday: tuple[int, int], day: int, *, holds: bool
) -> None:
    programme = compiled({"/rules/-": _rule(condition={"kind": "birthday_window"})})
    member = Member(programme, facts=MemberFacts(birthday=birthday))

    assert _extra(member.buys(1000, day=day)) == (7 if holds else 0)


def test_a_birthday_window_spans_the_new_year() -> None:
    condition = {"kind": "birthday_window", "days_before": 3, "days_after": 2}
    programme = compiled({"/rules/-": _rule(condition=condition)})
    new_year = day_of_jalali(1405, 1, 1)

    found = [
        _extra(Member(programme, facts=MemberFacts(birthday=(1, 1))).buys(1000, day=new_year + i))
        for i in range(-4, 4)
    ]

    assert found == [0, 7, 7, 7, 7, 7, 7, 0]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("all", {"a": 5, "b": 9, "c": 2}), ("best", {"b": 9}), ("first", {"c": 2})],
)
def test_stacking_decides_which_rules_count(mode: str, expected: dict[str, int]) -> None:
    programme = compiled({
        "/rules": [
            _rule(code=code, stacking="s", priority=priority,
                  effects=[{"kind": "fixed", "unit": "points", "units": units}])
            for code, priority, units in (("a", 0, 5), ("b", 0, 9), ("c", 1, 2))
        ],
        "/stacking": [{"code": "s", "mode": mode}],
    })  # fmt: skip

    done = Member(programme).buys(1000)

    assert {award.rule: award.units for award in done.awards} == expected
    outdone = [reason.figures["rule"] for reason in done.reasons if reason.code == "outdone"]
    assert sorted(outdone) == sorted({"a", "b", "c"} - set(expected))


def test_a_multiplier_on_some_lines_multiplies_only_these() -> None:
    multiply = {"kind": "multiply", "unit": "points", "numerator": 2}
    programme = compiled({"/rules/-": _rule(groups=["tea"], effects=[multiply])})
    member = Member(programme)

    done = member.buys(line(150_000, 1), line(160_000, 2, group="tea"))

    points = next(award for award in done.awards if award.unit == "points")
    assert points.units == 4  # 1.5 + 2 x 1.6 = 4.7
    assert points.line_basis == {1: 150_000, 2: 320_000}
    back = member.returns(quantities={2: 1000})
    assert [claw.units for claw in back.claw_backs if claw.unit == "points"] == [2]


def test_multipliers_join_before_the_one_rounding() -> None:
    multiply = {"kind": "multiply", "unit": "points", "numerator": 3, "denominator": 2}
    programme = compiled({
        "/rules/-": _rule(effects=[multiply, {**multiply, "numerator": 2, "denominator": 1}]),
    })  # fmt: skip

    done = Member(programme).buys(133_333)

    assert [award.units for award in done.awards if award.unit == "points"] == [3]  # 3.99999


@pytest.mark.parametrize(
    ("rounding", "step", "units"),
    [("floor", 1, 299), ("nearest", 1, 300), ("ceiling", 1, 300),
     ("floor", 10, 290), ("nearest", 10, 300), ("ceiling", 100, 300)],
)  # fmt: skip
def test_rounding_happens_once_and_to_the_step(rounding: str, step: int, units: int) -> None:
    programme = compiled({
        "/units/1/rounding": rounding, "/units/1/rounding_step": step,
        "/rules/1/effects/0": {"kind": "share", "unit": "credit", "share": 30},
    })  # fmt: skip

    done = Member(programme).buys(99_990)

    assert [award.units for award in done.awards if award.unit == "credit"] == [units]


def test_items_count_in_whole_quantities() -> None:
    programme = compiled({
        "/rules/-": _rule(effects=[{"kind": "per_item", "unit": "points", "units": 5,
            "quantity": 2}]),
    })  # fmt: skip

    done = Member(programme).buys(
        line(100, quantity_milli=3000), line(100, 2, quantity_milli=2000)
    )

    assert _extra(done) == 10


def test_a_budget_stops_at_what_is_left() -> None:
    programme = compiled({
        "/rules/-": _rule(budget="gifts"),
        "/budgets": [{"code": "gifts", "unit": "points", "amount": 100}],
    })  # fmt: skip

    done = Member(programme).buys(1000, limits={"gifts": 3})

    extra = next(award for award in done.awards if award.rule == "extra")
    assert (extra.units, extra.uncapped, extra.budget) == (3, 7, "gifts")
    assert extra.reasons[-1].as_json() == {
        "code": "budget", "rule": "extra", "budget": "gifts", "left": 3, "lost": 4, "granted": 3,
    }  # fmt: skip


@pytest.mark.parametrize(("per", "next_day"), [("day", 1), ("month", 31), ("year", 366)])
def test_a_cap_opens_again_with_its_period(per: str, next_day: int) -> None:
    member = Member(compiled({"/units/0/caps": [{"per": per, "amount": 10}]}))

    granted = [
        sum(award.units for award in done.awards if award.unit == "points")
        for done in (member.buys(900_000), member.buys(400_000), member.buys(400_000,
            day=DAY + next_day))
    ]  # fmt: skip

    assert granted == [9, 1, 4]


def test_a_late_purchase_cannot_open_a_cap_that_is_full() -> None:
    member = Member(compiled({"/units/0/caps": [{"per": "day", "amount": 10}]}))
    member.buys(900_000)

    done = member.buys(400_000, day=DAY - 3)

    assert [award.units for award in done.awards if award.unit == "points"] == [1]
    assert done.state.day == DAY


def test_a_late_purchase_counts_on_its_own_day_in_the_window() -> None:
    member = Member(compiled())
    member.buys(1000)

    member.buys(700, day=DAY - 3)
    member.buys(9, day=DAY - 365)  # left the window already

    assert member.state.window == ((DAY - 3, 700), (DAY, 1000))


def test_a_fixed_date_ends_all_lots_on_one_midnight() -> None:
    expiry = {"kind": "fixed_date", "month": 12, "day": 30, "minimum_days": 10}
    member = Member(compiled({"/units/0/expiry": expiry}))
    last = day_of_jalali(1404, 12, 29)  # a common year: the last of Esfand

    ends = [
        member.buys(100_000, day=day).awards[0].expires_day for day in (last - 10, last - 9, last)
    ]

    assert ends == [last + 1, day_of_jalali(1406, 1, 1), day_of_jalali(1406, 1, 1)]


def test_pending_units_wait_and_then_last_their_days() -> None:
    changes = {"/units/0/pending_days": 7, "/units/0/expiry": {"kind": "after_days", "days": 30}}
    done = Member(compiled(changes)).buys(100_000)

    assert (done.awards[0].available_day, done.awards[0].expires_day) == (DAY + 7, DAY + 38)


def test_an_occasion_gives_fixed_units_only() -> None:
    programme = compiled({"/rules/-": _rule(trigger="join")})
    snapshot = MemberSnapshot(MemberState())

    done = decide_occasion(programme=programme, snapshot=snapshot, occasion=Occasion("join", DAY))

    assert [(award.rule, award.units, award.basis) for award in done.awards] == [("extra", 7, 0)]
    assert done.state.purchases == 0


def test_patched_programmes_are_documents() -> None:
    assert patched({"/code": "other"}).code == "other"


def test_an_older_version_moves_nobody_on_a_ladder_that_is_gone() -> None:
    ladder = patched({}).model_dump(mode="json")["ladder"]
    taller = [*ladder["levels"], {**ladder["levels"][-1], "code": "platinum", "threshold": 10**12}]
    today = compiled({"ladder": {**ladder, "levels": taller}})
    before = MemberState(day=DAY, tier="platinum", window=((DAY, 10**12),))
    after = MemberState(day=DAY, tier="gold", window=((DAY, 10**12 - 5),), purchases=3)

    done = decide_standing(programme=today, before=before, after=after)

    assert (done.state.tier, done.state.window, done.state.purchases) == (
        "platinum", ((DAY, 10**12 - 5),), 3,
    )  # fmt: skip
    assert [change.kind for change in done.tier_changes] == ["grace_started"]


def test_a_raised_threshold_is_not_undone_by_an_older_version() -> None:
    ladder = patched({}).model_dump(mode="json")["ladder"]
    levels = [{**level, "threshold": level["threshold"] * 2} for level in ladder["levels"]]
    today = compiled({"ladder": {**ladder, "levels": levels}})
    before = MemberState(day=DAY, tier="regular", window=((DAY, 60_000_000),))
    after = MemberState(day=DAY, tier="bronze", tier_since=DAY, window=((DAY, 59_000_000),))

    done = decide_standing(programme=today, before=before, after=after)

    assert (done.state.tier, done.tier_changes) == ("regular", ())
