"""Rules, tiers and spending read as sentences in both languages."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programme.documents import PROGRAMMES, RULES
from vafa.kit.persian import Language
from vafa.programme.conditions import WeekdayIs
from vafa.programme.document import (
    AfterDays,
    Base,
    Budget,
    CalendarWindow,
    Cap,
    Ladder,
    Programme,
    Redemption,
    Refunds,
    Rule,
    Stacking,
)
from vafa.programme.presets import PRESETS, demo_programme, salon_programme, supermarket_programme
from vafa.programme.sentence import (
    Way,
    ladder_sentences,
    programme_sentences,
    redemption_sentences,
    refund_sentences,
    rule_sentence,
    unit_sentences,
    ways_to_earn,
)
from vafa.programme.sentence_texts import TEXTS
from vafa.programme.wording import Wording, wording_of

DEMO = demo_programme()
NAMES = {"group": {"food": "خواربار", "fresh": "تازه‌ها"}}


def wording(language: Language = "fa") -> Wording:
    """Give the demo club's wording."""
    names = NAMES if language == "fa" else None
    return wording_of(document=DEMO, language=language, names=names)


def test_rule_reads_as_a_sentence() -> None:
    rule = DEMO.rules[0].model_copy(
        update={
            "condition": WeekdayIs(days=("friday", "thursday")),
            "caps": (Cap(per="day", amount=100), Cap(per="month", amount=500)),
            "expiry": AfterDays(days=90),
            "pending_days": 8,
            "starts_on": "2026-03-21",
            "ends_before": "2026-04-21",
        }
    )

    persian = rule_sentence(rule, wording=wording())
    english = rule_sentence(rule, wording=wording("en"))

    assert persian == (
        "«امتیاز خرید»: با هر خرید، اگر آن روز جمعه یا پنجشنبه باشد، ۱ امتیاز برای هر ۱۰٬۰۰۰ تومان"
        " خرید از گروه «خواربار» یا «تازه‌ها» داده می‌شود. سقف: ۱۰۰ امتیاز در روز و ۵۰۰ امتیاز"
        " در ماه. پس از ۸ روز قابل خرج می‌شود. مهلت مصرف: ۹۰ روز."
        " از ۱۴۰۵/۰۱/۰۱ تا پایان ۱۴۰۵/۰۱/۳۱ اجرا می‌شود."
    )
    assert english == (
        "“Points on purchases”: on every purchase, if the day is Friday or Thursday, the member"
        " gets 1 point for every 10,000 Toman spent on group “food” or “fresh”. At most 100 points"
        " per day and 500 points per month. Spendable after 8 days. Valid: 90 days."
        " Runs from 2026-03-21 to the end of 2026-04-20."
    )


def test_excluded_groups_are_named() -> None:
    rule = DEMO.rules[0].model_copy(update={"groups": (), "excluded_groups": ("food",)})

    said = rule_sentence(rule, wording=wording())

    assert "تومان خرید (جز گروه «خواربار») داده می‌شود" in said


def test_rule_tells_its_budget_with_the_document() -> None:
    document = supermarket_programme()
    words = wording_of(document=document, language="en")

    said = rule_sentence(document.rules[1], wording=words, document=document)

    assert said.endswith(
        "The club's budget for all members: 50,000,000 Toman of credit per month."
    )


def test_table_of_ways_has_caps_and_validity() -> None:
    document = salon_programme()

    assert ways_to_earn(document=document)[:2] == (
        Way(
            rule="points-on-service",
            name="امتیاز هر خدمت",
            activity="خرید",
            reward="۱۰ امتیاز برای هر عدد کالا",
            condition="",
            cap="۵۰ امتیاز در روز",
            validity="۳۶۵ روز",
        ),
        Way(
            rule="birthday-week",
            name="هفتهٔ تولد",
            activity="خرید",
            reward="۲ برابرِ امتیاز",
            condition="آن روز از ۳ روز پیش از تولد عضو تا ۳ روز پس از آن باشد",
            cap="",
            validity="۳۶۵ روز",
        ),
    )


def test_ladder_tells_how_members_move() -> None:
    assert DEMO.ladder is not None
    ladder = DEMO.ladder.model_copy(
        update={
            "window": CalendarWindow(period="season"),
            "marginal": True,
            "grace_days": 0,
            "warning_days": 0,
            "landing": "full",
            "groups": ("food",),
        }
    )

    assert ladder_sentences(DEMO.ladder, wording=wording("en")) == (
        "A member's tier depends on the amount of purchases in the last 365 days.",
        (
            "The tiers: “Regular” from the start, “Bronze” from 5,000,000 Toman, “Silver” from"
            " 15,000,000 Toman and “Gold” from 50,000,000 Toman."
        ),
        "A purchase that crosses a threshold earns wholly at the tier before it.",
        "A member who falls below the tier's threshold has 30 days to recover.",
        "Then the member goes down one tier.",
        "The member is warned 14 days before falling below the threshold.",
    )
    assert ladder_sentences(ladder, wording=wording()) == (
        (
            "سطح عضو را مبلغ خرید از گروه «خواربار» در هر فصل شمسی"
            " (سطح تا پایان فصل بعد می‌ماند) تعیین می‌کند."
        ),
        (
            "سطح‌ها: «عادی» از آغاز، «برنزی» از ۵٬۰۰۰٬۰۰۰ تومان، «نقره‌ای» از ۱۵٬۰۰۰٬۰۰۰ تومان"
            " و «طلایی» از ۵۰٬۰۰۰٬۰۰۰ تومان."
        ),
        "از خریدی که از مرز سطح می‌گذرد، بخش بالاتر از مرز با نرخ سطح تازه حساب می‌شود.",
        "عضوی که به زیر مرز سطح خود برود فرصت جبران ندارد.",
        "سپس به سطحی می‌رود که به آن می‌رسد.",
    )


def test_spending_policy_is_told_whole() -> None:
    policy = Redemption(
        spend_as="tender",
        value_rials=500,
        per_units=2,
        maximum_share=3_000,
        minimum_units=100,
        step_units=50,
        minimum_order=1_000_000,
        excluded_groups=("food",),
    )
    unit = DEMO.units[0].model_copy(update={"redemption": policy})

    assert redemption_sentences(unit, wording=wording()) == (
        "امتیاز را می‌توان هنگام خرید چون پول خرج کرد؛ مالیات کم نمی‌شود.",
        "ارزش ۲ امتیاز ۵۰ تومان است.",
        "در هر خرید تا ۳۰٪ مبلغ آن.",
        "دست‌کم ۱۰۰ امتیاز در هر بار.",
        "تنها به مضربی از ۵۰ امتیاز.",
        "تنها در خرید ۱۰۰٬۰۰۰ تومان و بیشتر.",
        "نه برای گروه «خواربار».",
    )
    assert redemption_sentences(
        unit.model_copy(update={"redemption": None}), wording=wording("en")
    ) == ("There is no way to spend points.",)


def test_unit_and_refund_policies_are_told() -> None:
    unit = DEMO.units[1].model_copy(
        update={
            "rounding_step": 10,
            "pending_days": 3,
            "expiry": AfterDays(days=90),
            "caps": (Cap(per="year", amount=10**7),),
        }
    )

    assert unit_sentences(unit, wording=wording("en")) == (
        "Fractions of credit are rounded down, once per purchase.",
        "The step of rounding: 1 Toman of credit.",
        "Spendable after 3 days.",
        "Valid: 90 days.",
        "At most 1,000,000 Toman of credit per year.",
    )
    assert refund_sentences(
        Refunds(order="cash_first", shortfall="forgive", restored_lot_grace_days=0),
        wording=wording("en"),
    ) == (
        "A refund gives back money first, then credit.",
        "What a refunded purchase earned and is spent is forgiven.",
        "Credit that has expired by then does not come back.",
    )


def test_base_and_stacking_are_told_with_the_rules() -> None:
    rules = tuple(rule.model_copy(update={"stacking": "one"}) for rule in DEMO.rules[:2])
    document = DEMO.model_copy(
        update={
            "rules": rules,
            "stacking": (Stacking(code="one", mode="best"),),
            "base": Base(
                after_discounts=False,
                with_vat=True,
                with_shipping=True,
                gift_cards=True,
                paid_with_credit=True,
                excluded_groups=("tobacco",),
            ),
        }
    )

    told = programme_sentences(document=document, language="en")[0]

    assert (told.place, told.title) == ("/rules", "Ways to earn")
    assert told.sentences[2:] == (
        (
            "Of the rules “Points on purchases” and “Cashback”, the one that gives most of a unit"
            " counts."
        ),
        "Purchases earn on the amount before discounts: with VAT, with shipping.",
        "Buying a gift card earns.",
        "What is paid with credit and points earns too.",
        "Group “tobacco” earns nothing.",
    )


@pytest.mark.parametrize("name", PRESETS)
def test_every_part_of_a_preset_has_a_paragraph(name: str) -> None:
    document = PRESETS[name]()

    places = [one.place for one in programme_sentences(document=document)]

    units = [f"/units/{index}" for index in range(len(document.units))]
    ladder = ["/ladder"] if document.ladder else []
    rewards = ["/rewards"] if document.rewards else []
    assert places == ["/rules", *units, *ladder, *rewards, "/refunds"]


@given(PROGRAMMES, st.sampled_from(["fa", "en"]), st.sampled_from(["toman", "rial"]))
def test_any_programme_can_be_told(document: Programme, language: Language, money: str) -> None:
    """Every condition, effect and policy has words; no template is left open."""
    told = programme_sentences(
        document=document, language=language, money="rial" if money == "rial" else "toman"
    )
    ways = ways_to_earn(document=document, language=language)

    sentences = [text for one in told for text in one.sentences]
    assert len(told[0].sentences) >= len(document.rules)
    assert all(text.endswith(".") and "{" not in text for text in sentences)
    assert [way.rule for way in ways] == [rule.code for rule in document.rules]
    assert all(way.reward for way in ways)


@given(RULES)
def test_sentence_of_a_rule_shows_its_name_and_reward(rule: Rule) -> None:
    words = wording_of(document=DEMO, language="en")

    assert rule_sentence(rule, wording=words).startswith(f"“{rule.name.en}”: on ")


def test_budget_for_ever_and_points_ladder_have_words() -> None:
    budget = Budget(code="b", unit="points", per="ever", amount=5)
    document = DEMO.model_copy(
        update={
            "budgets": (budget,),
            "rules": (DEMO.rules[0].model_copy(update={"budget": "b"}),),
            "ladder": Ladder(
                basis="points",
                points_unit="points",
                levels=DEMO.ladder.levels if DEMO.ladder else (),
            ),
        }
    )

    told = programme_sentences(document=document)

    assert told[0].sentences[0].endswith("بودجهٔ باشگاه برای همهٔ اعضا: ۵ امتیاز در مجموع.")
    assert told[3].sentences[0] == "سطح عضو را امتیاز به‌دست‌آمده در ۳۶۵ روز گذشته تعیین می‌کند."
    assert "«برنزی» از ۵۰٬۰۰۰٬۰۰۰ امتیاز" in told[3].sentences[1]


def test_both_languages_have_the_same_keys_and_figures() -> None:
    def figures(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert TEXTS["fa"].keys() == TEXTS["en"].keys()
    for key, text in TEXTS["fa"].items():
        assert figures(text) == figures(TEXTS["en"][key]), key


def test_persian_texts_use_persian_letters_and_punctuation() -> None:
    for key, text in TEXTS["fa"].items():
        bare = re.sub(r"\{\w+\}", "", text)
        assert not re.search(r"[A-Za-z0-9,;?يكۀ]", bare), key
