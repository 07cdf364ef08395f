"""Recording a purchase: what it earns, what is spent in it, and the quote that foretells both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.members.records import MemberFound
from vafa.domain.rewards import answering, decide, holds, notices, spending, translate, wishes
from vafa.domain.rewards.answers import PurchaseDone, Quote
from vafa.domain.rewards.as_then import AsThen, decide_as_then
from vafa.domain.rewards.budgets import Purse
from vafa.domain.rewards.changeover import earn_legs
from vafa.domain.rewards.judging import idle_ends, judged_today
from vafa.domain.rewards.posting import Asked, check_moment, run
from vafa.domain.rewards.records import Purchase, SpendWish
from vafa.domain.rewards.reviews import far_above, held_back, marked, note
from vafa.domain.rewards.role_limits import check_applied
from vafa.domain.rewards.rulebook import Rulebook, Version, rulebook
from vafa.domain.sales import queries as sales
from vafa.kit.calendar import local_day, minute_of_day
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger.records import BurnUnits, LedgerEvent, OutboxRow, SaleRow, Snapshot, SourceRef
from vafa.programme.decide import decide_purchase, next_review_day, spendable
from vafa.programme.records import MemberFacts, MemberSnapshot, PurchaseDecision, PurchaseEvent


class NotSpendable(Refused):
    """The unit cannot be spent: the programme has no redemption policy for it."""


class EarlierRevisionStands(Refused):
    """An earlier revision of this document has not come back: refund it first."""


@dataclass(frozen=True, slots=True)
class Till:
    """What stays the same while a purchase is decided, once or again."""

    principal: Principal
    purchase: Purchase
    event_at: datetime
    branch: str
    member: MemberFound
    ids: Ids | None
    purse: Purse
    decided_by: Version | None = None  # for a purchase of the past: imported, or edited
    is_silent: bool = False  # nobody is told of an import
    may_wait: bool = False  # for a review, when it is far above what is usual (E18)
    then: AsThen | None = None
    is_limited: bool = True  # by a person's own limits in a shared wallet

    @property
    def is_guest(self) -> bool:
        """Tell whether nobody is there to give to: a guest has no membership number."""
        return not self.member.number


def apply_purchase(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    member: MemberFound,
    purchase: Purchase,
    claimed: Snapshot | None = None,
) -> PurchaseDone:
    """Record a purchase once: earn, spend and move on the ladder, or decline as a whole.

    `claimed` is the snapshot of a purchase that was checked and claimed already (`meeting`).

    :raises Refused: when the purchase is malformed, wrongly dated, or no programme is in force.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    if claimed is None:
        decide.check_purchase(purchase=purchase)
        check_revision(principal=principal, purchase=purchase)
    event_id = claimed.event_id if claimed else ids.next()
    purse = Purse(club_id=principal.club_id)
    till = Till(
        principal, purchase, event_at, principal.branch_for(purchase.branch), member, ids, purse,
        may_wait=True,
    )  # fmt: skip
    asked = Asked(principal, claim, member.member_id, event_id, (key_of(purchase),))
    done = run(asked=asked, plan=lambda seen, rules: plan(till, seen, rules), first=claimed)
    purse.close(is_posted=done.posted.outcome == "posted")
    note(club_id=principal.club_id, posted=done.posted, member_id=member.member_id, at=event_at)
    return answering.purchase_done(done=done)


def apply_past_purchase(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    member: MemberFound,
    purchase: Purchase,
    version: Version,
) -> int | None:
    """Record a purchase of the past once, decided by this version; nobody is told of it (E15).

    Gives the sale's id, or None when it was recorded before.

    :raises Refused: when the purchase is malformed, or an earlier revision of it stands.
    """
    decide.check_purchase(purchase=purchase)
    check_revision(principal=principal, purchase=purchase)
    purse = Purse(club_id=principal.club_id)
    till = Till(
        principal, purchase, event_at, purchase.branch, member, ids, purse, version, is_silent=True
    )
    asked = Asked(principal, claim, member.member_id, ids.next(), (key_of(purchase),))
    done = run(asked=asked, plan=lambda snapshot, rules: plan(till, snapshot, rules))
    purse.close(is_posted=done.posted.outcome == "posted")
    return None if done.replayed else done.posted.event_id


def quote_purchase(
    *, principal: Principal, event_at: datetime, member: MemberFound, purchase: Purchase
) -> Quote:
    """Foretell a purchase without writing anything: the same decision on the state of now (E75).

    :raises Refused: when the purchase is malformed, wrongly dated, or no programme is in force.
    """
    decide.check_purchase(purchase=purchase)
    snapshot = book.peek(club_id=principal.club_id, member_id=member.member_id)
    rules = rulebook(principal.club_id, snapshot.programme_epoch)
    purse = Purse(club_id=principal.club_id)
    branch = principal.branch_for(purchase.branch)
    till = Till(principal, purchase, event_at, branch, member, None, purse)
    version, event = foreseen(till, snapshot, rules)
    seen = _seen(till, snapshot, version, event)
    decision = decide_purchase(programme=version.compiled, snapshot=seen, event=event)
    wishes.check_affordable(decision)
    expires_at = snapshot.now + timedelta(minutes=version.document.quote_minutes)
    return answering.quote(
        version=version,
        snapshot=snapshot,
        decision=decision,
        spendable=spendable(programme=version.compiled, snapshot=seen, event=event),
        expires_at=expires_at,
        mark=mark(snapshot, int(expires_at.timestamp())),
    )


def foreseen(till: Till, snapshot: Snapshot, rules: Rulebook) -> tuple[Version, PurchaseEvent]:
    """Give the version that decides a purchase, and the purchase as it sees it."""
    version = _version(till, snapshot, rules)
    return version, _event_of(till, rules, version)


def key_of(purchase: Purchase, /) -> SourceRef:
    """Give the natural key of a purchase."""
    return SourceRef(purchase.source, purchase.document, "purchase", purchase.revision)


def check_revision(*, principal: Principal, purchase: Purchase) -> None:
    """Let a sale be completed anew only when what it was before has come back (E54).

    :raises EarlierRevisionStands: when it has not.
    """
    if purchase.revision and sales.is_open_before(
        club_id=principal.club_id,
        source=purchase.source,
        document=purchase.document,
        revision=purchase.revision,
    ):
        raise EarlierRevisionStands


def plan(till: Till, snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
    """Decide a purchase on a snapshot."""
    version = _version(till, snapshot, rules)
    short = spending.too_much(till.purchase.spend, snapshot, version)
    if short is not None:
        return _declining(till, snapshot, version, short)
    event = _event_of(till, rules, version)
    seen = _seen(till, snapshot, version, event)
    today = rules.latest(snapshot.now)
    if till.is_guest:
        decision = decide.without_member(programme=version.compiled, event=event)
        return _posting(till, snapshot, version, today, event, decision)
    usual = 0
    if till.may_wait:
        usual = far_above(
            club_id=till.principal.club_id, member_id=snapshot.member_id, now=snapshot.now,
            version=version, state=seen.state, event=event,
        )  # fmt: skip

    def choose(limits: Mapping[str, int]) -> PurchaseDecision:
        decision = _choose(till, version, seen, event, limits)
        check_applied(principal=till.principal, rules=rules, burns=decision.burns)
        return held_back(decision=decision, state=seen.state) if usual else decision

    decision = till.purse.decide(
        version=version, event_id=snapshot.event_id, day=event.day, choose=choose
    )
    if usual:
        posting = _posting(till, snapshot, version, today, event, decision)
        return marked(posting=posting, event=event, usual=usual)
    decision = judged_today(decision=decision, before=seen.state, decided_by=version, today=today)
    return _posting(till, snapshot, version, today, event, decision)


def _choose(
    till: Till,
    version: Version,
    seen: MemberSnapshot,
    event: PurchaseEvent,
    limits: Mapping[str, int],
) -> PurchaseDecision:
    if till.then is None:
        programme = version.compiled
        return decide_purchase(programme=programme, snapshot=seen, event=event, limits=limits)
    return decide_as_then(version=version, seen=seen, event=event, then=till.then, limits=limits)


def _version(till: Till, snapshot: Snapshot, rules: Rulebook) -> Version:
    if till.decided_by is not None:
        return till.decided_by
    version = rules.in_force(till.event_at)
    check_moment(
        event_at=till.event_at,
        now=snapshot.now,
        back_dating_days=version.document.back_dating_days,
        is_approved=bool(till.purchase.approval_id),
    )
    if till.branch and till.branch not in rules.club.branches:
        raise decide.UnknownBranch(branch=till.branch)
    for wish in till.purchase.spend:
        if version.unit(wish.unit).redemption is None:
            raise NotSpendable(unit=wish.unit)
    club_id, now = till.principal.club_id, snapshot.now
    spending.check_purchase(club_id=club_id, member=till.member, purchase=till.purchase, now=now)
    return version


def _event_of(till: Till, rules: Rulebook, version: Version) -> PurchaseEvent:
    zone = version.document.zone
    day = local_day(till.event_at, zone)
    purchase, then = till.purchase, till.then
    lines = then.lines if then else ()
    spend = then.spend if then else ()
    return PurchaseEvent(
        day=day,
        minute=minute_of_day(till.event_at, zone),
        lines=lines or decide.lines_of(purchase=purchase, club=rules.club, day=day),
        channel=purchase.channel,
        branch=till.branch,
        spend=spend
        or holds.spends(
            club_id=till.principal.club_id,
            holder_id=till.member.member_id,
            rules=rules,
            wishes=purchase.spend,
        ),
        attributes=purchase.attributes,
        claims=wishes.claims_of(till.purchase),
        is_priced=till.is_silent or bool(lines),
    )


def _seen(
    till: Till, snapshot: Snapshot, version: Version, event: PurchaseEvent
) -> MemberSnapshot:
    day = local_day(till.event_at, version.document.zone)
    facts = MemberFacts(birthday=till.member.birthday_on(day))
    seen = translate.snapshot_of(snapshot=snapshot, version=version, facts=facts)
    is_asked = bool(event.spend or event.claims) or till.ids is None
    if not is_asked or not till.is_limited or till.decided_by is not None:
        return seen
    return spending.within_limits(
        club_id=till.principal.club_id, member=till.member, at=till.event_at, seen=seen,
        event=event, version=version,
    )  # fmt: skip


def _declining(till: Till, snapshot: Snapshot, version: Version, wish: SpendWish) -> LedgerEvent:
    """Let the book itself decline, so that what it answers is what it held."""
    leg = BurnUnits(unit=version.unit(wish.unit).number, units=wish.units or 0)
    return LedgerEvent(
        club_id=till.principal.club_id,
        member_id=snapshot.member_id,
        event_id=snapshot.event_id,
        kind="purchase",
        event_at=till.event_at,
        expected_version=snapshot.state_version,
        programme_version_id=version.id,
        credential_id=till.principal.credential_id,
        legs=(leg,),
        answer={"said": _said(till, snapshot, version)},
    )


def _posting(
    till: Till,
    snapshot: Snapshot,
    version: Version,
    today: Version,
    event: PurchaseEvent,
    decision: PurchaseDecision,
) -> LedgerEvent:
    assert till.ids is not None
    award_ids = tuple(till.ids.next() for _ in decision.awards)
    purchase = till.purchase
    said = {
        **_said(till, snapshot, version),
        **translate.decision_json(decision=decision, award_ids=award_ids),
    }
    recorded = OutboxRow(
        "purchase.recorded",
        {
            "event_id": str(snapshot.event_id), "document": purchase.document,
            "net_rials": decision.net_rials, "to_pay_rials": decision.to_pay_rials,
        },
    )  # fmt: skip
    return LedgerEvent(
        club_id=till.principal.club_id,
        member_id=snapshot.member_id,
        event_id=snapshot.event_id,
        kind="purchase",
        event_at=till.event_at,
        expected_version=snapshot.state_version,
        programme_version_id=version.id,
        credential_id=till.principal.credential_id,
        legs=(
            *translate.burn_legs(burns=decision.burns, version=version),
            *earn_legs(awards=decision.awards, by=version, today=today, at=till.event_at),
            *translate.burn_legs(burns=decision.burns, version=version, is_after=True),
        ),
        awards=translate.award_rows(awards=decision.awards, award_ids=award_ids, version=version),
        sale=_sale(till, snapshot, event, decision),
        state=decision.state.as_json(),
        next_review_day=next_review_day(programme=today.compiled, state=decision.state),
        idle_expires_at=idle_ends(version=version, state=decision.state),
        outbox=()
        if till.is_silent
        else (
            recorded,
            *translate.tier_rows(changes=decision.tier_changes, event_id=snapshot.event_id),
            *notices.reached(
                version=version, snapshot=snapshot, awards=decision.awards, burns=decision.burns
            ),
        ),
        answer={"said": said},
        capture_grace_hours=version.document.holds.capture_grace_hours,
    )


def _sale(
    till: Till, snapshot: Snapshot, event: PurchaseEvent, decision: PurchaseDecision
) -> SaleRow:
    purchases = till.then.purchases if till.then else snapshot.state.get("purchases", 0)
    return SaleRow(
        document=till.purchase.document,
        branch=till.branch,
        channel=till.purchase.channel,
        occurred_at=till.event_at,
        net_rials=decision.net_rials,
        vat_rials=decision.vat_rials,
        to_pay_rials=decision.to_pay_rials,
        qualifying_rials=decision.qualifying_rials,
        lines=translate.sale_lines(lines=event.lines),
        detail={
            "burns": translate.burns_json(burns=decision.burns),
            "day": event.day,
            "purchases": purchases,
            **spending.who(till.member),
            **({"attributes": dict(event.attributes)} if event.attributes else {}),
        },
    )


def _said(till: Till, snapshot: Snapshot, version: Version) -> translate.type_json:
    expires = till.purchase.quote.rpartition(".")[2]
    is_changed = bool(till.purchase.quote) and (
        till.purchase.quote != mark(snapshot, int(expires) if expires.isdecimal() else 0)
        or int(expires) < snapshot.now.timestamp()
    )
    return {
        "member_id": str(snapshot.member_id),
        "document": till.purchase.document,
        **spending.who(till.member),
        "programme_version": version.number,
        "changed_since_quote": is_changed,
    }


def mark(snapshot: Snapshot, expires: int) -> str:
    """Name what a quote stands on: the member's version, the rules' epoch, its own end (E89)."""
    return f"{snapshot.state_version}.{snapshot.programme_epoch}.{expires}"
