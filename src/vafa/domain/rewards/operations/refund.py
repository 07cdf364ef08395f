"""Returning a purchase, in part or whole: what was stored decides, never today's rules (E49)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards import answering, decide, translate
from vafa.domain.rewards.answers import RefundDone
from vafa.domain.rewards.judging import judged_today
from vafa.domain.rewards.operations.gift_card_returns import (
    CardsHeld,
    SaleHasGiftCards,
    concerns_cards,
    run_with_cards,
)
from vafa.domain.rewards.posting import Asked, Done, NothingLeft, check_moment, run
from vafa.domain.rewards.records import Refund, Void
from vafa.domain.rewards.rulebook import Rulebook, Version
from vafa.domain.sales import queries as sales
from vafa.domain.sales.tills import ATTRIBUTE
from vafa.kit.amounts import MAX_RIALS, muldiv
from vafa.kit.calendar import end_of_nth_day, local_day, midnight
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger.records import (
    Adjust,
    LedgerEvent,
    Leg,
    OutboxRow,
    RestoreUnits,
    SaleRow,
    Snapshot,
    SourceRef,
    TakeBack,
)
from vafa.programme.decide import next_review_day
from vafa.programme.records import Balance, MemberFacts, RefundDecision, RefundRequest, StoredSale
from vafa.programme.refund import decide_refund


class LinesOrAmountOfRefund(Refused):
    """A refund names lines, or an amount, or neither: not both."""


class GoodwillAboveLimit(Refused):
    """So much goodwill needs a second person: adjust the balance by hand instead."""


class ReturnedBeforeSold(Refused):
    """A refund is dated before the day of its purchase."""


class NoStoreCredit(Refused):
    """The unit cannot be store credit: it is no tender worth whole units for every Rial."""


# What only the branch of the sale does; a return is taken at any branch.
CORRECTIONS = frozenset({"void", "edit", "move"})


@dataclass(frozen=True, slots=True)
class Return:
    """A return as it was asked for; `kind` is the event's. Unless `is_judged`, no tier moves.

    `shortfall` says what becomes of units that are gone, where it is not for the policy to say.
    """

    principal: Principal
    refund: Refund
    event_at: datetime
    kind: str = "refund"
    is_judged: bool = True
    cards: CardsHeld | None = None
    shortfall: Literal["owe", "forgive"] | None = None


def refund_purchase(
    *, principal: Principal, claim: Claim, event_at: datetime, ids: Ids, refund: Refund
) -> RefundDone:
    """Refund lines, an amount, or all that is left of a sale, once.

    :raises NoSuchSale: when the member has no such sale.
    :raises Refused: when more is asked than is left, or the request is malformed.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    check(refund=refund)
    key = SourceRef(refund.source, refund.document, "refund")
    asked = Asked(principal, claim, refund.member_id, ids.next(), (key,))
    with club_scope(principal.club_id):  # whoever dies in between keeps nothing from a budget
        done = post(asked=asked, back=Return(principal, refund, event_at), ids=ids)
        return close(club_id=principal.club_id, sale_id=refund.sale_id, done=done)


def void_purchase(
    *, principal: Principal, claim: Claim, event_at: datetime, ids: Ids, void: Void
) -> RefundDone:
    """Return all that is left of a sale; its own natural key lets that happen once (E54).

    :raises NoSuchSale: when the member has no such sale.
    :raises NothingReturned: when all of it has come back before.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    key = sales.key_of(club_id=principal.club_id, sale_id=void.sale_id)
    refund = Refund(void.member_id, void.sale_id, key.source, key.document, till=void.till)
    once = SourceRef(key.source, key.document, "void", key.revision)
    asked = Asked(principal, claim, void.member_id, ids.next(), (once,))
    with club_scope(principal.club_id):
        done = post(asked=asked, back=Return(principal, refund, event_at, "void"), ids=ids)
        return close(club_id=principal.club_id, sale_id=void.sale_id, done=done)


def post(*, asked: Asked, back: Return, ids: Ids) -> Done:
    """Post a return; one that gift cards have to do with is posted with them.

    :raises NoSuchSale: when the member has no such sale.
    :raises Refused: when more is asked than is left.
    """
    try:
        return run(asked=asked, plan=lambda snapshot, rules: plan(back, snapshot, rules))
    except SaleHasGiftCards:
        return run_with_cards(
            asked=asked,
            sale_id=back.refund.sale_id,
            ids=ids,
            event_at=back.event_at,
            plan=lambda cards: (
                lambda snapshot, rules: plan(replace(back, cards=cards), snapshot, rules)
            ),
        )


def plan(asked: Return, snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
    """Decide a return on a snapshot."""
    principal, refund = asked.principal, asked.refund
    stored = sales.stored_sale(
        club_id=principal.club_id, member_id=snapshot.member_id, sale_id=refund.sale_id,
        codes=rules.codes,
    )  # fmt: skip
    version = rules.by_id(stored.programme_version_id)
    check_moment(
        event_at=asked.event_at,
        now=snapshot.now,
        back_dating_days=version.document.back_dating_days,
    )
    if asked.kind in CORRECTIONS:
        principal.branch_for(stored.branch)
    limit_rials = rules.club.grant_limit(principal.role)
    if refund.goodwill_rials > limit_rials:
        raise GoodwillAboveLimit(limit_rials=limit_rials)
    request = RefundRequest(
        day=local_day(asked.event_at, version.document.zone),
        quantities=_quantities(refund, stored.sale),
        amount_rials=refund.amount_rials,
        goodwill_rials=refund.goodwill_rials,
        is_judged=asked.is_judged,
    )
    if request.day < stored.sale.day:
        raise ReturnedBeforeSold
    seen = translate.snapshot_of(snapshot=snapshot, version=version, facts=MemberFacts())
    decision = decide_refund(
        programme=version.compiled, snapshot=seen, sale=stored.sale, request=request
    )
    if asked.cards is not None:
        held = seen.balances.get(version.document.gift_card_unit or "", Balance())
        decision = asked.cards.settle(
            decision=decision, before=stored.sale.returned, lines=stored.sale.lines,
            available=held.available,
        )  # fmt: skip
    elif concerns_cards(stored=stored, version=version):
        raise SaleHasGiftCards
    today = rules.latest(snapshot.now)
    decision = judged_today(
        decision=decision, before=seen.state, decided_by=version, today=today,
        is_judged=asked.is_judged,
    )  # fmt: skip
    return _posting(asked, snapshot, version, today, stored, decision)


def close(*, club_id: int, sale_id: int, done: Done) -> RefundDone:
    """Give the answer of a return, after giving budgets back what it took.

    It runs in the transaction of the return.
    """
    if done.posted.outcome == "posted":
        _free_budgets(club_id, sale_id, done.posted.answer["said"])
    return answering.refund_done(done=done)


def _free_budgets(club_id: int, sale_id: int, said: translate.type_json) -> None:
    for one in said["taken_back"]:
        if one["budget"]:
            book.return_budget(
                club_id=club_id, budget=one["budget"], event_id=sale_id, units=one["units"]
            )


def check(*, refund: Refund) -> None:
    """Refuse a refund that is not well formed, before anything is asked of the database.

    :raises Refused: when it is not.
    """
    decide.check_key(source=refund.source, document=refund.document)
    decide.check_text(field="attributes", text=refund.till)
    if refund.lines and refund.amount_rials is not None:
        raise LinesOrAmountOfRefund
    if refund.amount_rials is not None and not 0 < refund.amount_rials <= MAX_RIALS:
        raise decide.AmountOutOfBounds
    if not 0 <= refund.goodwill_rials <= MAX_RIALS:
        raise decide.AmountOutOfBounds
    if any(not 0 < line.quantity_milli <= decide.MAX_QUANTITY_MILLI for line in refund.lines):
        raise decide.QuantityOutOfBounds
    numbers = [line.number for line in refund.lines]
    if len(numbers) != len(set(numbers)) or len(numbers) > decide.MAX_LINES:
        raise decide.QuantityOutOfBounds


def _quantities(refund: Refund, sale: StoredSale) -> dict[int, int]:
    """Without lines and amount, everything that is left comes back."""
    if refund.lines or refund.amount_rials is not None:
        return {line.number: line.quantity_milli for line in refund.lines}
    left = {
        line.number: line.quantity_milli - sale.returned.get(line.number, (0, 0))[0]
        for line in sale.lines
    }
    if not any(left.values()):
        raise NothingLeft
    return {number: quantity for number, quantity in left.items() if quantity > 0}


def _legs(
    asked: Return,
    snapshot: Snapshot,
    version: Version,
    decision: RefundDecision,
    credited: translate.type_json | None,
) -> tuple[Leg, ...]:
    refund = asked.refund
    policy = version.document.refunds
    # What a purchase earns at once nets what its return owes; forgiving it would give it twice.
    shortfall = asked.shortfall or (policy.shortfall if asked.is_judged else "owe")
    zone = version.document.zone
    grace_days = policy.restored_lot_grace_days
    today = local_day(snapshot.now, zone)
    grace_ends = midnight(end_of_nth_day(today, grace_days), zone) if grace_days else None
    units = Counter[str]()
    for one in decision.restores:
        units[one.unit] += 0 if one.card else one.units
    restores = tuple(
        RestoreUnits(refund.sale_id, version.unit(unit).number, given, grace_ends)
        for unit, given in units.items()
        if given > 0
    )
    taken = tuple(
        TakeBack(one.award_id, one.units, one.basis, shortfall)
        for one in decision.claw_backs
        if one.units > 0 or one.basis > 0
    )
    clawed = decision.clawed
    claws = (
        () if clawed is None
        else (Adjust(version.unit(clawed.unit).number, -clawed.units, "free_items"),)
    )  # fmt: skip
    topped_up = asked.cards.taken(version=version) if asked.cards else ()
    return (*claws, *topped_up, *restores, *taken, *_credit_legs(version, credited))


def _credit_legs(version: Version, credited: translate.type_json | None) -> tuple[Leg, ...]:
    """Give what opens the lot of store credit: paid value, burned last, without an end."""
    if credited is None:
        return ()
    number = version.unit(credited["unit"]).number
    return (Adjust(number, credited["units"], "store_credit", lot_class=1),)


def _store_credit(refund: Refund, version: Version, rials: int) -> translate.type_json | None:
    """Give the money of a refund in a unit that pays like money, so that VAT stays (E36, E58)."""
    if not refund.store_credit:
        return None
    policy = version.unit(refund.store_credit).redemption
    if policy is None or policy.spend_as != "tender" or policy.per_units % policy.value_rials:
        raise NoStoreCredit(unit=refund.store_credit)
    if rials == 0:
        return None
    units = muldiv(rials, policy.per_units, policy.value_rials)
    return {"unit": refund.store_credit, "units": units, "rials": rials}


def _said(
    refund: Refund,
    snapshot: Snapshot,
    version: Version,
    stored: sales.SaleStored,
    decision: RefundDecision,
    credited: translate.type_json | None,
) -> translate.type_json:
    return {
        "member_id": str(snapshot.member_id),
        "programme_version": version.number,
        "sale_id": str(refund.sale_id),
        "cash_rials": 0 if credited else decision.cash_rials,
        "store_credit": credited,
        "taken_back": [
            {
                "award_id": one.award_id, "unit": one.unit, "units": one.units,
                "budget": stored.budgets.get(one.award_id, ""),
                "reasons": translate.reasons_json(one.reasons),
            }
            for one in decision.claw_backs
        ],
        "restored": [one for one in _restored(decision) if one["unit"]],
        "tier_changes": translate.tier_json(changes=decision.tier_changes),
        "notes": translate.reasons_json(decision.reasons),
    }  # fmt: skip


def _not_cash(asked: Return, decision: RefundDecision) -> translate.type_json:
    """Give by how much the cash is more (or less) than the goods: later returns reckon with it."""
    clawed = decision.clawed.units if decision.clawed else 0
    clawed -= asked.cards.withheld if asked.cards else 0
    return {"clawed": clawed} if clawed else {}


def _restored(decision: RefundDecision) -> list[translate.type_json]:
    return [
        {
            "unit": one.unit,
            "units": one.units,
            "rials": one.rials,
            "reward": one.reward,
            **({"card": str(one.card)} if one.card else {}),
        }
        for one in decision.restores
    ]


def _posting(
    asked: Return,
    snapshot: Snapshot,
    version: Version,
    today: Version,
    stored: sales.SaleStored,
    decision: RefundDecision,
) -> LedgerEvent:
    refund = asked.refund
    credited = _store_credit(refund, version, decision.cash_rials)
    said = _said(refund, snapshot, version, stored, decision, credited)
    recorded = OutboxRow(
        f"{asked.kind}.recorded",
        {
            "event_id": str(snapshot.event_id), "sale_id": str(refund.sale_id),
            "document": refund.document, "cash_rials": said["cash_rials"],
        },
    )  # fmt: skip
    return LedgerEvent(
        club_id=asked.principal.club_id,
        member_id=snapshot.member_id,
        event_id=snapshot.event_id,
        kind=asked.kind,
        event_at=asked.event_at,
        expected_version=snapshot.state_version,
        programme_version_id=version.id,
        credential_id=asked.principal.credential_id,
        legs=_legs(asked, snapshot, version, decision, credited),
        sale=SaleRow(
            document=refund.document,
            branch=stored.branch,
            channel=stored.channel,
            occurred_at=asked.event_at,
            net_rials=sum(line.net_rials for line in decision.lines),
            vat_rials=sum(line.vat_rials for line in decision.lines),
            to_pay_rials=decision.cash_rials,
            qualifying_rials=0,
            lines=translate.sale_lines(lines=decision.lines),
            returns_sale_id=refund.sale_id,
            detail={
                "restored": _restored(decision),
                **_not_cash(asked, decision),
                **({"attributes": {ATTRIBUTE: refund.till}} if refund.till else {}),
            },
        ),
        state=decision.state.as_json(),
        next_review_day=next_review_day(programme=today.compiled, state=decision.state),
        outbox=(
            recorded,
            *translate.tier_rows(changes=decision.tier_changes, event_id=snapshot.event_id),
        ),
        answer={"said": said},
        origin_event_id=refund.sale_id,
        capture_grace_hours=version.document.holds.capture_grace_hours,
    )
