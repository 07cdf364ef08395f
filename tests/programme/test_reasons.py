"""Reasons keep their codes and figures: `explain` and stored awards rely on them."""

from tests.programme.shop import Member, compiled
from vafa.programme import layout as at
from vafa.programme.reasons import FIGURES, LIMITS, limited
from vafa.programme.records import Reason


def test_every_reason_that_a_step_writes_has_a_code() -> None:
    numbers = [value for name, value in vars(at).items() if name.startswith("WHY_")]

    assert len(FIGURES) == len(numbers)


def test_the_figures_of_a_capped_award() -> None:
    member = Member(compiled({"/units/0/caps": [{"per": "order", "amount": 3}]}))

    award = member.buys(490_000).awards[0]

    assert award.reasons == (
        Reason("per_amount", {"rule": "points-on-purchase", "unit": "points", "base": 490_000,
                              "units": 1, "rials": 100_000}),
        Reason("rounded", {"unit": "points", "mode": "floor", "step": 1}),
        Reason("capped", {"owner": "points", "owner_kind": "unit", "per": "order", "used": 0,
                          "granted": 3, "lost": 1, "cap": 3}),
    )  # fmt: skip


def test_the_figures_of_a_multiplied_award_with_carry() -> None:
    rule = {
        "code": "double", "name": {"fa": "دو", "en": "two"},
        "effects": [{"kind": "multiply", "unit": "points", "numerator": 2}],
    }  # fmt: skip
    member = Member(compiled({"/rules/-": rule, "/rules/0/effects/0/carry": True}))
    member.buys(10_000)

    award = member.buys(60_000).awards[0]

    assert [reason.as_json() for reason in award.reasons[1:]] == [
        {"code": "multiplied", "rule": "double", "unit": "points", "numerator": 2,
         "denominator": 1, "base": 60_000},
        {"code": "carried_in", "rule": "points-on-purchase", "rials": 10_000},
        {"code": "carried_out", "rule": "points-on-purchase", "rials": 20_000},
    ]  # fmt: skip


def test_a_limit_names_its_figure() -> None:
    said = [limited("credit", 5, None, number, 9).figures for number in range(1, len(LIMITS))]

    assert [set(figures) - {"unit", "limit", "units", "wished"} for figures in said] == [
        {"available"}, {"held"}, {"rials"}, {"rials"}, {"step"}, {"minimum"}, {"minimum"}, set(),
    ]  # fmt: skip
