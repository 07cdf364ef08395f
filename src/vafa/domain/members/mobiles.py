"""What a mobile says of its member: proven, doubted, changed, changed back, given up.

Each runs inside the caller's `club_scope`. That codes were right, or that a second person
approved, is the caller's to see to.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from vafa.domain.members.models import Contact, Member, MobileChange
from vafa.domain.members.queries import mobile_end, mobile_place
from vafa.domain.members.records import MemberFound
from vafa.domain.members.vault import Vault
from vafa.kit.errors import NotFound, Refused

# How long nothing is spent after a change, and how long the old number may take it back.
WAITS: Final = timedelta(hours=24)


class NoSuchMobileChange(NotFound):
    """The member has no such change of mobile."""


class MobileChangeOver(Refused):
    """The change was done, taken back or overtaken by another one: ask for a new one."""


class SameMobile(Refused):
    """The new mobile is the member's own already."""


class MobileGivenUp(Refused):
    """The member has no mobile any more: use the way for a lost number."""


class MobileBelongsToAnother(Refused):
    """The mobile belongs to another member: merge the two members instead."""


@dataclass(frozen=True, slots=True)
class NewChange:
    """A change of mobile that is asked for; without `old_code_id` the old number was lost."""

    change_id: int
    old_mobile: str = field(repr=False)
    new_mobile: str = field(repr=False)
    new_code_id: int
    old_code_id: int | None = None
    staff_id: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A change of mobile as it stands; its row is locked."""

    member_id: int
    asked: NewChange
    approval_id: int | None
    undo_code_id: int | None
    applied_at: datetime | None
    undone_at: datetime | None

    @property
    def is_lost(self) -> bool:
        """Tell whether the old number was lost."""
        return self.asked.old_code_id is None

    def undo_ends_at(self) -> datetime | None:
        """Give until when the old number may take it back; nothing when it may not."""
        if self.applied_at is None or self.undone_at is not None or not self.asked.old_mobile:
            return None
        return self.applied_at + WAITS


def mobile_of(*, found: MemberFound, vault: Vault) -> str:
    """Give a member's mobile in full; empty when it was given up."""
    return vault.unseal(sealed=found.mobile_sealed, place=mobile_place(found.member_id))


def owner_of(*, club_id: int, trace: bytes) -> int | None:
    """Give whose a mobile is by its keyed hash."""
    rows = Contact.objects.filter(club_id=club_id, kind="mobile", trace=trace)
    return rows.values_list("member_id", flat=True).first()


def owners_of(*, club_id: int, traces: Collection[bytes]) -> dict[bytes, int]:
    """Give whose mobiles are by their keyed hashes; inside the club's scope."""
    rows = Contact.objects.filter(club_id=club_id, kind="mobile", trace__in=list(traces))
    return {bytes(trace): owner for trace, owner in rows.values_list("trace", "member_id")}


def mark_proven(*, club_id: int, member_id: int, at: datetime) -> None:
    """Say that the person proved the mobile: no doubt is left."""
    Member.objects.filter(club_id=club_id, id=member_id).update(proven_at=at, doubted_at=None)


def doubt(*, club_id: int, member_id: int, at: datetime) -> None:
    """Say that the number is thought to have another owner (E78)."""
    Member.objects.filter(club_id=club_id, id=member_id).update(doubted_at=at)


def give_up(*, club_id: int, member_id: int, trace: bytes, vault: Vault) -> None:
    """Take a mobile from a member, who is kept: found by the card, and sent nothing any more.

    A merged member may have been found by a number that is not the one on record: that one stays.
    """
    Contact.objects.filter(club_id=club_id, kind="mobile", trace=trace).delete()
    place = mobile_place(member_id)
    member = Member.objects.select_for_update().get(club_id=club_id, id=member_id)
    kept = vault.unseal(sealed=bytes(member.mobile_sealed), place=place)
    if vault.trace(club_id=club_id, kind="mobile", value=kept) == trace:
        Member.objects.filter(club_id=club_id, id=member_id).update(
            mobile_sealed=vault.seal(value="", place=place), mobile_end=None, proven_at=None
        )


def not_paused(*, club_id: int, member_ids: Iterable[int], at: datetime) -> frozenset[int]:
    """Tell which of these members may spend now; inside the club's scope."""
    rows = Member.objects.filter(club_id=club_id, id__in=list(member_ids), doubted_at=None)
    free = rows.filter(Q(spending_from=None) | Q(spending_from__lte=at))
    return frozenset(free.filter(left_at=None, erased_at=None).values_list("id", flat=True))


def carry_caution(*, club_id: int, duplicate_id: int, survivor_id: int) -> None:
    """Let what is paused or doubted of a member hold for the one it is merged into."""
    duplicate = Member.objects.get(club_id=club_id, id=duplicate_id)
    survivor = Member.objects.filter(club_id=club_id, id=survivor_id)
    if duplicate.spending_from is not None:
        earlier = Q(spending_from=None) | Q(spending_from__lt=duplicate.spending_from)
        survivor.filter(earlier).update(spending_from=duplicate.spending_from)
    if duplicate.doubted_at is not None:
        survivor.filter(doubted_at=None).update(doubted_at=duplicate.doubted_at)


def ask_change(
    *, club_id: int, member_id: int, change: NewChange, vault: Vault, at: datetime
) -> None:
    """Keep a change that waits for its codes."""
    MobileChange.objects.create(
        id=change.change_id,
        club_id=club_id,
        member_id=member_id,
        old_sealed=vault.seal(value=change.old_mobile, place=_place(change.change_id, "old")),
        new_sealed=vault.seal(value=change.new_mobile, place=_place(change.change_id, "new")),
        old_code_id=change.old_code_id,
        new_code_id=change.new_code_id,
        staff_id=change.staff_id,
        asked_at=at,
    )


def change_of(*, club_id: int, member_id: int, change_id: int, vault: Vault) -> Change:
    """Give a change of a member and lock it.

    :raises NoSuchMobileChange: when the member has none of this id.
    """
    rows = MobileChange.objects.filter(club_id=club_id, member_id=member_id, id=change_id)
    row = rows.select_for_update().first()
    if row is None:
        raise NoSuchMobileChange
    asked = NewChange(
        change_id=row.id,
        old_mobile=vault.unseal(sealed=bytes(row.old_sealed), place=_place(row.id, "old")),
        new_mobile=vault.unseal(sealed=bytes(row.new_sealed), place=_place(row.id, "new")),
        new_code_id=row.new_code_id,
        old_code_id=row.old_code_id,
        staff_id=row.staff_id,
    )
    return Change(
        row.member_id, asked, row.approval_id, row.undo_code_id, row.applied_at, row.undone_at
    )


def check_free(*, club_id: int, change: Change, vault: Vault) -> None:
    """Let a change wait for approval only when it could be applied now.

    :raises MobileBelongsToAnother: when the new mobile is another member's.
    """
    trace = vault.trace(club_id=club_id, kind="mobile", value=change.asked.new_mobile)
    owner = owner_of(club_id=club_id, trace=trace)
    if owner is not None and not _is_one(club_id, owner, change.member_id):
        raise MobileBelongsToAnother


def note_approval(*, club_id: int, change_id: int, approval_id: int) -> None:
    """Say which request for approval a change waits for."""
    MobileChange.objects.filter(club_id=club_id, id=change_id).update(approval_id=approval_id)


def note_undo_code(*, club_id: int, change_id: int, code_id: int) -> None:
    """Say with which code the old number may take the change back."""
    MobileChange.objects.filter(club_id=club_id, id=change_id).update(undo_code_id=code_id)


def apply_change(*, club_id: int, change: Change, vault: Vault, at: datetime) -> datetime:
    """Let the new mobile be the member's, and free the old one; gives when spending goes on.

    :raises MobileChangeOver: when it was applied before, or another change came between.
    :raises MobileBelongsToAnother: when the new mobile has become another member's.
    """
    if change.applied_at is not None:
        raise MobileChangeOver
    asked = change.asked
    _swap(club_id, change.member_id, asked.old_mobile, asked.new_mobile, vault)
    waits_until = at + WAITS
    Member.objects.filter(club_id=club_id, id=change.member_id).update(
        proven_at=at, doubted_at=None, spending_from=waits_until
    )
    MobileChange.objects.filter(club_id=club_id, id=asked.change_id).update(applied_at=at)
    return waits_until


def undo_change(*, club_id: int, change: Change, vault: Vault, at: datetime) -> None:
    """Let the old mobile be the member's again; spending stays paused to its end.

    :raises MobileChangeOver: when there is nothing to take back, or 24 hours are over.
    :raises MobileBelongsToAnother: when the old mobile has become another member's.
    """
    ends_at = change.undo_ends_at()
    if ends_at is None or at >= ends_at:
        raise MobileChangeOver
    _swap(club_id, change.member_id, change.asked.new_mobile, change.asked.old_mobile, vault)
    Member.objects.filter(club_id=club_id, id=change.member_id).update(proven_at=at)
    MobileChange.objects.filter(club_id=club_id, id=change.asked.change_id).update(undone_at=at)


def forget_changes(*, club_id: int, member_id: int) -> int:
    """Delete a member's changes of mobile, when the member asks to be forgotten."""
    return MobileChange.objects.filter(club_id=club_id, member_id=member_id).delete()[0]


def _swap(club_id: int, member_id: int, before: str, after: str, vault: Vault) -> None:
    """Give a member another mobile under the member's lock; the one before is free."""
    place = mobile_place(member_id)
    member = Member.objects.select_for_update().get(club_id=club_id, id=member_id)
    if vault.unseal(sealed=bytes(member.mobile_sealed), place=place) != before:
        raise MobileChangeOver
    trace = vault.trace(club_id=club_id, kind="mobile", value=after)
    contact, _ = Contact.objects.get_or_create(
        club_id=club_id, kind="mobile", trace=trace, defaults={"member_id": member_id}
    )
    if not _is_one(club_id, contact.member_id, member_id):
        raise MobileBelongsToAnother
    freed = vault.trace(club_id=club_id, kind="mobile", value=before)
    Contact.objects.filter(
        club_id=club_id, kind="mobile", trace=freed, member_id=member_id
    ).delete()
    Member.objects.filter(club_id=club_id, id=member_id).update(
        mobile_sealed=vault.seal(value=after, place=place),
        mobile_end=mobile_end(club_id=club_id, mobile=after, vault=vault),
    )


def _is_one(club_id: int, owner: int, member_id: int) -> bool:
    """Tell whether a number's owner is this member, or was merged into this member."""
    merged = Member.objects.filter(club_id=club_id, id=owner, merged_into=member_id)
    return owner == member_id or merged.exists()


def _place(change_id: int, column: str) -> str:
    return f"members_mobilechange:{change_id}:{column}"
