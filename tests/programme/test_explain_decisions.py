"""Whatever the evaluator decides, every reason it gives can be said in both languages."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from vafa.programme.compile import compile_programme
from vafa.programme.conditions import FirstPurchase, WeekdayIs
from vafa.programme.decide import decide_advance, decide_purchase, decide_tier
from vafa.programme.document import (
    Budget,
    Cap,
    FixedAmount,
    Label,
    Multiply,
    PerAmount,
    PerItem,
    Programme,
    Redemption,
    Rolling,
    Rule,
    Stacking,
)
from vafa.programme.explain import explain, explain_award, explain_tier_change
from vafa.programme.presets import reference_programme
from vafa.programme.records import (
    Balance,
    Line,
    MemberSnapshot,
    MemberState,
    PurchaseDecision,
    PurchaseEvent,
    Reason,
    RefundRequest,
    Spend,
    StoredAward,
    StoredBurn,
    StoredSale,
    TierChange,
)
from vafa.programme.refund import decide_refund
from vafa.programme.validate import problems
from vafa.programme.wording import wording_of


def rule(code: str, **parts: object) -> Rule:
    """Give a rule that is named by its code."""
    return Rule.model_validate({"code": code, "name": Label(fa=code, en=code), **parts})


def everything() -> Programme:
    """Give a programme in which all that can explain an award happens soon."""
    club = reference_programme()
    points, credit = club.units
    assert club.ladder is not None
    return club.model_copy(
        update={
            "units": (
                points.model_copy(
                    update={"redemption": Redemption(value_rials=1_000, step_units=5)}
                ),
                credit.model_copy(
                    update={
                        "rounding_step": 10,
                        "caps": (Cap(per="month", amount=300_000),),
                        "redemption": Redemption(
                            maximum_share=3_000, minimum_units=1_000, minimum_order=100_000
                        ),
                    }
                ),
            ),
            "rules": (
                rule(
                    "carried",
                    effects=(PerAmount(unit="points", units=1, rials=70_000, carry=True),),
                    caps=(Cap(per="day", amount=30),),
                ),
                club.rules[1].model_copy(update={"budget": "spring"}),
                rule("items", effects=(PerItem(unit="points", units=2),), stacking="best"),
                rule("gift", effects=(FixedAmount(unit="points", units=5),), stacking="best"),
                rule(
                    "first",
                    condition=FirstPurchase(),
                    effects=(FixedAmount(unit="points", units=9),),
                    stacking="once",
                ),
                rule("later", effects=(FixedAmount(unit="points", units=3),), stacking="once"),
                rule(
                    "friday",
                    condition=WeekdayIs(days=("friday", "saturday")),
                    effects=(Multiply(unit="points", numerator=3, denominator=2),),
                    groups=("food",),
                ),
            ),
            "stacking": (Stacking(code="best", mode="best"), Stacking(code="once", mode="first")),
            "budgets": (Budget(code="spring", unit="credit", amount=10**6),),
            "ladder": club.ladder.model_copy(
                update={"marginal": True, "window": Rolling(days=20), "grace_days": 5}
            ),
        }
    )


DOCUMENT = everything()
PROGRAMME = compile_programme(DOCUMENT)
WORDINGS = [wording_of(document=DOCUMENT, language=language) for language in ("fa", "en")]

LINES = st.lists(
    st.builds(
        Line,
        number=st.just(0),
        group=st.sampled_from(["food", "food.dairy", "tools"]),
        net_rials=st.sampled_from([0, 90_000, 490_000, 5_000_000, 60_000_000, 170_000_000]),
        gross_rials=st.just(0),
        vat_rials=st.sampled_from([0, 9_000]),
        quantity_milli=st.sampled_from([1_000, 2_500]),
        kind=st.sampled_from(["product", "product", "gift_card", "shipping"]),
    ),
    min_size=1,
    max_size=3,
).map(
    lambda lines: tuple(
        replace(line, number=number, gross_rials=line.net_rials)
        for number, line in enumerate(lines, 1)
    )
)
SPENDS = st.lists(
    st.builds(
        Spend,
        unit=st.sampled_from(["points", "credit"]),
        units=st.none() | st.sampled_from([3, 500, 20_000, 10**9]),
    ),
    max_size=2,
    unique_by=lambda wish: wish.unit,
).map(tuple)


def said(reasons: tuple[Reason, ...]) -> set[str]:
    """Say every reason in both languages; give their codes."""
    for wording in WORDINGS:
        for reason in reasons:
            text = explain(reason, wording=wording)
            assert text.endswith(".")
            assert "{" not in text
    return {reason.code for reason in reasons}


def told(changes: tuple[TierChange, ...]) -> set[str]:
    """Tell every tier change in both languages; give the codes of their reasons."""
    for wording in WORDINGS:
        for change in changes:
            assert explain_tier_change(change, wording=wording).endswith(".")
    return {code for change in changes for code in said(change.reasons)}


def sale_of(decision: PurchaseDecision, event: PurchaseEvent) -> StoredSale:
    """Give the purchase as the book would store it."""
    return StoredSale(
        id=1,
        day=event.day,
        lines=event.lines,
        awards=tuple(
            StoredAward(
                id=number,
                rule=award.rule,
                unit=award.unit,
                units=award.units,
                basis=award.basis,
                line_basis=award.line_basis,
                day=award.day,
                carry=award.carry,
                uncapped=award.uncapped,
            )
            for number, award in enumerate(decision.awards)
        ),
        burns=tuple(
            StoredBurn(burn.unit, burn.units, burn.rials, burn.spend_as, burn.lines)
            for burn in decision.burns
        ),
        paid_rials=decision.to_pay_rials,
        qualifying_rials=decision.qualifying_rials,
    )


def live(orders: list[tuple[int, tuple[Line, ...], tuple[Spend, ...]]]) -> set[str]:
    """Let a member buy and give the last purchase back; give the codes of all that was said."""
    day, state, codes = 20_000, MemberState(), set[str]()
    balances = {"points": Balance(spendable=700), "credit": Balance(spendable=90_000, held=5_000)}
    for days, lines, spend in orders:
        day += days
        event = PurchaseEvent(day=day, minute=600, lines=lines, spend=spend)
        snapshot = MemberSnapshot(state, balances)
        decision = decide_purchase(
            programme=PROGRAMME, snapshot=snapshot, event=event, limits={"spring": 50_000}
        )
        codes |= said(decision.reasons) | told(decision.tier_changes)
        for award in decision.awards:
            codes |= said(award.reasons)
            for wording in WORDINGS:
                assert explain_award(
                    unit=award.unit, units=award.units, reasons=award.reasons, wording=wording
                )
        for burn in decision.burns:
            codes |= said(burn.reasons)
        state = decision.state
        if any(line.net_rials for line in lines):
            back = decide_refund(
                programme=PROGRAMME,
                snapshot=MemberSnapshot(state, balances),
                sale=sale_of(decision, event),
                request=RefundRequest(day=day, quantities={1: lines[0].quantity_milli}),
            )
            codes |= said(back.reasons) | told(back.tier_changes)
            codes |= {code for claw in back.claw_backs for code in said(claw.reasons)}
    by_hand = decide_tier(
        programme=PROGRAMME, snapshot=MemberSnapshot(state), tier="gold", day=day, days=3
    )
    later = decide_advance(
        programme=PROGRAMME, snapshot=MemberSnapshot(by_hand.state), day=day + 60
    )
    plain = decide_advance(programme=PROGRAMME, snapshot=MemberSnapshot(state), day=day + 60)
    return codes | told(by_hand.tier_changes) | told(later.tier_changes) | told(plain.tier_changes)


def test_the_programme_of_this_test_is_sound() -> None:
    assert [one for one in problems(DOCUMENT) if one.blocks] == []


@given(st.lists(st.tuples(st.integers(0, 30), LINES, SPENDS), min_size=1, max_size=4))
def test_every_decision_can_be_explained(
    orders: list[tuple[int, tuple[Line, ...], tuple[Spend, ...]]],
) -> None:
    """No decision gives a reason, or a figure in it, that cannot be said."""
    assert live(orders) >= {"base"}


def test_a_few_purchases_show_nearly_every_reason() -> None:
    """The property above is no empty promise: these reasons really occur."""

    def line(number: int, net: int, group: str = "food") -> Line:
        return Line(number, group, net, net, 9_000, 2_500)

    card = Line(2, "tools", 50_000, 50_000, kind="gift_card")
    everything_wished = (Spend("points", None), Spend("credit", 10**9))

    codes = live(
        [
            (0, (line(1, 490_000), card), ()),
            (1, (line(1, 60_000_000), line(2, 5_000_000, "tools")), everything_wished),
            (0, (line(1, 90_000),), (Spend("credit", None), Spend("points", 3))),
            (3, (line(1, 0),), ()),
            (2, (line(1, 170_000_000),), ()),
        ]
    )

    assert codes >= {
        "base", "excluded", "credit_share", "per_amount", "share_part", "fixed", "per_item",
        "multiplied", "carried_in", "carried_out", "rounded", "capped", "budget", "outdone",
        "spent", "limited", "not_spent", "reached", "below", "grace", "manual", "taken_back",
        "carry_back", "cap_freed", "returned", "credit_back", "cash_back", "unqualified",
    }  # fmt: skip
