"""Effects, caps, expiry and windows as phrases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programme.documents import EFFECTS, EXPIRIES, RULES
from vafa.kit.persian import Language
from vafa.programme.document import (
    AfterDays,
    AfterInactivity,
    CalendarWindow,
    Cap,
    Effect,
    Expiry,
    FixedAmount,
    Lifetime,
    Multiply,
    NeverExpires,
    OnFixedDate,
    PerAmount,
    PerItem,
    Rolling,
    Rule,
    ShareOfAmount,
    Window,
)
from vafa.programme.phrases import (
    cap_phrase,
    caps_unit,
    dates_phrase,
    effect_phrase,
    expiry_phrase,
    window_phrase,
)
from vafa.programme.presets import reference_programme
from vafa.programme.wording import Wording, wording_of

REFERENCE = reference_programme()


def wording(language: Language = "fa") -> Wording:
    """Give the reference club's wording, in Rial."""
    return wording_of(document=REFERENCE, language=language, money="rial")


GIFTS: list[tuple[Effect, str, str]] = [
    (
        PerAmount(unit="points", units=2, rials=80_000),
        "۲ امتیاز برای هر ۸۰٬۰۰۰ ریال خرید از گروه «dairy»",
        "2 points for every 80,000 Rial spent on group “dairy”",
    ),
    (
        PerAmount(unit="points", units=1, rials=50_000, carry=True),
        "۱ امتیاز برای هر ۵۰٬۰۰۰ ریال خرید از گروه «dairy» (باقی‌مانده به خرید بعد می‌رود)",
        (
            "1 point for every 50,000 Rial spent on group “dairy”"
            " (the rest is carried to the next purchase)"
        ),
    ),
    (
        ShareOfAmount(unit="credit", share=125),
        "۱٫۲۵٪ مبلغ خرید از گروه «dairy» به‌صورت اعتبار",
        "1.25% of the amount spent on group “dairy” as credit",
    ),
    (
        ShareOfAmount(unit="credit", share=100, by_tier={"gold": 900, "silver": 500}),
        (
            "سهمی از مبلغ خرید از گروه «dairy» به‌صورت اعتبار"
            " (۵٪ برای «نقره‌ای»، ۹٪ برای «طلایی» و ۱٪ برای دیگر سطح‌ها)"
        ),
        (
            "a share of the amount spent on group “dairy” as credit"
            " (5% for “Silver”, 9% for “Gold” and 1% for other tiers)"
        ),
    ),
    (
        FixedAmount(unit="credit", units=50_000),
        "۵۰٬۰۰۰ ریال اعتبار",
        "50,000 Rial of credit",
    ),
    (
        PerItem(unit="points", units=3),
        "۳ امتیاز برای هر عدد کالا از گروه «dairy»",
        "3 points for every item of group “dairy”",
    ),
    (
        PerItem(unit="points", units=3, quantity=4),
        "۳ امتیاز برای هر ۴ عدد کالا از گروه «dairy»",
        "3 points for every 4 items of group “dairy”",
    ),
    (
        Multiply(unit="points", numerator=3, denominator=2),
        "۱٫۵ برابرِ امتیاز",
        "1.5 times the points",
    ),
    (
        Multiply(unit="points", numerator=2, rules=("points-on-purchase", "cashback")),
        "۲ برابرِ امتیاز از «امتیاز خرید» و «بازگشت اعتبار»",
        "2 times the points of “Points on purchases” and “Cashback”",
    ),
]


@pytest.mark.parametrize(("effect", "fa", "en"), GIFTS)
def test_effect_reads_as_a_phrase(effect: Effect, fa: str, en: str) -> None:
    rule = REFERENCE.rules[0].model_copy(update={"groups": ("dairy",)})

    said = [effect_phrase(effect, rule=rule, wording=wording(one)) for one in ("fa", "en")]

    assert said == [fa, en]


@pytest.mark.parametrize(
    ("expiry", "fa", "en"),
    [
        (NeverExpires(), "بدون انقضا", "without expiry"),
        (AfterDays(days=90), "۹۰ روز", "90 days"),
        (OnFixedDate(month=12, day=29), "تا پایان ۲۹ اسفند", "to the end of 29 Esfand"),
        (
            OnFixedDate(month=6, day=31, minimum_days=30),
            "تا پایان ۳۱ شهریور، دست‌کم ۳۰ روز",
            "to the end of 31 Shahrivar, at least 30 days",
        ),
        (
            AfterInactivity(days=180),
            "تا ۱۸۰ روز پس از آخرین خرید",
            "up to 180 days after the last purchase",
        ),
    ],
)
def test_expiry_reads_as_a_phrase(expiry: Expiry, fa: str, en: str) -> None:
    said = [expiry_phrase(expiry, wording=wording(one)) for one in ("fa", "en")]

    assert said == [fa, en]


@pytest.mark.parametrize(
    ("window", "fa", "en"),
    [
        (Rolling(days=30), "۳۰ روز گذشته", "the last 30 days"),
        (
            CalendarWindow(period="year"),
            "هر سال شمسی (سطح تا پایان سال بعد می‌ماند)",
            "each Jalali year (a tier is kept through the next one)",
        ),
        (Lifetime(), "همهٔ دوران عضویت", "the whole time of membership"),
    ],
)
def test_window_reads_as_a_phrase(window: Window, fa: str, en: str) -> None:
    said = [window_phrase(window, wording=wording(one)) for one in ("fa", "en")]

    assert said == [fa, en]


@pytest.mark.parametrize(
    ("per", "fa", "en"),
    [
        ("order", "۵ امتیاز در هر خرید", "5 points per purchase"),
        ("day", "۵ امتیاز در روز", "5 points per day"),
        ("month", "۵ امتیاز در ماه", "5 points per month"),
        ("year", "۵ امتیاز در سال", "5 points per year"),
        ("member", "۵ امتیاز برای هر عضو", "5 points per member"),
    ],
)
def test_cap_reads_as_a_phrase(per: str, fa: str, en: str) -> None:
    cap = Cap.model_validate({"per": per, "amount": 5})

    said = [cap_phrase(cap, unit="points", wording=wording(one)) for one in ("fa", "en")]

    assert said == [fa, en]


@pytest.mark.parametrize(
    ("first", "end", "said"),
    [
        (None, None, ""),
        ("2026-03-21", None, "از ۱۴۰۵/۰۱/۰۱ به بعد اجرا می‌شود."),
        (None, "2026-03-21", "تا پایان ۱۴۰۴/۱۲/۲۹ اجرا می‌شود."),
        ("2026-03-21", "2026-03-22", "از ۱۴۰۵/۰۱/۰۱ تا پایان ۱۴۰۵/۰۱/۰۱ اجرا می‌شود."),
        ("2026-99-99", None, "از «2026-99-99» به بعد اجرا می‌شود."),
        (None, "0001-01-01", "تا پایان «0001-01-01» اجرا می‌شود."),
    ],
)
def test_period_of_a_rule_reads_with_its_last_day(
    first: str | None, end: str | None, said: str
) -> None:
    assert dates_phrase(first, end, wording=wording()) == said


@given(EFFECTS, RULES, EXPIRIES, st.sampled_from(["fa", "en"]))
def test_any_effect_and_expiry_has_words(
    effect: Effect, rule: Rule, expiry: Expiry, language: Language
) -> None:
    said = effect_phrase(effect, rule=rule, wording=wording(language))

    assert said
    assert "{" not in said
    assert expiry_phrase(expiry, wording=wording(language))


def test_caps_of_a_rule_count_what_it_gives() -> None:
    assert [caps_unit(rule) for rule in REFERENCE.rules] == ["points", "credit"]
