"""Reads of the tills. Each runs inside the caller's `club_scope`."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db.models import Max, Q

from vafa.domain.tills import decide
from vafa.domain.tills.models import Allowance, OfflineSale, Till
from vafa.domain.tills.models import Shift as ShiftRow
from vafa.domain.tills.models import Terms as TermsRow
from vafa.domain.tills.records import (
    Allowed,
    RejectedSought,
    SaleKept,
    Shift,
    Terms,
    TillCard,
)
from vafa.kit.amounts import MAX_RIALS
from vafa.kit.errors import NotFound
from vafa.kit.text import ascii_digits


class NoSuchTill(NotFound):
    """The club has no such till."""


class NoSuchShift(NotFound):
    """The till has no such shift."""


class NoSuchOfflineSale(NotFound):
    """The till sent no sale of this number."""


def terms(*, club_id: int, unit: str) -> Terms:
    """Give the club's terms; `unit` counts where it has set none."""
    row = TermsRow.objects.filter(club_id=club_id).first()
    if row is None:
        return Terms(unit=unit)
    return Terms(
        row.unit, row.member_day_rials, row.members_per_till, row.seen_days, row.lock_minutes
    )


def tills(*, club_id: int) -> tuple[TillCard, ...]:
    """List the club's tills by code, closed ones too."""
    waiting = Counter(
        OfflineSale.objects.filter(club_id=club_id, state="rejected").values_list(
            "till", flat=True
        )
    )
    return tuple(
        TillCard(row.code, row.branch, row.opened_at, row.closed_at, waiting[row.code])
        for row in Till.objects.filter(club_id=club_id).order_by("code")
    )


def till(*, club_id: int, code: str) -> TillCard:
    """Give a till.

    :raises NoSuchTill: when the club has none of the code.
    """
    for card in tills(club_id=club_id):
        if card.code == code:
            return card
    raise NoSuchTill


def shift(*, club_id: int, till: str, shift_id: int) -> Shift:
    """Give a shift of a till.

    :raises NoSuchShift: when it has none.
    """
    row = ShiftRow.objects.filter(club_id=club_id, till=till, id=shift_id).first()
    if row is None:
        raise NoSuchShift
    return Shift(row.id, row.till, row.day, row.opened_at, row.ends_at)


def shift_of_day(*, club_id: int, till: str, day: int) -> Shift | None:
    """Give the last shift of a till on a day, of those whose drawer is not counted, if any."""
    rows = ShiftRow.objects.filter(club_id=club_id, till=till, day=day, float_rials=None)
    row = rows.order_by("-id").first()
    return Shift(row.id, row.till, row.day, row.opened_at, row.ends_at) if row else None


def allowances(*, club_id: int, till: str, day: int) -> tuple[Allowed, ...]:
    """Give what a till may let its members spend on a day."""
    rows = Allowance.objects.filter(club_id=club_id, till=till, day=day).order_by("member_id")
    return tuple(Allowed(row.member_id, row.units, row.used) for row in rows)


def offline_sale(*, club_id: int, till: str, sequence: int) -> SaleKept:
    """Give a sale that a till sent.

    :raises NoSuchOfflineSale: when it sent none of this number.
    """
    row = OfflineSale.objects.filter(club_id=club_id, till=till, sequence=sequence).first()
    if row is None:
        raise NoSuchOfflineSale
    return kept(row)


def offline_sales(
    *, club_id: int, till: str, state: str, before: int, limit: int
) -> tuple[SaleKept, ...]:
    """List what a till sent, newest number first; of one state, or (empty) of every one."""
    rows = OfflineSale.objects.filter(club_id=club_id, till=till)
    if state:
        rows = rows.filter(state=state)
    if before:
        rows = rows.filter(sequence__lt=before)
    return tuple(kept(row) for row in rows.order_by("-sequence")[:limit])


def rejected(*, club_id: int, sought: RejectedSought) -> tuple[SaleKept, ...]:
    """List a page of the sales that were rejected and wait for somebody, the newest first."""
    rows = OfflineSale.objects.filter(club_id=club_id, state="rejected")
    digits = ascii_digits(sought.text)
    if digits.isascii() and digits.isdigit():
        rows = rows.filter(sequence=min(int(digits), MAX_RIALS))
    elif sought.text:
        rows = rows.filter(till__icontains=sought.text)
    if sought.till:
        rows = rows.filter(till=sought.till)
    if sought.after is not None:
        rows = rows.filter(_beyond(sought.after, side="gt" if sought.is_backwards else "lt"))
    sign = "" if sought.is_backwards else "-"
    found = rows.order_by(f"{sign}received_at", f"{sign}till", f"{sign}sequence")[: sought.limit]
    page = [kept(row) for row in found]
    return tuple(reversed(page) if sought.is_backwards else page)


def _beyond(place: tuple[datetime, str, int], *, side: str) -> Q:
    """Give what lies on a side of a place: when it was received, then till, then number."""
    at, till, number = place
    return (
        Q(**{f"received_at__{side}": at})
        | Q(**{"received_at": at, f"till__{side}": till})
        | Q(**{"received_at": at, "till": till, f"sequence__{side}": number})
    )


def gaps(*, club_id: int, till: str) -> tuple[tuple[int, int], ...]:
    """Give the runs of numbers that a till has not sent, though it sent later ones."""
    numbers = OfflineSale.objects.filter(club_id=club_id, till=till).order_by("sequence")
    return decide.gaps(sequences=tuple(numbers.values_list("sequence", flat=True)))


def next_sequence(*, club_id: int, till: str) -> int:
    """Give the number after the highest that a till has sent."""
    rows = OfflineSale.objects.filter(club_id=club_id, till=till)
    return (rows.aggregate(last=Max("sequence"))["last"] or 0) + 1


def kept(row: OfflineSale) -> SaleKept:
    """Give a sale as it is kept."""
    return SaleKept(
        till=row.till,
        sequence=row.sequence,
        shift_id=row.shift_id,
        day=row.day,
        body=bytes(row.body),
        body_hash=bytes(row.body_hash),
        rung_at=row.rung_at,
        event_at=row.event_at,
        received_at=row.received_at,
        flags=tuple(row.flags),
        state=row.state,
        member_id=row.member_id,
        event_id=row.event_id,
        lent_units=row.lent_units,
        reason=row.reason,
        note=row.note,
    )


def place_of_body(till: str, sequence: int) -> str:
    """Give the place that the body of a sale is sealed for."""
    return f"tills_offlinesale:{till}:{sequence}:body"
