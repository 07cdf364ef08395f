"""Claiming a purchase without a member by the code of its receipt (E14, E88)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from vafa.domain.clubs.models import ApiKey
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.queries import selves
from vafa.domain.members.records import MemberFound
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import answering, receipts
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.rewards.models import Receipt, ReceiptMisses, StaffMember
from vafa.domain.rewards.operations.handing_over import HandOver, hand_over
from vafa.domain.rewards.posting import Done
from vafa.domain.rewards.rulebook import Rulebook
from vafa.domain.sales import queries as sales
from vafa.kit.calendar import end_of_nth_day, local_day
from vafa.kit.errors import NotFound, Refused
from vafa.kit.ids import Ids
from vafa.ledger import queries as ledger
from vafa.ledger.calls import reading_club, rows
from vafa.ledger.records import Snapshot

# A receipt lies about in bags and bins: long enough for a forgotten card, too short to collect.
CLAIM_DAYS: Final = 7
MOST_MISSES: Final = 10
MISSES_WITHIN: Final = timedelta(hours=1)


class NoSuchReceipt(NotFound):
    """No receipt of this club has this code: read it again."""


class TooManyMisses(Refused):
    """Ten receipts within an hour were named with this key that are none: wait an hour."""


class AlreadyClaimed(Refused):
    """The purchase of this receipt belongs to a member already."""


class ClaimTooLate(Refused):
    """A purchase can be claimed for seven days."""


class OwnReceipt(Refused):
    """Whoever rang up a purchase cannot claim it: it is for the customer."""


class StaffIsAnother(Refused):
    """Somebody of the staff is one member: another one was named before."""


@dataclass(frozen=True, slots=True)
class ReceiptSeen:
    """The sale of a receipt as it is now; of one without a member the code, and if it waits."""

    sale: sales.SaleFound
    code: str = field(default="", repr=False)
    is_open: bool = False


def find_receipt(
    *, principal: Principal, vault: Vault, code: str
) -> tuple[Receipt, sales.SaleFound]:
    """Give the receipt of a code with its sale; at most ten wrong codes an hour and key.

    :raises NoSuchReceipt: when the club has none: the same for every wrong code.
    :raises TooManyMisses: when the key has missed too often, whatever the code.
    """
    club_id = principal.club_id
    trace = receipts.trace_of(vault=vault, club_id=club_id, code=code)
    _, now = ledger.club_now(club_id=club_id)
    with club_scope(club_id):
        mine = ReceiptMisses.objects.filter(club_id=club_id, credential_id=principal.credential_id)
        ReceiptMisses.objects.get_or_create(club_id=club_id, credential_id=principal.credential_id)
        row = mine.select_for_update().get()
        recent = sorted(at for at in row.missed_at if at > now - MISSES_WITHIN)
        if len(recent) >= MOST_MISSES:
            left = recent[-MOST_MISSES] + MISSES_WITHIN - now
            raise TooManyMisses(retry_after_seconds=int(left.total_seconds()) + 1)
        found = Receipt.objects.filter(club_id=club_id, trace=trace).first()
        if found is None:
            mine.update(missed_at=[*recent, now])
    if found is None:  # the miss is kept: its transaction has ended
        raise NoSuchReceipt
    return found, _sale_now(club_id, found)


def look_up(*, club_id: int, vault: Vault, named: str) -> ReceiptSeen:
    """Give the sale that a receipt is of, by the token of its link or by the code printed on it.

    Nobody hits one by guessing: both hold 64 bits that nobody knows.

    :raises NoSuchReceipt: when the club has none.
    """
    sale_id = receipts.sale_of(vault=vault, club_id=club_id, token=named)
    code = (
        named
        if sale_id is None
        else receipts.code_of(vault=vault, club_id=club_id, sale_id=sale_id)
    )
    trace = receipts.trace_of(vault=vault, club_id=club_id, code=code)
    with club_scope(club_id):
        guests = Receipt.objects.filter(club_id=club_id, trace=trace).first()
    if guests is not None:
        sale = sales.current(club_id=club_id, sale=_sale_now(club_id, guests))
        is_open = ledger.is_guest(club_id=club_id, member_id=sale.member_id)
        return ReceiptSeen(sale, code, is_open=is_open)
    if sale_id is None:
        raise NoSuchReceipt
    try:
        key = sales.key_of(club_id=club_id, sale_id=sale_id)
        sale = sales.find(club_id=club_id, source=key.source, document=key.document)
    except sales.NoSuchSale:
        raise NoSuchReceipt from None
    return ReceiptSeen(sale)


def last_day(*, sold_at: datetime, zone: str) -> int:
    """Give the day through which a purchase can be claimed."""
    return end_of_nth_day(local_day(sold_at, zone), CLAIM_DAYS) - 1


def _sale_now(club_id: int, found: Receipt) -> sales.SaleFound:
    newest = ledger.reference(
        club_id=club_id, source=found.source, document=found.document, effect="purchase"
    )
    # After an edit the document is another sale of the same guest.
    if newest is not None and newest.member_id == found.member_id:
        return sales.SaleFound(newest.member_id, newest.event_id)
    return sales.SaleFound(found.member_id, found.sale_id)


def claim_purchase(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    receipt: Receipt,
    sale: sales.SaleFound,
    member: MemberFound,
) -> PurchaseDone:
    """Give a receipt's purchase to a member: rules, tier and caps of its own day, once.

    :raises AlreadyClaimed: when another member has it.
    :raises ClaimTooLate: when its last day has passed.
    :raises OwnReceipt: when the member rang it up.
    :raises NothingLeftOfSale: when all of it has come back.
    :raises KeyReused: when the idempotency key came with another body before.
    """

    def check(stored: sales.SaleStored, snapshot: Snapshot, rules: Rulebook) -> None:
        zone = rules.by_id(stored.programme_version_id).document.zone
        sold = local_day(stored.occurred_at, zone)
        if local_day(snapshot.now, zone) >= end_of_nth_day(sold, CLAIM_DAYS):
            raise ClaimTooLate(days=CLAIM_DAYS)
        if _is_rung_by(principal.club_id, receipt.member_id, member.own_id):
            raise OwnReceipt

    over = HandOver(
        principal=principal, claim=claim, at=event_at, kind="claim", sale=sale, to=member,
        check=check, weigh=_nothing,
    )  # fmt: skip
    _, arrived = hand_over(over=over, ids=ids)
    done = answering.purchase_done(done=arrived)
    # Whoever claimed it may be merged into another member since.
    if ledger.root_of(club_id=principal.club_id, member_id=done.member_id) != member.member_id:
        raise AlreadyClaimed
    return done


def link_staff(*, club_id: int, staff_id: int, member_id: int) -> None:
    """Say which member a person of the staff is, once; inside the club's scope.

    :raises StaffIsAnother: when the person was said to be another one.
    """
    link, _ = StaffMember.objects.get_or_create(
        club_id=club_id, staff_id=staff_id, defaults={"member_id": member_id}
    )
    if link.member_id != member_id:
        raise StaffIsAnother


def _nothing(_: Done) -> None:
    """Nobody loses by a claim: a guest never earned."""


def _is_rung_by(club_id: int, guest_id: int, member_id: int) -> bool:
    """Tell whether the person who rang or edited the guest's purchase is this member."""
    with reading_club(club_id):
        rung = [row["credential_id"] for row in rows(_RUNG, (guest_id, club_id))]
    with club_scope(club_id):
        staff = ApiKey.objects.filter(club_id=club_id, id__in=rung, staff_id__isnull=False)
        own = StaffMember.objects.filter(
            club_id=club_id,
            member_id__in=selves(club_id=club_id, member_id=member_id),
            # Who is signed in rings under the staff id, without a key.
            staff_id__in=[*rung, *staff.values_list("staff_id", flat=True)],
        )  # fmt: skip
        return own.exists()


_RUNG = """
    SELECT DISTINCT e.credential_id FROM ledger_event AS e
    JOIN ledger_sale AS s ON s.member_id = e.member_id AND s.id = e.id
    WHERE e.member_id = %s AND e.club_id = %s AND s.returns_sale_id IS NULL
"""
