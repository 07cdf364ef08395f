"""From stored answers to frozen records: the same for the first one and every repeat.

Reasons are stored as codes and figures and become sentences here, in Persian and in English.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from vafa.domain.rewards import translate
from vafa.domain.rewards.answers import (
    Adjusted,
    AwardGiven,
    CreditUsed,
    Declined,
    Exchanged,
    HoldCancelled,
    HoldDone,
    PurchaseDone,
    Quote,
    RefundDone,
    Restored,
    RewardHad,
    Spent,
    TakenBack,
    TierMoved,
    UnitBalance,
    UnitChange,
    Welcomed,
    Why,
)
from vafa.domain.rewards.card_answers import cards_paid
from vafa.domain.rewards.declines import why_declined, why_not_lost
from vafa.domain.rewards.posting import Done
from vafa.domain.rewards.rulebook import Version
from vafa.kit.calendar import date_of
from vafa.ledger.records import Snapshot
from vafa.programme.explain import explain, explain_award, explain_tier_change
from vafa.programme.records import Burn, PurchaseDecision, Reason, TierChange

DECLINED = 402

type_json = Mapping[str, Any]


def purchase_done(*, done: Done, receipt_code: str = "") -> PurchaseDone:
    """Give the answer of a purchase."""
    said, version, status = _read(done)
    return PurchaseDone(
        status=status,
        replayed=done.replayed,
        event_id=done.posted.event_id,
        member_id=int(said["member_id"]),
        person_id=int(said["person_id"]) if "person_id" in said else None,
        document=said["document"],
        programme_version=version.number,
        net_rials=said.get("net_rials", 0),
        vat_rials=said.get("vat_rials", 0),
        to_pay_rials=said.get("to_pay_rials", 0),
        awards=_awards(said, version),
        spent=_spents(said.get("spent", ()), version),
        rewards=_rewards(said, version),
        gift_cards=cards_paid(said),
        tier_changes=_tier_changes(said, version),
        balances=balances(stored=done.posted.answer["balances"], codes=done.rules.codes),
        notes=_notes(said, version),
        changed_since_quote=said["changed_since_quote"],
        declined=_declined(done, version),
        receipt_code=receipt_code,
        waits_for_review="review" in said,
    )


def quote(
    *,
    version: Version,
    snapshot: Snapshot,
    decision: PurchaseDecision,
    spendable: Iterable[Burn],
    expires_at: datetime,
    mark: str,
) -> Quote:
    """Give a quote."""
    no_ids = tuple(0 for _ in decision.awards)
    said = translate.decision_json(decision=decision, award_ids=no_ids)
    return Quote(
        quote=mark,
        expires_at=expires_at,
        member_id=snapshot.member_id or None,
        programme_version=version.number,
        net_rials=decision.net_rials,
        vat_rials=decision.vat_rials,
        to_pay_rials=decision.to_pay_rials,
        awards=_awards(said, version),
        spent=_spents(said["spent"], version),
        rewards=_rewards(said, version),
        spendable=_spents(translate.burns_json(burns=spendable), version),
        tier_changes=_tier_changes(said, version),
        balances=balances(stored=translate.balances_json(snapshot.balances), codes=version.codes),
        notes=_notes(said, version),
    )


def hold_done(*, done: Done) -> HoldDone:
    """Give the answer of a hold."""
    said, version, status = _read(done)
    is_held = status != DECLINED
    return HoldDone(
        status=status,
        replayed=done.replayed,
        hold_id=done.posted.event_id if is_held else 0,
        member_id=int(said["member_id"]),
        unit=said["unit"],
        units=said["units"] if is_held else 0,
        rials=said["rials"] if is_held else 0,
        expires_at=datetime.fromisoformat(said["expires_at"]) if is_held else None,
        balances=balances(stored=done.posted.answer["balances"], codes=done.rules.codes),
        declined=_declined(done, version),
    )


def hold_cancelled(*, done: Done) -> HoldCancelled:
    """Give the answer of a cancelled hold."""
    said, version, status = _read(done)
    return HoldCancelled(
        status=status,
        replayed=done.replayed,
        hold_id=int(said["hold_id"]),
        member_id=int(said["member_id"]),
        balances=balances(stored=done.posted.answer["balances"], codes=done.rules.codes),
        declined=_declined(done, version),
    )


def credit_used(*, done: Done) -> CreditUsed:
    """Give the answer of a capture or of a redemption at once."""
    said, version, status = _read(done)
    is_used = status != DECLINED
    return CreditUsed(
        status=status,
        replayed=done.replayed,
        event_id=done.posted.event_id,
        member_id=int(said["member_id"]),
        unit=said["unit"],
        units=said["units"] if is_used else 0,
        rials=said["rials"] if is_used else 0,
        spend_as=said["spend_as"],
        balances=balances(stored=done.posted.answer["balances"], codes=done.rules.codes),
        declined=_declined(done, version),
    )


def refund_done(*, done: Done) -> RefundDone:
    """Give the answer of a refund."""
    said, version, status = _read(done)
    return RefundDone(
        status=status,
        replayed=done.replayed,
        event_id=done.posted.event_id,
        member_id=int(said["member_id"]),
        sale_id=int(said["sale_id"]),
        cash_rials=said["cash_rials"],
        taken_back=_taken_back(done, version),
        restored=tuple(
            Restored(one["unit"], one["units"], one["rials"]) for one in said["restored"]
        ),
        tier_changes=_tier_changes(said, version),
        balances=balances(stored=done.posted.answer["balances"], codes=done.rules.codes),
        notes=_notes(said, version),
        declined=_declined(done, version),
        store_credit=Restored(**credited) if (credited := said.get("store_credit")) else None,
    )


def adjusted(*, done: Done) -> Adjusted:
    """Give the answer of an adjustment by hand."""
    said, version, status = _read(done)
    return Adjusted(
        status=status,
        replayed=done.replayed,
        event_id=done.posted.event_id,
        member_id=int(said["member_id"]),
        unit=said["unit"],
        units=said["units"] if status != DECLINED else 0,
        reason=said["reason"],
        balances=balances(stored=done.posted.answer["balances"], codes=done.rules.codes),
        declined=_declined(done, version),
    )


def exchanged(*, returned: RefundDone, purchase: PurchaseDone) -> Exchanged:
    """Give a return and the purchase after it as one answer."""
    earned: Counter[str] = Counter()
    for award in purchase.awards:
        earned[award.unit] += award.units
    for taken in returned.taken_back:
        earned[taken.unit] -= taken.units + taken.ended + taken.forgiven
    return Exchanged(
        replayed=purchase.replayed,
        member_id=purchase.member_id,
        returned=returned,
        purchase=purchase,
        to_pay_rials=purchase.to_pay_rials - returned.cash_rials,
        earned=tuple(UnitChange(unit, units) for unit, units in earned.items()),
        balances=purchase.balances,
    )


def welcomed(*, done: Done) -> Welcomed:
    """Give what an occasion brought."""
    said, version, _ = _read(done)
    stored = done.posted.answer["balances"]
    return Welcomed(_awards(said, version), balances(stored=stored, codes=done.rules.codes))


def balances(*, stored: type_json, codes: Mapping[int, str]) -> tuple[UnitBalance, ...]:
    """Give stored balances, in the order of the units' numbers."""
    return tuple(
        UnitBalance(unit=codes[int(number)], **stored[number])
        for number in sorted(stored, key=int)
        if int(number) in codes
    )


def why(stored: Iterable[type_json], version: Version) -> Why:
    """Give stored reasons as one text in each language."""
    reasons = translate.reasons_from(stored)
    persian, english = version.wordings
    return Why(
        fa=" ".join(explain(reason, wording=persian) for reason in reasons),
        en=" ".join(explain(reason, wording=english) for reason in reasons),
    )


def why_award(*, unit: str, units: int, reasons: Iterable[type_json], version: Version) -> Why:
    """Give why an award is what it is: "9 points, because …"."""
    stored = translate.reasons_from(reasons)
    persian, english = (
        explain_award(unit=unit, units=units, reasons=stored, wording=wording)
        for wording in version.wordings
    )
    return Why(persian, english)


def _read(done: Done) -> tuple[dict[str, Any], Version, int]:
    said = done.posted.answer["said"]
    return said, done.rules.by_number(said["programme_version"]), done.posted.status


def _taken_back(done: Done, version: Version) -> tuple[TakenBack, ...]:
    """Tell what the book took, by its legs: what had ended or was forgiven cost nothing."""
    legs = {
        int(leg["award_id"]): leg
        for leg in done.posted.answer.get("legs", ())
        if leg["leg"] == "take_back"
    }
    return tuple(
        _taken(one, legs[one["award_id"]], version)
        for one in done.posted.answer["said"]["taken_back"]
        if one["award_id"] in legs
    )


def _taken(one: type_json, leg: type_json, version: Version) -> TakenBack:
    ended, forgiven = leg["from_breakage"], leg["forgiven"]
    told = why(one["reasons"], version)
    if ended or forgiven:
        persian, english = why_not_lost(
            unit=one["unit"], ended=ended, forgiven=forgiven, wordings=version.wordings
        )
        told = Why(f"{told.fa} {persian}", f"{told.en} {english}")
    return TakenBack(
        award_id=one["award_id"],
        unit=one["unit"],
        units=leg["units"] - ended - forgiven,
        owed=leg["owed"],
        ended=ended,
        forgiven=forgiven,
        why=told,
    )


def _awards(said: type_json, version: Version) -> tuple[AwardGiven, ...]:
    return tuple(
        AwardGiven(
            award_id=one["id"],
            rule=one["rule"],
            unit=one["unit"],
            units=one["units"],
            uncapped=one["uncapped"],
            available_date=_date(one["available_day"]),
            expires_date=_date(one["expires_day"]),
            why=why_award(
                unit=one["unit"], units=one["units"], reasons=one["reasons"], version=version
            ),
        )
        for one in said.get("awards", ())
    )


def _spents(stored: Iterable[type_json], version: Version) -> tuple[Spent, ...]:
    return tuple(
        Spent(
            unit=one["unit"],
            units=one["units"],
            rials=one["rials"],
            spend_as=one["spend_as"],
            hold_id=one["hold_id"],
            why=why(one["reasons"], version),
        )
        for one in stored
    )


def _rewards(said: type_json, version: Version) -> tuple[RewardHad, ...]:
    return tuple(
        RewardHad(
            one["reward"], one["quantity"], one["rials"], one["unit"], one["units"],
            why(one["reasons"], version),
        )
        for one in said.get("rewards", ())
    )  # fmt: skip


def _tier_changes(said: type_json, version: Version) -> tuple[TierMoved, ...]:
    return tuple(tier_moved(stored=one, version=version) for one in said.get("tier_changes", ()))


def tier_moved(*, stored: type_json, version: Version) -> TierMoved:
    """Give a stored step on the ladder with its reasons in both languages."""
    reasons = translate.reasons_from(stored["reasons"])
    kind, before, after = stored["kind"], stored["before"], stored["after"]
    change = TierChange(kind, stored["day"], before, after, reasons)
    persian, english = (
        explain_tier_change(change, wording=wording) for wording in version.wordings
    )
    return TierMoved(kind, before, after, date_of(change.day), Why(persian, english))


def _notes(said: type_json, version: Version) -> tuple[Why, ...]:
    persian, english = version.wordings
    return tuple(
        Why(fa=explain(reason, wording=persian), en=explain(reason, wording=english))
        for reason in _reasons(said)
    )


def _reasons(said: type_json) -> tuple[Reason, ...]:
    return translate.reasons_from(said.get("notes", ()))


def _declined(done: Done, version: Version) -> Declined | None:
    if done.posted.status != DECLINED:
        return None
    answer = done.posted.answer
    unit = version.codes.get(answer.get("unit", 0), "")
    available = answer.get("available", 0)
    persian, english = why_declined(
        code=answer["code"], unit=unit, available=available, wordings=version.wordings
    )
    return Declined(answer["code"], unit, available, Why(persian, english))


def _date(day: int) -> date | None:
    return date_of(day) if day else None
