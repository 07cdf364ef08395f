"""A programme in plain sentences: rules, ladder, spending, refunds; and the table of ways to earn.

What stands here is made from the same document that the evaluator reads, so it promises nothing
else. Names of groups, branches and segments come from the caller; a code without one is its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from vafa.kit.persian import Language, MoneyUnit, percent
from vafa.programme.clauses import asks_nothing, clause
from vafa.programme.document import Budget, BuyGetReward, Ladder, Programme, Refunds, Rule, Unit
from vafa.programme.phrases import (
    cap_phrase,
    caps_unit,
    dates_phrase,
    effect_phrase,
    expiry_phrase,
    say,
    window_phrase,
)
from vafa.programme.sentence_rewards import (
    gift_card_sentence,
    notice_sentence,
    reward_sentence,
    told,
)
from vafa.programme.wording import (
    Names,
    Wording,
    all_of,
    count_text,
    label,
    name_of,
    names_of,
    quoted,
    rials_text,
    unit_name,
    units_text,
    wording_of,
)

_WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences about one place of the document (a JSON pointer)."""

    place: str
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One row of the table of ways to earn; an empty text means there is nothing to say."""

    rule: str
    name: str
    activity: str
    reward: str
    condition: str
    cap: str
    validity: str


def programme_sentences(
    *,
    document: Programme,
    language: Language = "fa",
    money: MoneyUnit = "toman",
    names: Names | None = None,
) -> tuple[Paragraph, ...]:
    """Tell the whole programme, paragraph by paragraph in the order of the document."""
    wording = wording_of(document=document, language=language, money=money, names=names)
    rules = [rule_sentence(rule, wording=wording, document=document) for rule in document.rules]
    earning = (*rules, *_stacking(document, wording), *_base(document, wording))
    paragraphs = [Paragraph("/rules", say(wording, "title.rules"), earning)]
    for place, unit in enumerate(document.units):
        title = _capital(unit_name(wording, unit.code))
        sentences = (
            *unit_sentences(unit, wording=wording),
            *redemption_sentences(unit, wording=wording),
        )
        paragraphs.append(Paragraph(f"/units/{place}", title, sentences))
    if document.ladder:
        ladder = ladder_sentences(document.ladder, wording=wording)
        paragraphs.append(Paragraph("/ladder", say(wording, "title.ladder"), ladder))
    paragraphs += _reward_paragraphs(document, wording)
    refunds = refund_sentences(document.refunds, wording=wording)
    return (*paragraphs, Paragraph("/refunds", say(wording, "title.refunds"), refunds))


def ways_to_earn(
    *,
    document: Programme,
    language: Language = "fa",
    money: MoneyUnit = "toman",
    names: Names | None = None,
) -> tuple[Way, ...]:
    """Give the table of ways to earn, one row for each rule."""
    wording = wording_of(document=document, language=language, money=money, names=names)
    return tuple(_way(rule, document, wording) for rule in document.rules)


def rule_sentence(rule: Rule, *, wording: Wording, document: Programme | None = None) -> str:
    """Tell one rule; with the document, its budget too."""
    figures = {
        "name": quoted(wording, label(rule.name, wording.language)),
        "when": say(wording, f"trigger.{rule.trigger}"),
        "gifts": _gifts(rule, wording),
    }
    if asks_nothing(rule.condition):
        told = [_capital(say(wording, "rule", **figures))]
    else:
        condition = clause(rule.condition, wording=wording)
        told = [_capital(say(wording, "rule.if", condition=condition, **figures))]
    if rule.caps:
        told.append(say(wording, "capped", caps=_caps(rule, wording)))
    if rule.pending_days:
        told.append(say(wording, "pending", days=count_text(wording, rule.pending_days)))
    if rule.expiry:
        told.append(say(wording, "valid", expiry=expiry_phrase(rule.expiry, wording=wording)))
    budgets = {budget.code: budget for budget in document.budgets} if document else {}
    if rule.budget in budgets:
        told.append(_budget(budgets[rule.budget], wording))
    dates = dates_phrase(rule.starts_on, rule.ends_before, wording=wording)
    return " ".join([*told, dates] if dates else told)


def unit_sentences(unit: Unit, *, wording: Wording) -> tuple[str, ...]:
    """Tell how a unit is rounded, when it can be spent, how long it lives and its caps."""
    name = unit_name(wording, unit.code)
    told = [say(wording, f"round.{unit.rounding}", unit=name)]
    if unit.rounding_step > 1:
        step = units_text(wording, unit.code, unit.rounding_step)
        told.append(say(wording, "round.step", units=step))
    if unit.pending_days:
        told.append(say(wording, "pending", days=count_text(wording, unit.pending_days)))
    told.append(say(wording, "valid", expiry=expiry_phrase(unit.expiry, wording=wording)))
    if unit.caps:
        caps = [cap_phrase(cap, unit=unit.code, wording=wording) for cap in unit.caps]
        told.append(say(wording, "capped", caps=all_of(wording, caps)))
    return tuple(_capital(text) for text in told)


def ladder_sentences(ladder: Ladder, *, wording: Wording) -> tuple[str, ...]:
    """Tell what the tiers depend on, where they begin, and how a member goes up and down."""
    window = window_phrase(ladder.window, wording=wording)
    levels = []
    for level in ladder.levels:
        name = quoted(wording, label(level.name, wording.language))
        if level.threshold == 0:
            levels.append(say(wording, "ladder.start", name=name))
        else:
            threshold = threshold_text(ladder, level.threshold, wording=wording)
            levels.append(say(wording, "ladder.from", name=name, threshold=threshold))
    told = [
        say(wording, "ladder", basis=_basis(ladder, wording), window=window),
        say(wording, "ladder.levels", levels=all_of(wording, levels)),
        say(wording, "ladder.marginal" if ladder.marginal else "ladder.whole"),
        say(
            wording,
            "ladder.grace" if ladder.grace_days else "ladder.no_grace",
            days=count_text(wording, ladder.grace_days),
        ),
        say(wording, f"ladder.{ladder.landing}"),
    ]
    if ladder.warning_days:
        told.append(say(wording, "ladder.warning", days=count_text(wording, ladder.warning_days)))
    return tuple(told)


def threshold_text(ladder: Ladder, value: int, *, wording: Wording) -> str:
    """Say a value of the ladder's basis: money, units or purchases."""
    if ladder.basis == "spend":
        return rials_text(wording, value)
    if ladder.basis == "visits":
        return say(wording, "visits", count=count_text(wording, value))
    return units_text(wording, ladder.points_unit or "", value)


def redemption_sentences(unit: Unit, *, wording: Wording) -> tuple[str, ...]:
    """Tell how a unit may be spent."""
    name = unit_name(wording, unit.code)
    policy = unit.redemption
    if policy is None:
        return (_capital(say(wording, "burn.none", unit=name)),)
    told = [say(wording, f"burn.{policy.spend_as}", unit=name)]
    if unit.kind != "credit":
        worth = units_text(wording, unit.code, policy.per_units)
        rials = rials_text(wording, policy.value_rials)
        told.append(say(wording, "burn.rate", units=worth, rials=rials))
    if policy.maximum_share < _WHOLE:
        share = percent(policy.maximum_share, wording.language)
        told.append(say(wording, "burn.share", share=share))
    if policy.minimum_units:
        least = units_text(wording, unit.code, policy.minimum_units)
        told.append(say(wording, "burn.minimum", units=least))
    if policy.step_units > 1:
        step = units_text(wording, unit.code, policy.step_units)
        told.append(say(wording, "burn.step", units=step))
    if policy.minimum_order:
        told.append(say(wording, "burn.order", rials=rials_text(wording, policy.minimum_order)))
    if policy.excluded_groups:
        groups = names_of(wording, "group", policy.excluded_groups)
        told.append(say(wording, "burn.except", groups=groups))
    return tuple(_capital(text) for text in told)


def refund_sentences(refunds: Refunds, *, wording: Wording) -> tuple[str, ...]:
    """Tell how a refund divides and what becomes of value already spent or expired."""
    grace = count_text(wording, refunds.restored_lot_grace_days)
    return (
        say(wording, f"refund.{refunds.order}"),
        say(wording, f"refund.{refunds.shortfall}"),
        say(
            wording,
            "refund.grace" if refunds.restored_lot_grace_days else "refund.lost",
            days=grace,
        ),
    )


def _reward_paragraphs(document: Programme, wording: Wording) -> list[Paragraph]:
    rewards = tuple(reward_sentence(one, wording=wording) for one in document.rewards)
    if any(isinstance(one.effect, BuyGetReward) for one in document.rewards):
        rewards += (told(wording, f"free.{document.refunds.free_items}"),)
    notices = tuple(notice_sentence(one, wording=wording) for one in document.notices)
    unit = document.gift_card_unit
    cards = (gift_card_sentence(unit, wording=wording),) if unit else ()
    return [
        Paragraph(place, told(wording, title), sentences)
        for place, title, sentences in (
            ("/rewards", "title.rewards", rewards),
            ("/notices", "title.notices", notices),
            ("/gift_card_unit", "title.gift_cards", cards),
        )
        if sentences
    ]


def _way(rule: Rule, document: Programme, wording: Wording) -> Way:
    units = {unit.code: unit for unit in document.units}
    given = units.get(caps_unit(rule))
    expiry = rule.expiry or (given.expiry if given else None)
    condition = "" if asks_nothing(rule.condition) else clause(rule.condition, wording=wording)
    return Way(
        rule=rule.code,
        name=label(rule.name, wording.language),
        activity=say(wording, f"activity.{rule.trigger}"),
        reward=_gifts(rule, wording),
        condition=_capital(condition),
        cap=_capital(_caps(rule, wording)),
        validity=_capital(expiry_phrase(expiry, wording=wording)) if expiry else "",
    )


def _gifts(rule: Rule, wording: Wording) -> str:
    return all_of(wording, [effect_phrase(e, rule=rule, wording=wording) for e in rule.effects])


def _caps(rule: Rule, wording: Wording) -> str:
    unit = caps_unit(rule)
    return all_of(wording, [cap_phrase(cap, unit=unit, wording=wording) for cap in rule.caps])


def _budget(budget: Budget, wording: Wording) -> str:
    units = units_text(wording, budget.unit, budget.amount)
    return say(wording, "budget", cap=say(wording, f"cap.{budget.per}", units=units))


def _basis(ladder: Ladder, wording: Wording) -> str:
    if ladder.groups and ladder.basis == "spend":
        groups = names_of(wording, "group", ladder.groups)
        return say(wording, "basis.spend.groups", groups=groups)
    unit = unit_name(wording, ladder.points_unit or "")
    return say(wording, f"basis.{ladder.basis}", unit=unit)


def _stacking(document: Programme, wording: Wording) -> list[str]:
    told = []
    for group in document.stacking:
        codes = [rule.code for rule in document.rules if rule.stacking == group.code]
        if group.mode != "all" and len(codes) > 1:
            rules = all_of(wording, [name_of(wording, "rule", code) for code in codes])
            told.append(say(wording, f"stacking.{group.mode}", rules=rules))
    return told


def _base(document: Programme, wording: Wording) -> list[str]:
    base = document.base
    told = [
        say(
            wording,
            "base",
            amount=say(wording, "base.after" if base.after_discounts else "base.before"),
            vat=say(wording, "base.with_vat" if base.with_vat else "base.without_vat"),
            shipping=say(
                wording, "base.with_shipping" if base.with_shipping else "base.without_shipping"
            ),
        ),
        say(wording, "base.gift_cards" if base.gift_cards else "base.no_gift_cards"),
        say(wording, "base.credit" if base.paid_with_credit else "base.no_credit"),
    ]
    if base.excluded_groups:
        groups = names_of(wording, "group", base.excluded_groups)
        told.append(say(wording, "base.except", groups=groups))
    return told


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
