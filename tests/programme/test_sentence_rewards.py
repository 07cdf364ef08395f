"""Rewards, notices and gift cards read as sentences in both languages."""

import re
import string

from tests.programme.shop import patched
from vafa.programme.document import (
    AmountReward,
    BuyGetReward,
    FreeItems,
    Label,
    Notice,
    PercentReward,
    Reward,
    RewardCost,
    RewardEffect,
)
from vafa.programme.pricing_records import Selection
from vafa.programme.sentence import programme_sentences
from vafa.programme.sentence_rewards import (
    TEXTS,
    cost_phrase,
    gift_card_sentence,
    gift_phrase,
    notice_sentence,
    reward_sentence,
    thresholds_phrase,
    told,
)
from vafa.programme.wording import wording_of

DOCUMENT = patched({})
FA, EN = (wording_of(document=DOCUMENT, language=language) for language in ("fa", "en"))
NAME = Label(fa="ده درصد", en="Ten off")


def both(effect: RewardEffect) -> tuple[str, str]:
    return gift_phrase(effect, wording=FA), gift_phrase(effect, wording=EN)


def test_reward_reads_as_a_sentence() -> None:
    reward = Reward(
        code="ten", name=NAME, cost=RewardCost(unit="points", units=5),
        effect=PercentReward(share=1000), minimum_order=1_000_000, per_member=2, own_points=True,
        exclusive=True,
    )  # fmt: skip

    assert reward_sentence(reward, wording=FA) == (
        "«ده درصد»: در برابر ۵ امتیاز، ۱۰٪ تخفیف روی همهٔ کالاها. تنها در خرید ۱۰۰٬۰۰۰ تومان و"
        " بیشتر. حداکثر ۱ بار در هر خرید. حداکثر ۲ بار برای هر عضو. با پاداش دیگری که چنین شرطی"
        " دارد همراه نمی‌شود. آنچه همین خرید می‌دهد هم برای آن خرج می‌شود."
    )
    assert reward_sentence(reward, wording=EN) == (
        "“Ten off”: for 5 points, 10% off all items. Only on purchases of 100,000 Toman or more."
        " The most times in a purchase: 1. The most times for each member: 2. Not together with"
        " another reward that says so. What the purchase itself earns may pay for it."
    )


def test_effects_name_their_lines() -> None:
    food = Selection(groups=("food",), excluded_groups=("fresh",))
    tea = Selection(codes=("tea",), kinds=("product", "shipping"))

    assert both(PercentReward(share=500, lines=food, maximum=90_000)) == (
        "۵٪ تخفیف روی کالاهای گروه «food» (جز گروه «fresh»)، حداکثر ۹٬۰۰۰ تومان",
        "5% off group “food” (except group “fresh”), at most 9,000 Toman",
    )
    assert both(AmountReward(amount=50_000, lines=Selection(kinds=("shipping",)))) == (
        "۵٬۰۰۰ تومان تخفیف روی هزینهٔ ارسال",
        "5,000 Toman off shipping",
    )
    assert both(FreeItems(lines=tea)) == (
        "یک عدد رایگان از کالاهای «tea» و هزینهٔ ارسال",
        "one of items “tea” and shipping for nothing",
    )
    assert both(BuyGetReward(buy=3, free_lines=Selection(groups=("tea",), codes=("cup",)))) == (
        "با خرید ۳ عدد از همهٔ کالاها، ۱ عدد رایگان از کالاهای گروه «tea» و کالاهای «cup»",
        "for 3 of all items bought, 1 of group “tea” and items “cup” for nothing",
    )
    assert both(BuyGetReward(buy=2))[1] == "for 2 of all items bought, 1 for nothing"


def test_cost_is_said_by_items() -> None:
    cost = RewardCost(unit="points", units=3, items=2)

    assert cost_phrase(cost, wording=FA) == "۳ امتیاز برای هر ۲ عدد"
    assert cost_phrase(None, wording=EN) == "nothing"


def test_notice_and_gift_cards_are_told() -> None:
    notice = Notice(code="n", unit="points", thresholds=(50, 100))

    assert thresholds_phrase(notice, wording=EN) == "50 points and 100 points"
    assert notice_sentence(notice, wording=FA) == (
        "رسیدن موجودی امتیاز به ۵۰ امتیاز و ۱۰۰ امتیاز خبر داده می‌شود."
    )
    assert gift_card_sentence("credit", wording=EN) == (
        "The value of a gift card is kept as credit and is spent like money."
    )


def test_programme_tells_its_rewards() -> None:
    reward = Reward(code="r", name=NAME, given="automatic", effect=BuyGetReward(buy=3))
    document = DOCUMENT.model_copy(update={"rewards": (reward,), "gift_card_unit": "credit"})

    told_of = {
        one.place: one.sentences for one in programme_sentences(document=document, language="en")
    }

    assert told_of["/rewards"] == (
        "“Ten off”: in every purchase by itself, for 3 of all items bought, 1 for nothing.",
        told(EN, "free.charge"),
    )
    assert "/gift_card_unit" in told_of
    assert "/notices" not in told_of


def test_both_languages_have_the_same_keys_and_figures() -> None:
    def figures(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert TEXTS["fa"].keys() == TEXTS["en"].keys()
    for key, text in TEXTS["fa"].items():
        assert figures(text) == figures(TEXTS["en"][key]), key
        assert not re.search(r"[,;?يكۀ]", text)
