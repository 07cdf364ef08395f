"""Rewards, notices and gift cards of a programme in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, assert_never

from vafa.kit.persian import Language, percent
from vafa.programme.document import (
    AmountReward,
    BuyGetReward,
    FreeItems,
    Notice,
    PercentReward,
    Reward,
    RewardCost,
    RewardEffect,
)
from vafa.programme.pricing_records import Selection
from vafa.programme.wording import (
    Wording,
    all_of,
    count_text,
    label,
    listed,
    names_of,
    quoted,
    rials_text,
    unit_name,
    units_text,
)

TEXTS: Final[Mapping[Language, Mapping[str, str]]] = {
    "fa": {
        "claimed": "{name}: در برابر {cost}، {gift}.",
        "coupon": "{name}: با کد تخفیف، {gift}.",
        "automatic": "{name}: خودبه‌خود در هر خرید، {gift}.",
        "cost": "{units}",
        "cost.items": "{units} برای هر {items} عدد",
        "cost.none": "هیچ",
        "percent": "{share} تخفیف روی {lines}",
        "percent.most": "{share} تخفیف روی {lines}، حداکثر {most}",
        "amount": "{rials} تخفیف روی {lines}",
        "free_items": "یک عدد رایگان از {lines}",
        "buy_get": "با خرید {buy} عدد از {lines}، {get} عدد رایگان",
        "buy_get.other": "با خرید {buy} عدد از {lines}، {get} عدد رایگان از {free}",
        "lines": "همهٔ کالاها",
        "lines.groups": "کالاهای گروه {groups}",
        "lines.codes": "کالاهای {codes}",
        "lines.both": "کالاهای گروه {groups} و کالاهای {codes}",
        "lines.except": "{lines} (جز گروه {groups})",
        "lines.shipping": "{lines} و هزینهٔ ارسال",
        "shipping": "هزینهٔ ارسال",
        "order": "تنها در خرید {rials} و بیشتر.",
        "per_order": "حداکثر {count} بار در هر خرید.",
        "per_member": "حداکثر {count} بار برای هر عضو.",
        "exclusive": "با پاداش دیگری که چنین شرطی دارد همراه نمی‌شود.",
        "own_points": "آنچه همین خرید می‌دهد هم برای آن خرج می‌شود.",
        "free.charge": "اگر آنچه می‌ماند کالای رایگان نداشته باشد، بهای آن از پول برگشتی کم می‌شود.",
        "free.claw": "اگر آنچه می‌ماند کالای رایگان نداشته باشد، بهای آن نخست از اعتبار"
        " عضو کم می‌شود.",
        "notice": "رسیدن موجودی {unit} به {thresholds} خبر داده می‌شود.",
        "gift_card": "ارزش کارت هدیه به‌صورت {unit} نگه‌داری می‌شود و مانند پول خرج می‌شود.",
        "title.rewards": "پاداش‌ها",
        "title.notices": "خبرها",
        "title.gift_cards": "کارت هدیه",
    },
    "en": {
        "claimed": "{name}: for {cost}, {gift}.",
        "coupon": "{name}: with a coupon, {gift}.",
        "automatic": "{name}: in every purchase by itself, {gift}.",
        "cost": "{units}",
        "cost.items": "{units} for every {items} items",
        "cost.none": "nothing",
        "percent": "{share} off {lines}",
        "percent.most": "{share} off {lines}, at most {most}",
        "amount": "{rials} off {lines}",
        "free_items": "one of {lines} for nothing",
        "buy_get": "for {buy} of {lines} bought, {get} for nothing",
        "buy_get.other": "for {buy} of {lines} bought, {get} of {free} for nothing",
        "lines": "all items",
        "lines.groups": "group {groups}",
        "lines.codes": "items {codes}",
        "lines.both": "group {groups} and items {codes}",
        "lines.except": "{lines} (except group {groups})",
        "lines.shipping": "{lines} and shipping",
        "shipping": "shipping",
        "order": "Only on purchases of {rials} or more.",
        "per_order": "The most times in a purchase: {count}.",
        "per_member": "The most times for each member: {count}.",
        "exclusive": "Not together with another reward that says so.",
        "own_points": "What the purchase itself earns may pay for it.",
        "free.charge": "When what is kept has no free item any more, its price is taken"
        " from the money that comes back.",
        "free.claw": "When what is kept has no free item any more, its price is taken"
        " from the member's credit first.",
        "notice": "It is told when the balance of {unit} reaches {thresholds}.",
        "gift_card": "The value of a gift card is kept as {unit} and is spent like money.",
        "title.rewards": "Rewards",
        "title.notices": "Notices",
        "title.gift_cards": "Gift cards",
    },
}


def told(wording: Wording, key: str, **figures: str) -> str:
    """Fill one template of the language."""
    return TEXTS[wording.language][key].format(**figures)


def reward_sentence(reward: Reward, *, wording: Wording) -> str:
    """Tell one reward: what it costs, what it gives, and its limits."""
    parts = [
        told(
            wording,
            reward.given,
            name=quoted(wording, label(reward.name, wording.language)),
            cost=cost_phrase(reward.cost, wording=wording),
            gift=gift_phrase(reward.effect, wording=wording),
        )
    ]
    if reward.minimum_order:
        parts.append(told(wording, "order", rials=rials_text(wording, reward.minimum_order)))
    if reward.given != "automatic":
        parts.append(told(wording, "per_order", count=count_text(wording, reward.per_order)))
    if reward.per_member is not None:
        parts.append(told(wording, "per_member", count=count_text(wording, reward.per_member)))
    if reward.exclusive:
        parts.append(told(wording, "exclusive"))
    if reward.own_points:
        parts.append(told(wording, "own_points"))
    return " ".join(parts)


def notice_sentence(notice: Notice, *, wording: Wording) -> str:
    """Tell which balances are announced."""
    return told(
        wording,
        "notice",
        unit=unit_name(wording, notice.unit),
        thresholds=thresholds_phrase(notice, wording=wording),
    )


def thresholds_phrase(notice: Notice, *, wording: Wording) -> str:
    """List a notice's thresholds."""
    return all_of(wording, [units_text(wording, notice.unit, one) for one in notice.thresholds])


def gift_card_sentence(unit: str, *, wording: Wording) -> str:
    """Tell as what gift cards are kept."""
    return told(wording, "gift_card", unit=unit_name(wording, unit))


def cost_phrase(cost: RewardCost | None, *, wording: Wording) -> str:
    """Say what a reward costs."""
    if cost is None:
        return told(wording, "cost.none")
    return told(
        wording,
        "cost.items" if cost.items > 1 else "cost",
        units=units_text(wording, cost.unit, cost.units),
        items=count_text(wording, cost.items),
    )


def gift_phrase(effect: RewardEffect, *, wording: Wording) -> str:
    """Say what a reward gives."""
    lines = _lines(effect.lines, wording)
    match effect:
        case PercentReward():
            return told(
                wording,
                "percent" if effect.maximum is None else "percent.most",
                share=percent(effect.share, wording.language),
                lines=lines,
                most=rials_text(wording, effect.maximum or 0),
            )
        case AmountReward():
            return told(wording, "amount", rials=rials_text(wording, effect.amount), lines=lines)
        case FreeItems():
            return told(wording, "free_items", lines=lines)
        case BuyGetReward():
            return told(
                wording,
                "buy_get" if effect.free_lines is None else "buy_get.other",
                buy=count_text(wording, effect.buy),
                get=count_text(wording, effect.get),
                lines=lines,
                free=_lines(effect.free_lines or effect.lines, wording),
            )
        case _:
            assert_never(effect)


def _lines(selection: Selection, wording: Wording) -> str:
    if selection.kinds == ("shipping",):
        return told(wording, "shipping")
    groups = names_of(wording, "group", selection.groups)
    codes = listed(wording, [quoted(wording, code) for code in selection.codes])
    key = "lines.both" if groups and codes else "lines.groups" if groups else "lines.codes"
    text = told(wording, key if groups or codes else "lines", groups=groups, codes=codes)
    if selection.excluded_groups:
        excluded = names_of(wording, "group", selection.excluded_groups)
        text = told(wording, "lines.except", lines=text, groups=excluded)
    if "shipping" in selection.kinds:
        text = told(wording, "lines.shipping", lines=text)
    return text
