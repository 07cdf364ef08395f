"""Rules that a shop may begin with, one for each plain way to give: written once, then changed."""

from __future__ import annotations

from collections.abc import Iterator

from vafa.programme.check_frame import gives
from vafa.programme.conditions import (
    AmountIs,
    BirthdayWindow,
    DaysSinceVisit,
    FirstPurchase,
    PurchaseNumber,
    WeekdayIs,
)
from vafa.programme.document import (
    Cap,
    Effect,
    FixedAmount,
    Label,
    Multiply,
    PerAmount,
    PerItem,
    Programme,
    Rule,
    ShareOfAmount,
    Unit,
)
from vafa.programme.editing import free_code

_GIFT = {"points": 100, "credit": 500_000}
_FRIEND_PAYS = 2_000_000
_FRIENDS_A_MONTH = 5
_RETURN_DAYS = 14


def rule_shapes(document: Programme) -> tuple[Rule, ...]:
    """Give the rules that may begin, for each unit of the document, with codes that are free."""
    taken = {rule.code for rule in document.rules}
    return tuple(
        rule.model_copy(update={"code": free_code(f"{rule.code}-{unit.code}"[:56], taken)})
        for unit in document.units
        for rule in _shapes(unit, document)
    )


def _shapes(unit: Unit, document: Programme) -> Iterator[Rule]:
    code, gift = unit.code, FixedAmount(unit=unit.code, units=_GIFT[unit.kind])
    yield _rule("purchase", "خرید", "Purchases", _base(unit))
    if unit.kind == "points":
        yield _rule("item", "هر خدمت یا کالا", "Each item", PerItem(unit=code, units=10))
    if any(
        gives(effect, code)
        for rule in document.rules
        if rule.trigger == "purchase"
        for effect in rule.effects
    ):
        twice = Multiply(unit=code, numerator=2)
        yield _rule(
            "day", "روزهای ویژه", "Special days", twice, condition=WeekdayIs(days=("friday",))
        )
        week = BirthdayWindow(days_before=3, days_after=3)
        yield _rule("birthday-week", "هفتهٔ تولد", "Birthday week", twice, condition=week)
    yield _rule(
        "join", "هدیهٔ عضویت", "Welcome gift", gift, trigger="join",
        caps=(Cap(per="member", amount=gift.units),),
    )  # fmt: skip
    yield _rule("first", "هدیهٔ خرید اول", "First purchase gift", gift, condition=FirstPurchase())
    yield _rule(
        "birthday", "هدیهٔ تولد", "Birthday gift", gift, trigger="birthday",
        caps=(Cap(per="year", amount=gift.units),),
    )  # fmt: skip
    yield from _invitation_shapes(gift)
    every = PurchaseNumber(every=10)
    yield _rule("every", "هدیهٔ هر دهمین خرید", "Gift on every tenth", gift, condition=every)
    large = AmountIs(at_least=10_000_000)
    yield _rule("large", "هدیهٔ خرید بزرگ", "Gift on large purchases", gift, condition=large)
    away = DaysSinceVisit(at_least=60)
    yield _rule("back", "هدیهٔ بازگشت", "Come back gift", gift, condition=away)


def _invitation_shapes(gift: FixedAmount) -> Iterator[Rule]:
    """Give rules for inviting: what the inviter has waits until the friend's return is over."""
    paid = AmountIs(at_least=_FRIEND_PAYS)
    yield _rule(
        "referral", "پاداش دعوت دوست", "Reward for inviting", gift, trigger="referral",
        condition=paid, pending_days=_RETURN_DAYS,
        caps=(Cap(per="month", amount=_FRIENDS_A_MONTH * gift.units),),
    )  # fmt: skip
    yield _rule(
        "invited", "هدیهٔ عضویت با دعوت", "Welcome gift of the invited", gift, trigger="invited",
        caps=(Cap(per="member", amount=gift.units),),
    )  # fmt: skip
    yield _rule(
        "invited-bought", "هدیهٔ نخستین خرید پس از دعوت", "Gift for the first purchase", gift,
        trigger="invited_bought", condition=paid, caps=(Cap(per="member", amount=gift.units),),
    )  # fmt: skip


def _base(unit: Unit) -> Effect:
    if unit.kind == "points":
        return PerAmount(unit=unit.code, units=1, rials=100_000)
    return ShareOfAmount(unit=unit.code, share=200)


def _rule(code: str, fa: str, en: str, effect: Effect, **more: object) -> Rule:
    given = {"code": code, "name": Label(fa=fa, en=en), "effects": (effect,), **more}
    return Rule.model_validate(given)
