"""Ready programmes: the specification's reference club, the demo club, and one for each trade.

A preset is an ordinary document. A shop copies one and changes it; nothing in the code knows
that it came from here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from vafa.programme.conditions import BirthdayWindow, FirstPurchase, WeekdayIs
from vafa.programme.document import (
    AfterDays,
    AfterInactivity,
    Budget,
    Cap,
    Expiry,
    FixedAmount,
    Label,
    Ladder,
    Level,
    Lifetime,
    Multiply,
    NeverExpires,
    PerAmount,
    PercentReward,
    PerItem,
    Programme,
    Redemption,
    Reward,
    RewardCost,
    Rolling,
    Rule,
    ShareOfAmount,
    Stacking,
    Unit,
)

POINTS: Final = 1
CREDIT: Final = 2
STAMPS: Final = 3

_NEVER: Final = NeverExpires()
_YEAR: Final = Rolling(days=365)

_TIERS: Final = (
    ("regular", "عادی", "Regular"),
    ("bronze", "برنزی", "Bronze"),
    ("silver", "نقره‌ای", "Silver"),
    ("gold", "طلایی", "Gold"),
)
_CASHBACK: Final = {"regular": 200, "bronze": 300, "silver": 500, "gold": 700}


def reference_programme() -> Programme:
    """Give the reference club that the specification's cases are written for."""
    return Programme(
        code="reference",
        name=Label(fa="باشگاه مرجع", en="Reference club"),
        units=(
            _points(redemption=Redemption(value_rials=1_000)),
            _credit(redemption=Redemption()),
        ),
        rules=(_point_rule(rials=100_000), _cashback_rule(_CASHBACK)),
        ladder=_spend_ladder(0, 50_000_000, 150_000_000, 500_000_000),
    )


def demo_programme() -> Programme:
    """Give the demo supermarket's programme, on the groups of its sample catalogue.

    Credit ends after four months, so that a year of history shows expiry.
    """
    return Programme(
        code="demo",
        name=Label(fa="باشگاه فروشگاه نمونه", en="Demo shop club"),
        units=(
            _points(
                expiry=AfterDays(days=365),
                redemption=Redemption(value_rials=1_000, step_units=10),
            ),
            _credit(
                expiry=AfterDays(days=120),
                redemption=Redemption(maximum_share=5_000, minimum_units=100_000),
            ),
        ),
        rules=(
            _point_rule(rials=100_000, groups=("food", "fresh")),
            _cashback_rule(_CASHBACK),
            Rule(
                code="friday",
                name=Label(fa="جمعه‌های دوبرابر", en="Double Fridays"),
                condition=WeekdayIs(days=("friday",)),
                effects=(Multiply(unit="points", numerator=2, rules=("points-on-purchase",)),),
            ),
        ),
        ladder=_spend_ladder(0, 50_000_000, 150_000_000, 500_000_000),
    )


def cafe_programme() -> Programme:
    """Give a café's programme: points by amount, and a card of stamps: the tenth drink is free."""
    return Programme(
        code="cafe",
        name=Label(fa="باشگاه کافه", en="Café club"),
        units=(
            _points(
                expiry=AfterInactivity(days=180),
                redemption=Redemption(value_rials=1_000, step_units=50),
            ),
            Unit(
                code="stamps",
                number=STAMPS,
                kind="points",
                name=Label(fa="مهر", en="stamps"),
                expiry=AfterInactivity(days=180),
            ),
        ),
        rewards=(
            Reward(
                code="free-drink",
                name=Label(fa="نوشیدنی رایگان", en="Free drink"),
                cost=RewardCost(unit="stamps", units=9),
                effect=PercentReward(share=10_000, maximum=1_500_000),
            ),
        ),
        rules=(
            _point_rule(rials=50_000),
            Rule(
                code="stamp",
                name=Label(fa="یک مهر برای هر خرید", en="A stamp for each purchase"),
                effects=(FixedAmount(unit="stamps", units=1),),
            ),
            _welcome_rule(units=100),
            _birthday_rule(units=300),
        ),
    )


def clothes_programme() -> Programme:
    """Give a clothes shop's programme: cashback by tier, once returns are over."""
    return Programme(
        code="clothes",
        name=Label(fa="باشگاه پوشاک", en="Clothes shop club"),
        units=(
            _credit(
                expiry=AfterDays(days=180),
                pending_days=7,
                redemption=Redemption(maximum_share=3_000, minimum_order=5_000_000),
            ),
        ),
        rules=(_cashback_rule({"regular": 300, "bronze": 400, "silver": 600, "gold": 800}),),
        ladder=_spend_ladder(0, 100_000_000, 300_000_000, 1_000_000_000),
    )


def supermarket_programme() -> Programme:
    """Give a supermarket's programme: a small share on everything, capped."""
    return Programme(
        code="supermarket",
        name=Label(fa="باشگاه سوپرمارکت", en="Supermarket club"),
        units=(
            _credit(
                expiry=AfterDays(days=90),
                caps=(Cap(per="month", amount=5_000_000),),
                redemption=Redemption(maximum_share=5_000, minimum_units=100_000),
            ),
        ),
        rules=(
            _cashback_rule({"regular": 100, "bronze": 150, "silver": 200, "gold": 300}),
            Rule(
                code="first-purchase",
                name=Label(fa="هدیهٔ نخستین خرید", en="First purchase gift"),
                condition=FirstPurchase(),
                effects=(FixedAmount(unit="credit", units=500_000),),
                stacking="gifts",
                budget="gifts",
            ),
        ),
        stacking=(Stacking(code="gifts", mode="best"),),
        budgets=(Budget(code="gifts", unit="credit", per="month", amount=500_000_000),),
        ladder=_spend_ladder(0, 60_000_000, 180_000_000, 400_000_000),
    )


def salon_programme() -> Programme:
    """Give a salon's programme: tiers by visits, points for each service."""
    return Programme(
        code="salon",
        name=Label(fa="باشگاه سالن زیبایی", en="Salon club"),
        units=(
            _points(
                expiry=AfterDays(days=365),
                redemption=Redemption(value_rials=10_000, step_units=10),
            ),
        ),
        rules=(
            Rule(
                code="points-on-service",
                name=Label(fa="امتیاز هر خدمت", en="Points for each service"),
                effects=(PerItem(unit="points", units=10),),
                caps=(Cap(per="day", amount=50),),
            ),
            Rule(
                code="birthday-week",
                name=Label(fa="هفتهٔ تولد", en="Birthday week"),
                condition=BirthdayWindow(days_before=3, days_after=3),
                effects=(Multiply(unit="points", numerator=2),),
            ),
            _welcome_rule(units=20),
        ),
        ladder=Ladder(
            basis="visits",
            levels=_levels(0, 4, 10, 20),
        ),
    )


def project_programme() -> Programme:
    """Give a project company's programme: few large orders, tiers for life."""
    return Programme(
        code="project",
        name=Label(fa="باشگاه خدمات پروژه‌ای", en="Project services club"),
        units=(
            _credit(
                expiry=AfterDays(days=730),
                pending_days=30,
                redemption=Redemption(maximum_share=2_000),
            ),
        ),
        rules=(_cashback_rule({"regular": 100, "bronze": 150, "silver": 200, "gold": 250}),),
        ladder=_spend_ladder(0, 1_000_000_000, 5_000_000_000, 20_000_000_000, window=Lifetime()),
    )


PRESETS: Final[Mapping[str, Callable[[], Programme]]] = {
    "reference": reference_programme,
    "demo": demo_programme,
    "cafe": cafe_programme,
    "clothes": clothes_programme,
    "supermarket": supermarket_programme,
    "salon": salon_programme,
    "project": project_programme,
}


def _points(*, redemption: Redemption | None = None, expiry: Expiry = _NEVER) -> Unit:
    return Unit(
        code="points",
        number=POINTS,
        kind="points",
        name=Label(fa="امتیاز", en="points"),
        expiry=expiry,
        redemption=redemption,
    )


def _credit(
    *,
    redemption: Redemption | None = None,
    expiry: Expiry = _NEVER,
    pending_days: int = 0,
    caps: tuple[Cap, ...] = (),
) -> Unit:
    return Unit(
        code="credit",
        number=CREDIT,
        kind="credit",
        name=Label(fa="اعتبار", en="credit"),
        expiry=expiry,
        pending_days=pending_days,
        caps=caps,
        redemption=redemption,
    )


def _point_rule(*, rials: int, groups: tuple[str, ...] = ()) -> Rule:
    return Rule(
        code="points-on-purchase",
        name=Label(fa="امتیاز خرید", en="Points on purchases"),
        effects=(PerAmount(unit="points", units=1, rials=rials),),
        groups=groups,
    )


def _cashback_rule(by_tier: Mapping[str, int]) -> Rule:
    lowest = min(by_tier.values())
    return Rule(
        code="cashback",
        name=Label(fa="بازگشت اعتبار", en="Cashback"),
        effects=(ShareOfAmount(unit="credit", share=lowest, by_tier=dict(by_tier)),),
    )


def _welcome_rule(*, units: int) -> Rule:
    return Rule(
        code="welcome",
        name=Label(fa="هدیهٔ عضویت", en="Welcome gift"),
        trigger="join",
        effects=(FixedAmount(unit="points", units=units),),
        caps=(Cap(per="member", amount=units),),
    )


def _birthday_rule(*, units: int) -> Rule:
    return Rule(
        code="birthday",
        name=Label(fa="هدیهٔ تولد", en="Birthday gift"),
        trigger="birthday",
        effects=(FixedAmount(unit="points", units=units),),
        caps=(Cap(per="year", amount=units),),
    )


def _levels(*thresholds: int) -> tuple[Level, ...]:
    return tuple(
        Level(code=code, name=Label(fa=fa, en=en), threshold=threshold)
        for (code, fa, en), threshold in zip(_TIERS, thresholds, strict=True)
    )


def _spend_ladder(*thresholds: int, window: Rolling | Lifetime = _YEAR) -> Ladder:
    return Ladder(window=window, levels=_levels(*thresholds))
