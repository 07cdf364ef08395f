"""What a version would change for those who are members already, before anybody is told (E65)."""

from dataclasses import dataclass
from datetime import date, datetime

from vafa.domain.clubs.principal import Principal
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberCard, MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.operations import previews, trying
from vafa.domain.rewards.records import Purchase
from vafa.domain.rewards.version_answers import Mover, MoversCounted, Preview, Tried


@dataclass(frozen=True, slots=True)
class UnitEnding:
    """Units of one kind that would get an end, or an earlier one."""

    unit: str
    units: int


@dataclass(frozen=True, slots=True)
class MoverShown:
    """A member who would move or whose units would end; without a card for a shared account."""

    member_id: int
    card: MemberCard | None
    before: str
    after: str
    falls_on: date | None
    ends: tuple[UnitEnding, ...]


@dataclass(frozen=True, slots=True)
class MoversPage:
    """Members by id; an empty `next_cursor` means that there is no more."""

    members: tuple[MoverShown, ...]
    next_cursor: str


def preview_programme(
    *,
    principal: Principal,
    number: int,
    at: datetime,
    progress: previews.type_progress = lambda _what, _done: None,
) -> Preview:
    """Tell how many members a version would move if it came in now, and what would end when.

    Nothing is changed. The hash is given when publishing, to show that this was seen.

    :raises NoSuchVersion: when the club has none of this number.
    :raises NotPublishable: when something in it must be solved first.
    :raises NoProgramme: when none is in force to compare with.
    """
    principal.require("programme.read")
    return previews.preview(club_id=principal.club_id, number=number, at=at, progress=progress)


def count_movers(
    *, principal: Principal, number: int, at: datetime, after_id: int
) -> MoversCounted:
    """Count a page of members after one of them; ask again until `last_member_id` is 0.

    :raises NoSuchVersion: when the club has none of this number.
    :raises NotPublishable: when something in it must be solved first.
    :raises NoProgramme: when none is in force to compare with.
    """
    principal.require("programme.read")
    return previews.count(
        club_id=principal.club_id, number=number, at=at, after_member_id=after_id
    )


def try_purchase(
    *, principal: Principal, vault: Vault, event_at: datetime, purchase: Purchase, number: int
) -> Tried:
    """Foretell a purchase by the version in force and by another; nothing is written.

    Without a member it is the purchase of somebody new.

    :raises NoSuchMember: when the club has no such member.
    :raises NoSuchVersion: when the club has none of this number.
    :raises NotPublishable: when something in it must be solved first.
    :raises Refused: when the purchase is malformed.
    """
    principal.require("programme.read")
    found = None
    if purchase.member is not None:
        principal.require("members.read")
        found = members.find_holder(club_id=principal.club_id, member=purchase.member, vault=vault)
    return trying.try_purchase(
        principal=principal, event_at=event_at, member=found, purchase=purchase, number=number
    )


def list_movers(
    *, principal: Principal, vault: Vault, number: int, at: datetime, after_id: int, limit: int
) -> MoversPage:
    """List the members whom a version would move or whose units would end, mobiles masked.

    :raises NoSuchVersion: when the club has none of this number.
    :raises NotPublishable: when something in it must be solved first.
    :raises NoProgramme: when none is in force to compare with.
    """
    principal.require("programme.read")
    found = previews.movers(
        club_id=principal.club_id, number=number, at=at, after_member_id=after_id, limit=limit + 1
    )
    page = found[:limit]
    return MoversPage(
        tuple(_shown(principal, vault, mover) for mover in page),
        str(page[-1].member_id) if len(found) > limit else "",
    )


def _shown(principal: Principal, vault: Vault, mover: Mover) -> MoverShown:
    try:
        found = members.find(
            club_id=principal.club_id, member=MemberRef("id", str(mover.member_id)), vault=vault,
            may_have_left=True,
        )  # fmt: skip
        card = members.card_of(found=found, vault=vault, tier=mover.before)
    except members.NoSuchMember:  # an account, or somebody who was erased
        card = None
    return MoverShown(
        mover.member_id, card, mover.before, mover.after, mover.falls_on,
        tuple(UnitEnding(unit, units) for unit, units in sorted(mover.ends.items())),
    )  # fmt: skip
