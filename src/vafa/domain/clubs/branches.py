"""The branches of a club: opened, described, closed. Each runs inside the caller's `club_scope`.

A closed branch stays in the books, and what its tills still have to send is taken; it is offered
nowhere any more.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from vafa.domain.clubs.models import ApiKey, Branch, Staff
from vafa.domain.clubs.operations import EmptyName
from vafa.domain.clubs.settings import LONGEST_ADDRESS, phone_of
from vafa.kit.errors import NotFound, Refused
from vafa.kit.text import clean

LONGEST_HOURS = 200


class NoBranch(NotFound):
    """The club has no such branch."""


class LastBranch(Refused):
    """A club keeps one open branch: open another one first."""


@dataclass(frozen=True, slots=True)
class BranchWords:
    """What is said of a branch; everything but the name may be empty."""

    name: str
    contact_phone: str = ""
    business_address: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class BranchCard:
    """A branch as it is listed; `staff` and `keys` are those that work only there."""

    code: str
    words: BranchWords
    opened_at: datetime
    closed_at: datetime | None
    staff: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


def branches(*, club_id: int) -> tuple[BranchCard, ...]:
    """List the branches by name, closed ones last."""
    staff = Staff.objects.filter(club_id=club_id, ended_at=None).exclude(branches=[])
    people = [(name, codes) for name, codes in staff.values_list("name", "branches")]
    keys = ApiKey.objects.filter(club_id=club_id, revoked_at=None).exclude(branch="")
    held = list(keys.order_by("id").values_list("branch", "name"))
    cards = [
        BranchCard(
            code=row.code,
            words=words_of(row),
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            staff=tuple(sorted(name for name, codes in people if codes == [row.code])),
            keys=tuple(name for code, name in held if code == row.code),
        )
        for row in Branch.objects.filter(club_id=club_id)
    ]
    return tuple(sorted(cards, key=lambda one: (one.closed_at is not None, one.words.name)))


def words_of(row: Branch) -> BranchWords:
    """Give what is said of a branch."""
    return BranchWords(row.name, row.contact_phone, row.business_address, row.hours)


def describe(*, club_id: int, code: str, words: BranchWords) -> tuple[BranchWords, BranchWords]:
    """Say something else of a branch; gives what was, and what is.

    :raises NoBranch: when the club has none of this code.
    :raises EmptyName: when no name is left.
    :raises UnfitPhone: when the telephone number is none.
    """
    row = _found(club_id, code)
    kept = BranchWords(
        name=clean(words.name)[:120],
        contact_phone=phone_of(words.contact_phone),
        business_address=clean(words.business_address)[:LONGEST_ADDRESS],
        hours=clean(words.hours)[:LONGEST_HOURS],
    )
    if not kept.name:
        raise EmptyName
    before = words_of(row)
    Branch.objects.filter(id=row.id).update(**asdict(kept))
    return before, kept


def close(*, club_id: int, code: str, at: datetime) -> bool:
    """Close a branch; tells whether that changed.

    :raises NoBranch: when the club has none of this code.
    :raises LastBranch: when no other one is open.
    """
    rows = Branch.objects.select_for_update().filter(club_id=club_id, closed_at=None)
    still_open = list(rows.order_by("id").values_list("code", flat=True))
    if code not in still_open:
        _found(club_id, code)
        return False
    if still_open == [code]:
        raise LastBranch
    return bool(Branch.objects.filter(club_id=club_id, code=code).update(closed_at=at))


def reopen(*, club_id: int, code: str) -> bool:
    """Open a closed branch again; tells whether that changed.

    :raises NoBranch: when the club has none of this code.
    """
    row = _found(club_id, code)
    return bool(Branch.objects.filter(id=row.id, closed_at__isnull=False).update(closed_at=None))


def _found(club_id: int, code: str) -> Branch:
    row = Branch.objects.filter(club_id=club_id, code=code).first()
    if row is None:
        raise NoBranch(branch=code)
    return row
