"""Purchases without a member: each is a guest's, who has nothing else and gains nothing by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberFound, MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import answering, decide, receipts
from vafa.domain.rewards.answers import PurchaseDone, Quote
from vafa.domain.rewards.budgets import Purse
from vafa.domain.rewards.models import Receipt
from vafa.domain.rewards.operations import purchase as buying
from vafa.domain.rewards.operations.gift_cards import check_plain
from vafa.domain.rewards.posting import Asked, run
from vafa.domain.rewards.records import Purchase
from vafa.domain.rewards.rulebook import rulebook
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger import queries as ledger
from vafa.ledger.records import Snapshot, SourceRef


class SpendNeedsMember(Refused):
    """Only a member pays with units, rewards or gift cards: name the member, or leave them out."""


def record_purchase(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    vault: Vault,
    purchase: Purchase,
) -> PurchaseDone:
    """Record a purchase of nobody known, once, with the code of its receipt; all or nothing.

    :raises SpendNeedsMember: when it is to be paid with units.
    :raises Refused: when the purchase is malformed, wrongly dated, or no programme is in force.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    _check(purchase)
    club_id = principal.club_id
    check_plain(club_id=club_id, purchase=purchase)
    branch = principal.branch_for(purchase.branch)
    key = SourceRef(purchase.source, purchase.document, "purchase", purchase.revision)
    with club_scope(club_id):
        buying.check_revision(principal=principal, purchase=purchase)
        guest = _guest(_guest_of(club_id, key, ids), event_at)
        purse = Purse(club_id=club_id)
        till = buying.Till(principal, purchase, event_at, branch, guest, ids, purse)
        asked = Asked(principal, claim, guest.member_id, ids.next(), (key,))
        done = run(asked=asked, plan=lambda snapshot, rules: buying.plan(till, snapshot, rules))
        sale_id = done.posted.event_id
        code = receipts.code_of(vault=vault, club_id=club_id, sale_id=sale_id)
        trace = receipts.trace_of(vault=vault, club_id=club_id, code=code)
        if done.posted.outcome == "posted":
            Receipt.objects.create(
                club_id=club_id, trace=trace, member_id=guest.member_id, sale_id=sale_id,
                source=purchase.source, document=purchase.document,
            )  # fmt: skip
        elif not Receipt.objects.filter(club_id=club_id, trace=trace).exists():
            code = ""  # a repeat of what was recorded for a member
    return answering.purchase_done(done=done, receipt_code=code)


def quote_purchase(*, principal: Principal, event_at: datetime, purchase: Purchase) -> Quote:
    """Foretell what a purchase of nobody known costs.

    :raises SpendNeedsMember: when it is to be paid with units.
    :raises Refused: when the purchase is malformed, wrongly dated, or no programme is in force.
    """
    _check(purchase)
    epoch, now = ledger.club_now(club_id=principal.club_id)
    rules = rulebook(principal.club_id, epoch)
    snapshot = Snapshot(0, 0, 0, {}, {}, now, epoch)
    till = buying.Till(
        principal, purchase, event_at, principal.branch_for(purchase.branch),
        _guest(0, event_at), None, Purse(club_id=principal.club_id),
    )  # fmt: skip
    version, event = buying.foreseen(till, snapshot, rules)
    expires_at = now + timedelta(minutes=version.document.quote_minutes)
    return answering.quote(
        version=version,
        snapshot=snapshot,
        decision=decide.without_member(programme=version.compiled, event=event),
        spendable=(),
        expires_at=expires_at,
        mark=buying.mark(snapshot, int(expires_at.timestamp())),
    )


def holder(*, club_id: int, member_id: int, sale_id: int, vault: Vault) -> MemberFound:
    """Give whose a sale is: the member, the guest of a purchase without one, or who shared it.

    :raises NoSuchMember: when it is none of them.
    """
    person_id = ledger.person_of_sale(club_id=club_id, member_id=member_id, sale_id=sale_id)
    if person_id is not None:  # of a shared wallet, also when the person left the account since
        person = MemberRef("id", str(person_id))
        found = members.find(club_id=club_id, member=person, vault=vault, may_have_left=True)
        return replace(found, wallet_id=member_id).as_holder()
    if ledger.is_guest(club_id=club_id, member_id=member_id):
        _, now = ledger.club_now(club_id=club_id)
        return _guest(member_id, now)
    return members.find(club_id=club_id, member=MemberRef("id", str(member_id)), vault=vault)


def _check(purchase: Purchase) -> None:
    decide.check_purchase(purchase=purchase)
    if purchase.spend or purchase.claims or purchase.gift_cards:
        raise SpendNeedsMember


def _guest_of(club_id: int, key: SourceRef, ids: Ids) -> int:
    """Give the guest of this receipt, when it was sent before, or open a new one."""
    known = ledger.reference(
        club_id=club_id, source=key.source, document=key.document, effect=key.effect,
        revision=key.revision,
    )  # fmt: skip
    if known is not None and ledger.is_guest(club_id=club_id, member_id=known.member_id):
        return known.member_id
    guest_id = ids.next()
    book.open_member(club_id=club_id, member_id=guest_id, kind="guest")
    return guest_id


def _guest(member_id: int, at: datetime) -> MemberFound:
    return MemberFound(member_id, "", "", "", None, at, b"")
