"""Writes of the tills. Each runs inside the caller's `club_scope`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime

from django.db.models import F

from vafa.domain.members.vault import Vault
from vafa.domain.tills import decide, queries
from vafa.domain.tills.models import Allowance, OfflineSale, Till
from vafa.domain.tills.models import Shift as ShiftRow
from vafa.domain.tills.models import Terms as TermsRow
from vafa.domain.tills.records import SaleKept, Sent, Shift, Terms
from vafa.kit.errors import Refused

MOST_RIALS = 1_000_000_000
MOST_MEMBERS = 5_000
MOST_DAYS = 3_650
LONGEST_LOCK_MINUTES = 1_440


class TermsOutOfBounds(Refused):
    """The terms are too low or too high: a billion Rial, 5,000 members, ten years, a day."""


class TillExists(Refused):
    """The club has a till of this code."""


class TillClosed(Refused):
    """The till is closed: open another."""


class TooManyMembers(Refused):
    """The till would let more members spend in a day than the club's terms allow."""


class SequenceReused(Refused):
    """The till sent another sale under this number before: give it the next free number."""


class NothingToSettle(Refused):
    """Only a rejected sale can be tried again or dropped."""


def set_terms(*, club_id: int, terms: Terms) -> None:
    """Set what the club's tills may do without a connection.

    :raises TermsOutOfBounds: when a figure is below 0 or too high.
    """
    is_fit = (
        0 <= terms.member_day_rials <= MOST_RIALS
        and 0 <= terms.members_per_till <= MOST_MEMBERS
        and 1 <= terms.seen_days <= MOST_DAYS
        and 1 <= terms.lock_minutes <= LONGEST_LOCK_MINUTES
    )
    if not is_fit:
        raise TermsOutOfBounds
    TermsRow.objects.update_or_create(club_id=club_id, defaults=asdict(terms))


def open_till(*, club_id: int, code: str, branch: str, at: datetime) -> None:
    """Open a till at a branch; a closed code stays closed, so that its numbers never come twice.

    :raises TillExists: when the club has, or had, one of the code.
    """
    _, is_new = Till.objects.get_or_create(
        club_id=club_id, code=code, defaults={"branch": branch, "opened_at": at}
    )
    if not is_new:
        raise TillExists(till=code)


def close_till(*, club_id: int, code: str, at: datetime) -> None:
    """Close a till; what it still has to send is taken. Closing again changes nothing.

    :raises NoSuchTill: when the club has none of the code.
    """
    queries.till(club_id=club_id, code=code)
    Till.objects.filter(club_id=club_id, code=code, closed_at=None).update(closed_at=at)


def open_shift(*, club_id: int, shift: Shift) -> None:
    """Open a shift.

    :raises NoSuchTill: when the club has none of the code.
    :raises TillClosed: when it is closed.
    """
    _lock_open(club_id, shift.till)
    ShiftRow.objects.create(
        id=shift.shift_id, club_id=club_id, till=shift.till, day=shift.day,
        opened_at=shift.opened_at, ends_at=shift.ends_at,
    )  # fmt: skip


def allow(*, club_id: int, shift: Shift, terms: Terms, units: Mapping[int, int]) -> None:
    """Give members their allowance of a shift's day, once a till and day.

    `units` is what each may have now at most. Whoever has an allowance of that day and till has it
    raised to that, never given twice.

    :raises NoSuchTill: when the club has none of the code.
    :raises TillClosed: when it is closed.
    :raises TooManyMembers: when the day would have more than the terms allow.
    """
    _lock_open(club_id, shift.till)
    mine = Allowance.objects.filter(club_id=club_id, till=shift.till, day=shift.day)
    known = dict(mine.values_list("member_id", "units"))
    new = {member_id: most for member_id, most in units.items() if member_id not in known}
    if len(known) + len(new) > terms.members_per_till:
        raise TooManyMembers(most=terms.members_per_till)
    Allowance.objects.bulk_create(
        Allowance(club_id=club_id, till=shift.till, day=shift.day, member_id=member_id, units=most)
        for member_id, most in new.items()
    )
    for member_id, most in units.items():
        if most > known.get(member_id, most):
            mine.filter(member_id=member_id).update(units=most)


def _lock_open(club_id: int, code: str) -> None:
    till = Till.objects.select_for_update(no_key=True).filter(club_id=club_id, code=code).first()
    if till is None:
        raise queries.NoSuchTill
    if till.closed_at is not None:
        raise TillClosed(till=code)


def take(*, club_id: int, shift: Shift, sent: Sent, received_at: datetime) -> SaleKept:
    """Keep what a till sent, once per number, before anything else is done with it.

    Sent again it gives what came of it the first time.

    :raises SequenceReused: when the number came with another sale before.
    """
    event_at, flags = decide.clipped(
        rung_at=sent.rung_at, shift_from=shift.opened_at, received_at=received_at
    )
    row, _ = OfflineSale.objects.get_or_create(
        club_id=club_id,
        till=shift.till,
        sequence=sent.sequence,
        defaults={
            "shift_id": shift.shift_id, "day": shift.day, "body": sent.body,
            "body_hash": sent.body_hash, "rung_at": sent.rung_at, "event_at": event_at,
            "received_at": received_at, "flags": list(flags),
        },
    )  # fmt: skip
    if bytes(row.body_hash) != sent.body_hash:
        raise SequenceReused(till=shift.till, sequence=sent.sequence)
    return queries.kept(row)


def accept(
    *, club_id: int, sale: SaleKept, member_id: int, event_id: int, units: int, lent: int
) -> None:
    """Say that a sale is posted, and count what it spent against the allowance.

    Its body is emptied: the book has it now. A repeat changes nothing.
    """
    held = Allowance.objects.filter(
        club_id=club_id, till=sale.till, day=sale.day, member_id=member_id
    )
    flags = set(sale.flags)
    if lent:
        flags.add("overspent")
    if units and not held.filter(units__gte=F("used") + units).exists():
        flags.add("beyond_allowance")
    rows = OfflineSale.objects.filter(club_id=club_id, till=sale.till, sequence=sale.sequence)
    if rows.exclude(state="posted").update(
        state="posted", member_id=member_id, event_id=event_id, lent_units=lent, body=b"",
        flags=sorted(flags), reason="",
    ):  # fmt: skip
        held.update(used=F("used") + units)


def reject(*, club_id: int, sale: SaleKept, reason: str) -> None:
    """Say why a sale could not be posted; it is kept until somebody settles it."""
    rows = OfflineSale.objects.filter(club_id=club_id, till=sale.till, sequence=sale.sequence)
    rows.filter(state__in=("received", "rejected")).update(state="rejected", reason=reason)


def drop(*, club_id: int, till: str, sequence: int, note: str) -> None:
    """Give a rejected sale up, with a note that says why; again changes nothing.

    :raises NoSuchOfflineSale: when the till sent none of this number.
    :raises NothingToSettle: when it is not rejected.
    """
    sale = queries.offline_sale(club_id=club_id, till=till, sequence=sequence)
    if sale.state == "dropped":
        return
    if sale.state != "rejected":
        raise NothingToSettle
    OfflineSale.objects.filter(club_id=club_id, till=till, sequence=sequence).update(
        state="dropped", note=note, body=b""
    )


def erase_from(*, club_id: int, member_id: int, needles: Iterable[str], vault: Vault) -> None:
    """Empty what tills sent and nobody settled, where it names somebody who is to be erased."""
    wanted = [needle for needle in (*needles, f'"{member_id}"') if needle]
    for row in OfflineSale.objects.filter(club_id=club_id).exclude(body=b""):
        place = queries.place_of_body(row.till, row.sequence)
        text = vault.unseal(sealed=bytes(row.body), place=place)
        if any(needle in text for needle in wanted):
            OfflineSale.objects.filter(
                club_id=club_id, till=row.till, sequence=row.sequence
            ).update(body=b"", state="dropped", note="")
