"""Erasing a person: what is known of them goes, and the erasure log says so.

The log holds a keyed hash of the mobile and no more: it stops a second welcome gift, keeps
messages off, and is replayed after a restore from a backup. The book keeps the member's id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final, Literal, get_args

from vafa.domain.clubs.principal import Principal
from vafa.domain.members import audit
from vafa.domain.members.models import Consent, Contact, Erasure, Member, Profile
from vafa.domain.members.profile import ProfileShown
from vafa.domain.members.vault import Vault
from vafa.kit.calendar import date_of, day_of_jalali, jalali_of
from vafa.kit.erasing import pattern_for
from vafa.kit.errors import Refused

Basis = Literal["request", "consent_withdrawn", "not_needed", "unlawful", "restored"]
BASES: Final[frozenset[str]] = frozenset(get_args(Basis))
NUMBER: Final = "erased"
# Commercial Code: books are kept ten years; invoices with them.
BOOKS_KEPT_YEARS: Final = 10
KEPT: Final = ("book", "invoices", "mobile_hash")


class UnknownBasis(Refused):
    """An erasure is for one of: request, consent_withdrawn, not_needed, unlawful."""


@dataclass(frozen=True, slots=True)
class ErasureEntry:
    """A line of the erasure log."""

    club_id: int
    member_id: int
    trace: str
    erased_at: datetime
    credential_id: int
    staff_id: int
    basis: str
    kept: dict[str, Any]
    kept_until: date
    birthday_gift_at: datetime | None

    def as_json(self) -> dict[str, Any]:
        """Give the line as it is written into a file."""
        plain = asdict(self)
        for name in ("erased_at", "kept_until", "birthday_gift_at"):
            plain[name] = plain[name].isoformat() if plain[name] is not None else None
        return plain


def entry_of(plain: dict[str, Any]) -> ErasureEntry:
    """Give the line of the log that was written into a file.

    :raises ValueError: when it is none.
    """
    gift_at = plain["birthday_gift_at"]
    return ErasureEntry(
        club_id=int(plain["club_id"]),
        member_id=int(plain["member_id"]),
        trace=bytes.fromhex(plain["trace"]).hex(),
        erased_at=datetime.fromisoformat(plain["erased_at"]),
        credential_id=int(plain["credential_id"]),
        staff_id=int(plain["staff_id"]),
        basis=str(plain["basis"]),
        kept=dict(plain["kept"]),
        kept_until=date.fromisoformat(plain["kept_until"]),
        birthday_gift_at=datetime.fromisoformat(gift_at) if gift_at else None,
    )


def lock(*, club_id: int, member_id: int) -> bool:
    """Lock the member for this transaction; False when the club has none to erase any more."""
    rows = Member.objects.filter(id=member_id, club_id=club_id, erased_at=None)
    return rows.select_for_update(no_key=True).exists()


def pattern_of(*, profile: ProfileShown) -> str:
    """Give the pattern that finds the person in texts that others typed."""
    full_name = f"{profile.first_name} {profile.last_name}".strip()
    texts = [profile.email, profile.company_phone, profile.address]
    if profile.first_name and profile.last_name:
        texts.append(full_name)
    return pattern_for(mobile=profile.mobile, texts=texts)


def entry(
    *,
    principal: Principal,
    profile: ProfileShown,
    basis: str,
    ended: dict[str, int],
    birthday_gift_at: datetime | None,
    day: int,
    at: datetime,
    vault: Vault,
) -> ErasureEntry:
    """Give the line that the log gets: who, why, what was kept and until which day.

    :raises UnknownBasis: when the legal basis is none of ours.
    """
    if basis not in BASES:
        raise UnknownBasis
    trace = vault.trace(club_id=principal.club_id, kind="mobile", value=profile.mobile)
    return ErasureEntry(
        club_id=principal.club_id,
        member_id=profile.member_id,
        trace=trace.hex(),
        erased_at=at,
        credential_id=principal.credential_id,
        staff_id=principal.staff_id,
        basis=basis,
        kept={"what": list(KEPT), "ended": ended},
        kept_until=kept_until(day),
        birthday_gift_at=birthday_gift_at,
    )


def kept_until(day: int) -> date:
    """Give the day on which the books of this day's Jalali year need no longer be kept."""
    year, _, _ = jalali_of(day)
    return date_of(day_of_jalali(year + BOOKS_KEPT_YEARS + 1, 1, 1))


def write(*, entry: ErasureEntry) -> None:
    """Write a line of the log, unless it is there; inside the club's scope."""
    values = asdict(entry)
    key = {name: values.pop(name) for name in ("club_id", "member_id")}
    Erasure.objects.get_or_create(**key, defaults={**values, "trace": bytes.fromhex(entry.trace)})


def erase_person(*, club_id: int, member_id: int, at: datetime) -> None:
    """Take away all that is known of a person; the row stays for what the book says of it."""
    Contact.objects.filter(club_id=club_id, member_id=member_id).delete()
    Profile.objects.filter(club_id=club_id, member_id=member_id).delete()
    audit.forget_values(club_id=club_id, member_id=member_id)
    Consent.objects.filter(club_id=club_id, member_id=member_id, withdrawn_at=None).update(
        withdrawn_at=at
    )
    Member.objects.filter(id=member_id, club_id=club_id).update(
        number=NUMBER, first_name="", last_name="", mobile_sealed=b"", birth_month=None,
        birth_day=None, mobile_end=None, folded="", manager_id=None, erased_at=at,
    )  # fmt: skip


def survivor_of(*, club_id: int, member_id: int) -> int:
    """Give the member that this one is now: itself, or the one it was merged into."""
    rows = Member.objects.filter(club_id=club_id, id=member_id)
    merged = rows.values_list("merged_into", flat=True).first()
    return member_id if merged is None else survivor_of(club_id=club_id, member_id=merged)


def logged(*, club_id: int, member_id: int) -> ErasureEntry | None:
    """Give the line of the log about a member; inside the club's scope."""
    row = Erasure.objects.filter(club_id=club_id, member_id=member_id).first()
    return _entry(row) if row is not None else None


def was_erased(*, club_id: int, member_id: int) -> ErasureEntry | None:
    """Give the latest erasure of whoever had this member's mobile before; None when none was."""
    traces = Contact.objects.filter(club_id=club_id, member_id=member_id, kind="mobile")
    rows = Erasure.objects.filter(club_id=club_id, trace__in=traces.values("trace"))
    row = rows.order_by("-erased_at").first()
    return _entry(row) if row is not None else None


def log_of(*, club_id: int) -> Iterator[ErasureEntry]:
    """Give the whole log of a club, oldest first; inside its scope."""
    for row in Erasure.objects.filter(club_id=club_id).order_by("erased_at", "member_id"):
        yield _entry(row)


def _entry(row: Erasure) -> ErasureEntry:
    return ErasureEntry(
        club_id=row.club_id, member_id=row.member_id, trace=bytes(row.trace).hex(),
        erased_at=row.erased_at, credential_id=row.credential_id, staff_id=row.staff_id,
        basis=row.basis, kept=row.kept, kept_until=row.kept_until,
        birthday_gift_at=row.birthday_gift_at,
    )  # fmt: skip
