"""Reasons as sentences: "۹ امتیاز، زیرا …", in Persian and English.

A reason is a stored code with its figures; the words are made when they are read, from the version
of the programme that was in force. A figure that an older record lacks leaves its words out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from vafa.kit.persian import fixed, percent
from vafa.programme.explain_texts import TEXTS
from vafa.programme.records import Reason, TierChange
from vafa.programme.sentence_texts import TEXTS as PHRASES
from vafa.programme.wording import (
    Wording,
    count_text,
    day_text,
    listed,
    name_of,
    ratio_text,
    rials_text,
    unit_name,
    units_text,
)

_Figures: TypeAlias = Mapping[str, Any]
_MILLI_PLACES: Final = 3


def explain(reason: Reason, *, wording: Wording) -> str:
    """Give one reason as a sentence of its own."""
    return _sentence(clause(reason, wording=wording))


def explain_award(*, unit: str, units: int, reasons: Iterable[Reason], wording: Wording) -> str:
    """Say why an award is what it is: "9 points, because …"."""
    return _because(_amount(wording, unit, units), reasons, wording)


def explain_tier_change(change: TierChange, *, wording: Wording) -> str:
    """Say what happened to a member's tier, and why."""
    headline = _say(
        wording,
        f"tier.{change.kind}",
        before=name_of(wording, "tier", change.before),
        after=name_of(wording, "tier", change.after),
    )
    return _because(headline, change.reasons, wording)


def stored_reason(stored: Mapping[str, Any]) -> Reason:
    """Read a reason from its stored form, the inverse of `Reason.as_json`."""
    return Reason(
        str(stored["code"]), {name: value for name, value in stored.items() if name != "code"}
    )


def clause(reason: Reason, *, wording: Wording) -> str:
    """Give one reason as a clause that can follow "because".

    :raises KeyError: when there is no such reason.
    """
    return CLAUSES[reason.code](reason.figures, wording)


def _per_amount(figures: _Figures, wording: Wording) -> str:
    return _say(
        wording,
        "per_amount",
        rule=name_of(wording, "rule", figures["rule"]),
        units=units_text(wording, figures["unit"], figures["units"]),
        rials=rials_text(wording, figures["rials"]),
        base=rials_text(wording, figures["base"]),
    )


def _share(key: str) -> Callable[[_Figures, Wording], str]:
    def said(figures: _Figures, wording: Wording) -> str:
        return _say(
            wording,
            f"{key}.tier" if figures["tier"] else key,
            rule=name_of(wording, "rule", figures["rule"]),
            tier=name_of(wording, "tier", figures["tier"]),
            share=percent(figures["share"], wording.language),
            base=rials_text(wording, figures["base"]),
        )

    return said


def _fixed(figures: _Figures, wording: Wording) -> str:
    units = units_text(wording, figures["unit"], figures["units"])
    return _say(wording, "fixed", rule=name_of(wording, "rule", figures["rule"]), units=units)


def _per_item(figures: _Figures, wording: Wording) -> str:
    bought = fixed(figures["quantity_milli"], places=_MILLI_PLACES, language=wording.language)
    return _say(
        wording,
        "per_item" if figures["quantity"] == 1 else "per_item.count",
        rule=name_of(wording, "rule", figures["rule"]),
        units=units_text(wording, figures["unit"], figures["units"]),
        count=count_text(wording, figures["quantity"]),
        bought=bought,
    )


def _multiplied(figures: _Figures, wording: Wording) -> str:
    base = figures.get("base", 0)
    return _say(
        wording,
        "multiplied.part" if base else "multiplied",
        rule=name_of(wording, "rule", figures["rule"]),
        factor=ratio_text(wording, figures["numerator"], figures["denominator"]),
        base=rials_text(wording, base),
    )


def _signed_rials(key: str) -> Callable[[_Figures, Wording], str]:
    """Give the clause of an amount that has another wording when it is below 0."""

    def said(figures: _Figures, wording: Wording) -> str:
        rials = figures["rials"]
        return _say(
            wording,
            f"{key}.short" if rials < 0 else key,
            rule=name_of(wording, "rule", figures.get("rule", "")),
            rials=rials_text(wording, abs(rials)),
        )

    return said


def _rounded(figures: _Figures, wording: Wording) -> str:
    rounded = _say(wording, f"rounded.{figures['mode']}")
    if figures["step"] == 1:
        return rounded
    step = units_text(wording, figures["unit"], figures["step"])
    return _say(wording, "rounded.step", rounded=rounded, step=step)


def _capped(figures: _Figures, wording: Wording) -> str:
    unit = _unit_of_cap(figures, wording)
    return _say(
        wording,
        "capped",
        owner=_owner(figures, wording),
        cap=_per(wording, figures["per"], unit, figures["cap"]),
        used=units_text(wording, unit, figures["used"]),
        lost=units_text(wording, unit, figures["lost"]),
    )


def _cap_freed(figures: _Figures, wording: Wording) -> str:
    cap = _per(wording, figures["per"], _unit_of_cap(figures, wording), figures["units"])
    return _say(wording, "cap_freed", owner=_owner(figures, wording), cap=cap)


def _budget(figures: _Figures, wording: Wording) -> str:
    unit = wording.budget_units.get(figures["budget"], "")
    return _say(
        wording,
        "budget",
        left=units_text(wording, unit, figures["left"]),
        lost=units_text(wording, unit, figures["lost"]),
    )


def _base(figures: _Figures, wording: Wording) -> str:
    net, eligible = rials_text(wording, figures["net"]), rials_text(wording, figures["eligible"])
    return _say(wording, "base", net=net, eligible=eligible)


def _excluded(figures: _Figures, wording: Wording) -> str:
    lines = listed(wording, [count_text(wording, number) for number in figures.get("lines", ())])
    key = "excluded.lines" if lines else "excluded"
    return _say(wording, key, rials=rials_text(wording, figures["rials"]), lines=lines)


def _outdone(figures: _Figures, wording: Wording) -> str:
    return _say(
        wording,
        "outdone.first" if figures["mode"] == "first" else "outdone",
        rule=name_of(wording, "rule", figures["rule"]),
        by=name_of(wording, "rule", figures["by"]),
    )


def _nothing_paid(figures: _Figures, wording: Wording) -> str:
    rule = figures.get("rule")
    if rule is None:
        return _say(wording, "nothing_paid")
    return _say(wording, "nothing_paid.rule", rule=name_of(wording, "rule", rule))


def _spent(figures: _Figures, wording: Wording) -> str:
    units = units_text(wording, figures["unit"], figures["units"])
    return _say(wording, "spent", units=units, rials=rials_text(wording, figures["rials"]))


def _limited(figures: _Figures, wording: Wording) -> str:
    unit = figures["unit"]
    said = {name: units_text(wording, unit, figures[name]) for name in _UNITS if name in figures}
    said |= {"rials": rials_text(wording, figures["rials"])} if "rials" in figures else {}
    order = figures.get("minimum", 0) if figures["limit"] == "minimum_order" else 0
    limit = _say(wording, f"limit.{figures['limit']}", order=rials_text(wording, order), **said)
    units = figures.get("units", 0)
    if not units:
        return _say(wording, "not_spent", unit=unit_name(wording, unit), limit=limit)
    key = "limited.all" if figures.get("available") == units else "limited"
    return _say(wording, key, units=units_text(wording, unit, units), limit=limit)


def _tier(key: str) -> Callable[[_Figures, Wording], str]:
    def said(figures: _Figures, wording: Wording) -> str:
        basis = figures["basis"]
        value = figures.get("value")
        told = {"basis": _say(wording, f"basis.{basis}")}
        told["threshold"] = _of_basis(wording, basis, figures.get("threshold", 0))
        told["value"] = _of_basis(wording, basis, value or 0)
        if "on_day" in figures:
            told["day"] = day_text(wording, figures["on_day"])
        name = f"{key}.value" if key == "will_fall" and value is not None else key
        return _say(wording, name, **told)

    return said


def _until(key: str) -> Callable[[_Figures, Wording], str]:
    def said(figures: _Figures, wording: Wording) -> str:
        return _say(wording, key, last=day_text(wording, figures["until_day"] - 1))

    return said


def _taken_back(figures: _Figures, wording: Wording) -> str:
    unit, before = figures["unit"], figures.get("before", 0)
    return _say(
        wording,
        "taken_back.again" if before else "taken_back",
        award=units_text(wording, unit, figures["award_units"]),
        rule=name_of(wording, "rule", figures["rule"]),
        units=units_text(wording, unit, figures["units"]),
        before=units_text(wording, unit, before),
    )


def _returned(figures: _Figures, wording: Wording) -> str:
    rials, vat = rials_text(wording, figures["rials"]), rials_text(wording, figures["vat"])
    return _say(wording, "returned", rials=rials, vat=vat)


def _credit_back(figures: _Figures, wording: Wording) -> str:
    units = units_text(wording, figures["unit"], figures["units"])
    order = _say(wording, f"order.{figures['order']}")
    return _say(wording, "credit_back", units=units, order=order)


def _unqualified(figures: _Figures, wording: Wording) -> str:
    amount = _of_basis(wording, figures["basis"], figures["amount"])
    return _say(wording, "unqualified", amount=amount)


def _cash_back(figures: _Figures, wording: Wording) -> str:
    goodwill = figures.get("goodwill", 0)
    return _say(
        wording,
        "cash_back.goodwill" if goodwill else "cash_back",
        rials=rials_text(wording, figures["rials"]),
        goodwill=rials_text(wording, goodwill),
    )


def _credit_share(figures: _Figures, wording: Wording) -> str:
    return _say(wording, "credit_share", rials=rials_text(wording, figures["rials"]))


def _reward(key: str) -> Callable[[_Figures, Wording], str]:
    def said(figures: _Figures, wording: Wording) -> str:
        unit, units = figures.get("unit", ""), figures.get("units", 0)
        return _say(
            wording,
            f"{key}.cost" if units else key,
            reward=name_of(wording, "reward", figures.get("reward", "")),
            rials=rials_text(wording, figures.get("rials", 0)),
            units=units_text(wording, unit, units) if units else "",
        )

    return said


def _bare(key: str) -> Callable[[_Figures, Wording], str]:
    def said(_figures: _Figures, wording: Wording) -> str:
        return _say(wording, key)

    return said


_UNITS: Final = ("available", "held", "step", "minimum")

CLAUSES: Final[Mapping[str, Callable[[_Figures, Wording], str]]] = {
    "per_amount": _per_amount,
    "share": _share("share"),
    "share_part": _share("share_part"),
    "fixed": _fixed,
    "per_item": _per_item,
    "multiplied": _multiplied,
    "carried_in": _signed_rials("carried_in"),
    "carried_out": _signed_rials("carried_out"),
    "rounded": _rounded,
    "capped": _capped,
    "budget": _budget,
    "base": _base,
    "excluded": _excluded,
    "credit_share": _credit_share,
    "no_rule": _bare("no_rule"),
    "nothing_paid": _nothing_paid,
    "outdone": _outdone,
    "not_spent": _limited,
    "spent": _spent,
    "limited": _limited,
    "reached": _tier("reached"),
    "below": _tier("below"),
    "regained": _tier("regained"),
    "will_fall": _tier("will_fall"),
    "grace": _until("grace"),
    "manual": _until("manual"),
    "manual_ended": _bare("manual_ended"),
    "taken_back": _taken_back,
    "carry_back": _signed_rials("carry_back"),
    "cap_freed": _cap_freed,
    "returned": _returned,
    "credit_back": _credit_back,
    "cash_back": _cash_back,
    "unqualified": _unqualified,
    "reward": _reward("reward"),
    "reward_gone": _reward("reward_gone"),
    "clawed": _reward("clawed"),
}


def _because(headline: str, reasons: Iterable[Reason], wording: Wording) -> str:
    clauses = [clause(reason, wording=wording) for reason in reasons]
    if not clauses:
        return _sentence(headline)
    joined = TEXTS[wording.language]["then"].join(clauses)
    said = _say(wording, "because", headline=headline, reasons=joined)
    return said[:1].upper() + said[1:]


def _amount(wording: Wording, unit: str, units: int) -> str:
    if units == 0:
        return _say(wording, "nothing", unit=unit_name(wording, unit))
    return units_text(wording, unit, units)


def _owner(figures: _Figures, wording: Wording) -> str:
    if figures["owner_kind"] == "rule":
        return _say(wording, "owner.rule", name=name_of(wording, "rule", figures["owner"]))
    return _say(wording, "owner.unit", name=unit_name(wording, figures["owner"]))


def _unit_of_cap(figures: _Figures, wording: Wording) -> str:
    owner: str = figures["owner"]
    return wording.rule_units.get(owner, "") if figures["owner_kind"] == "rule" else owner


def _per(wording: Wording, per: str, unit: str, units: int) -> str:
    template = PHRASES[wording.language][f"cap.{per}"]
    return template.format(units=units_text(wording, unit, units))


def _of_basis(wording: Wording, basis: str, value: int) -> str:
    if basis == "spend":
        return rials_text(wording, value)
    if basis == "visits":
        return _say(wording, "visits", count=count_text(wording, value))
    return units_text(wording, wording.ladder_unit, value).strip()


def _say(wording: Wording, key: str, **figures: str) -> str:
    return TEXTS[wording.language][key].format(**figures)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
