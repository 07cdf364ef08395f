"""What an invited person must pay at least before anybody is rewarded."""

from __future__ import annotations

from datetime import date

import pytest

from vafa.programme.compile import compile_programme
from vafa.programme.conditions import AllOf, AmountIs, AnyOf
from vafa.programme.decide import decide_occasion
from vafa.programme.document import FixedAmount, Label, Programme, Rule
from vafa.programme.inviting import least_reached
from vafa.programme.presets import reference_programme
from vafa.programme.records import MemberSnapshot, MemberState, Occasion
from vafa.programme.sentence import rule_sentence
from vafa.programme.validate import problems
from vafa.programme.wording import wording_of

TODAY = date(2026, 11, 21)


def _rule(trigger: str, least: int, **more: object) -> Rule:
    return Rule.model_validate({
        "code": f"{trigger}.{least}", "name": Label(fa="دعوت", en="Inviting"),
        "trigger": trigger, "condition": AllOf(of=(AmountIs(at_least=least),)),
        "effects": (FixedAmount(unit="points", units=50),), **more,
    })  # fmt: skip


def _programme(*rules: Rule) -> Programme:
    document = reference_programme()
    return document.model_copy(update={"rules": (*document.rules, *rules)})


@pytest.mark.parametrize(
    ("paid", "expected"),
    [(0, None), (999, None), (1_000, 1_000), (4_999, 1_000), (5_000, 5_000), (10**13, 5_000)],
)
def test_the_largest_least_that_is_reached_counts(paid: int, expected: int | None) -> None:
    document = _programme(_rule("referral", 1_000), _rule("invited_bought", 5_000))

    assert least_reached(document, paid_rials=paid, on=TODAY) == expected


def test_a_rule_that_is_over_or_for_joining_asks_for_no_purchase() -> None:
    over = _rule("referral", 1_000, ends_before="2026-11-21")
    early = _rule("referral", 2_000, starts_on="2026-11-22")
    document = _programme(over, early, _rule("invited", 0, condition=AllOf()))

    assert least_reached(document, paid_rials=10**9, on=TODAY) is None


def test_without_a_plain_amount_anything_paid_reaches_it() -> None:
    either = AnyOf(of=(AmountIs(at_least=7_000), AmountIs(of="eligible", at_least=9_000)))
    document = _programme(_rule("referral", 1, condition=either))

    assert least_reached(document, paid_rials=1, on=TODAY) == 1
    assert least_reached(document, paid_rials=0, on=TODAY) is None


@pytest.mark.parametrize(("paid", "given"), [(999, 0), (1_000, 50)])
def test_what_the_friend_paid_is_the_amount_that_the_rule_asks_for(paid: int, given: int) -> None:
    programme = compile_programme(_programme(_rule("referral", 1_000)))
    occasion = Occasion("referral", 20_778, paid_rials=paid)

    decided = decide_occasion(
        programme=programme, snapshot=MemberSnapshot(MemberState()), occasion=occasion
    )

    assert sum(award.units for award in decided.awards) == given
    assert decided.state.purchases == 0


def test_an_amount_makes_sense_for_a_friends_purchase_and_not_for_joining() -> None:
    fits = _programme(_rule("referral", 1_000), _rule("invited_bought", 1_000))
    wrong = _programme(_rule("invited", 1_000))

    assert [one.code for one in problems(fits) if one.blocks] == []
    assert "never_applies" in [one.code for one in problems(wrong)]


def test_the_sentence_says_whose_purchase_it_is() -> None:
    rule = _rule("referral", 2_000_000, pending_days=14)
    document = _programme(rule)

    told = rule_sentence(rule, wording=wording_of(document=document, language="fa"))

    assert told.startswith("«دعوت»: وقتی دوست دعوت‌شده نخستین خریدش را بکند، اگر ")
    assert "۲۰۰٬۰۰۰ تومان" in told
    assert "پس از ۱۴ روز" in told
