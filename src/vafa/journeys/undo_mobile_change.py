"""Taking back a change of mobile from the old number, within 24 hours."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.codes import operations as codes
from vafa.domain.codes.records import Given
from vafa.domain.members import mobiles
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberCard, MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import queries as rewards
from vafa.journeys.mobile_desk import Desk
from vafa.kit.ids import Ids


@dataclass(frozen=True, slots=True)
class UndoWanted:
    """Which change is to be taken back, and the address of the person's device, if known."""

    member_id: int
    change_id: int
    caller: str = ""


@dataclass(frozen=True, slots=True)
class UndoAsked:
    """A code is on its way to the old number."""

    change_id: int
    member_id: int
    expires_at: datetime
    replayed: bool


@dataclass(frozen=True, slots=True)
class UndoCode:
    """The code that the old number got."""

    member_id: int
    change_id: int
    code: str


@dataclass(frozen=True, slots=True)
class MobileTakenBack:
    """The old number is the member's again; spending goes on when it would have anyway."""

    change_id: int
    member: MemberCard
    spending_from: datetime | None
    replayed: bool


def ask_undo_of_mobile_change(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    vault: Vault,
    draw: Callable[[], str],
    at: datetime,
    wanted: UndoWanted,
) -> UndoAsked:
    """Send a code to the old number, so that it can take the change back.

    :raises NoSuchMobileChange: when the member has none of this id.
    :raises MobileChangeOver: when there is nothing to take back, or 24 hours are over.
    :raises CodeTooSoon: when the number got a code less than 60 seconds before.
    :raises TooManyCodes: when the number, the caller or the club had all that they may have.
    """
    principal.require("members.write")
    club_id, change_id = principal.club_id, wanted.change_id
    desk = Desk(principal, ids, vault, at)

    def ask() -> Mapping[str, Any]:
        change = mobiles.change_of(
            club_id=club_id, member_id=wanted.member_id, change_id=change_id, vault=vault
        )
        ends_at = change.undo_ends_at()
        if ends_at is None or at >= ends_at:
            raise mobiles.MobileChangeOver
        issued = desk.send_code(
            purpose="change_undo", mobile=change.asked.old_mobile, draw=draw,
            caller=wanted.caller, subject_id=wanted.member_id,
        )  # fmt: skip
        mobiles.note_undo_code(club_id=club_id, change_id=change_id, code_id=issued.challenge_id)
        return {"expires_at": issued.expires_at.isoformat()}

    with club_scope(club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=ask)
    expires_at = datetime.fromisoformat(answer["expires_at"])
    return UndoAsked(change_id, wanted.member_id, expires_at, replayed)


def undo_mobile_change(
    *, principal: Principal, claim: Claim, ids: Ids, vault: Vault, at: datetime, given: UndoCode
) -> MobileTakenBack:
    """Let the old number be the member's again by its code; the new one is free.

    :raises NoSuchMobileChange: when the member has none of this id.
    :raises MobileChangeOver: when there is nothing to take back, or 24 hours are over.
    :raises CodeRefused: when the code is wrong, used, too late, or was tried five times.
    :raises MobileBelongsToAnother: when the old mobile has become another member's.
    """
    principal.require("members.write")
    club_id, change_id = principal.club_id, given.change_id
    desk = Desk(principal, ids, vault, at)

    def undo() -> Mapping[str, Any]:
        change = mobiles.change_of(
            club_id=club_id, member_id=given.member_id, change_id=change_id, vault=vault
        )
        typed = Given("change_undo", change.undo_code_id or 0, given.code, given.member_id)
        if not codes.verify(club_id=club_id, given=(typed,), vault=vault, at=at):
            return {"done": False}
        mobiles.undo_change(club_id=club_id, change=change, vault=vault, at=at)
        trail.note(
            principal=principal, at=at, act="mobile_change_undone", object_kind="member",
            object_id=given.member_id,
            before={"mobile": change.asked.new_mobile},
            after={"mobile": change.asked.old_mobile},
        )  # fmt: skip
        for mobile in (change.asked.old_mobile, change.asked.new_mobile):
            desk.notify(kind="changed_back", mobile=mobile)
        return {"done": True}

    with club_scope(club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=undo)
    if not answer["done"]:
        raise codes.CodeRefused
    named = MemberRef("id", str(given.member_id))
    found = members.find(club_id=club_id, member=named, vault=vault, may_have_left=True)
    tier = rewards.tier_of(club_id=club_id, member_id=found.member_id)
    card = members.card_of(found=found, vault=vault, tier=tier)
    return MobileTakenBack(change_id, card, found.spending_from, replayed)
