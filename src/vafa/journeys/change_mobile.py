"""Changing a member's mobile: both numbers prove it, or two people of the staff when one is lost.

Nothing is spent for 24 hours after it, and the old number may take it back in that time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from vafa.domain.clubs import approvals, trail
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.codes import operations as codes
from vafa.domain.codes.records import Given
from vafa.domain.members import mobiles
from vafa.domain.members import queries as members
from vafa.domain.members.mobiles import Change, NewChange
from vafa.domain.members.records import MemberCard, MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.people import operations as people
from vafa.domain.rewards import queries as rewards
from vafa.journeys.mobile_desk import Desk
from vafa.kit.identity import normalise_mobile
from vafa.kit.ids import Ids

KIND: Final = "mobile_change"
DONE: Final = 200
WAITING: Final = 202


@dataclass(frozen=True, slots=True)
class ChangeWanted:
    """Whose mobile is to be which; `old_is_lost` is for the staff, with a second person."""

    member_id: int
    new_mobile: str
    old_is_lost: bool = False
    caller: str = ""


@dataclass(frozen=True, slots=True)
class ChangeAsked:
    """Codes are on their way to both numbers, or to the new one alone when the old one is lost."""

    change_id: int
    member_id: int
    expires_at: datetime
    replayed: bool


@dataclass(frozen=True, slots=True)
class CodesGiven:
    """The codes of a change, as somebody typed them."""

    member_id: int
    change_id: int
    new_code: str
    old_code: str = ""


@dataclass(frozen=True, slots=True)
class MobileChanged:
    """A change as it stands: done (status 200), or waiting for a second person (202)."""

    status: int
    change_id: int
    member: MemberCard
    spending_from: datetime | None
    replayed: bool
    approval_id: int = 0
    payload_hash: str = ""
    expires_at: datetime | None = None


def ask_mobile_change(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    vault: Vault,
    draw: Callable[[], str],
    at: datetime,
    wanted: ChangeWanted,
) -> ChangeAsked:
    """Send a code to the old number and one to the new; when the old one is lost, to the new only.

    :raises NoSuchMember: when the club has none.
    :raises SameMobile: when the new mobile is the member's own.
    :raises MobileGivenUp: when the member has no old one and none is said to be lost.
    :raises PersonalKeyNeeded: when a machine says that the old one is lost.
    :raises CodeTooSoon: when one of the numbers got a code less than 60 seconds before.
    :raises TooManyCodes: when a number, the caller or the club had all that they may have.
    """
    _may_ask(principal, wanted)
    club_id, new = principal.club_id, normalise_mobile(wanted.new_mobile)
    named = MemberRef("id", str(wanted.member_id))
    found = members.find(club_id=club_id, member=named, vault=vault)
    old = mobiles.mobile_of(found=found, vault=vault)
    if old == new:
        raise mobiles.SameMobile
    if not old and not wanted.old_is_lost:
        raise mobiles.MobileGivenUp
    desk = Desk(principal, ids, vault, at)

    def ask() -> Mapping[str, Any]:
        old_code_id = None
        if not wanted.old_is_lost:
            old_code_id = desk.send_code(
                purpose="change_old", mobile=old, draw=draw, caller=wanted.caller,
                subject_id=found.member_id,
            ).challenge_id  # fmt: skip
        issued = desk.send_code(
            purpose="change_new", mobile=new, draw=draw, caller=wanted.caller,
            subject_id=found.member_id,
        )  # fmt: skip
        change = NewChange(
            ids.next(), old, new, issued.challenge_id, old_code_id, principal.staff_id or None
        )
        mobiles.ask_change(
            club_id=club_id, member_id=found.member_id, change=change, vault=vault, at=at
        )
        trail.note(
            principal=principal, at=at, act="mobile_change_asked", object_kind="member",
            object_id=found.member_id, before={"mobile": old}, after={"mobile": new},
        )  # fmt: skip
        return {"change_id": str(change.change_id), "expires_at": issued.expires_at.isoformat()}

    with club_scope(club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=ask)
    expires_at = datetime.fromisoformat(answer["expires_at"])
    return ChangeAsked(int(answer["change_id"]), found.member_id, expires_at, replayed)


def confirm_mobile_change(
    *, principal: Principal, claim: Claim, ids: Ids, vault: Vault, at: datetime, given: CodesGiven
) -> MobileChanged:
    """Change the mobile by both codes and tell both numbers; if one is lost, ask a second person.

    :raises NoSuchMobileChange: when the member has none of this id.
    :raises MobileChangeOver: when it was done before, or another change came between.
    :raises CodeRefused: when a code is wrong, used, too late, or was tried five times.
    :raises MobileBelongsToAnother: when the new mobile is another member's (merge them instead).
    """
    principal.require("members.write")
    desk, member_id = Desk(principal, ids, vault, at), given.member_id

    def confirm() -> Mapping[str, Any]:
        change = _change(desk, member_id, given.change_id)
        if change.applied_at is not None:
            raise mobiles.MobileChangeOver
        if not codes.verify(
            club_id=principal.club_id, given=_codes(change, given), vault=vault, at=at
        ):
            return {"status": 0}
        if change.is_lost:
            return _ask_second_person(desk, change)
        return _apply(desk, change)

    with club_scope(principal.club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=confirm)
    if not answer["status"]:
        raise codes.CodeRefused
    return _changed(desk, member_id, given.change_id, answer, replayed=replayed)


def approve_mobile_change(
    *,
    principal: Principal,
    ids: Ids,
    vault: Vault,
    at: datetime,
    member_id: int,
    change_id: int,
    payload_hash: str,
) -> MobileChanged:
    """Approve the change of a lost number as the second person; approving again changes nothing.

    :raises NoSuchMobileChange: when the member has none of this id.
    :raises NoSuchApproval: when it does not wait for anybody.
    :raises SamePerson: when whoever asked would approve.
    :raises Refused: when the approval is refused otherwise.
    """
    principal.require("approvals.decide")
    desk = Desk(principal, ids, vault, at)
    with club_scope(principal.club_id):
        change = _change(desk, member_id, change_id)
        approvals.approve(
            principal=principal, kind=KIND, approval_id=change.approval_id or 0,
            payload_hash=payload_hash, at=at,
        )  # fmt: skip
        if change.applied_at is None:
            answer = _apply(desk, change)
        else:
            since = change.applied_at + mobiles.WAITS
            answer = {"status": DONE, "spending_from": since.isoformat()}
    replayed = change.applied_at is not None
    return _changed(desk, member_id, change_id, answer, replayed=replayed)


def _may_ask(principal: Principal, wanted: ChangeWanted) -> None:
    principal.require("members.write")
    if wanted.old_is_lost:
        principal.require("approvals.decide")
        if not principal.staff_id:
            raise approvals.PersonalKeyNeeded


def _change(desk: Desk, member_id: int, change_id: int) -> Change:
    return mobiles.change_of(
        club_id=desk.principal.club_id, member_id=member_id, change_id=change_id, vault=desk.vault
    )


def _codes(change: Change, given: CodesGiven) -> tuple[Given, ...]:
    asked = change.asked
    both = [Given("change_new", asked.new_code_id, given.new_code, change.member_id)]
    if asked.old_code_id is not None:
        both.append(Given("change_old", asked.old_code_id, given.old_code, change.member_id))
    return tuple(both)


def _apply(desk: Desk, change: Change) -> Mapping[str, Any]:
    waits_until = mobiles.apply_change(
        club_id=desk.principal.club_id, change=change, vault=desk.vault, at=desk.at
    )
    asked = change.asked
    trail.note(
        principal=desk.principal, at=desk.at, act="mobile_changed", object_kind="member",
        object_id=change.member_id,
        before={"mobile": asked.old_mobile},
        after={"mobile": asked.new_mobile},
    )  # fmt: skip
    people.end_devices(club_id=desk.principal.club_id, member_id=change.member_id, at=desk.at)
    for mobile in (asked.old_mobile, asked.new_mobile):
        if mobile:
            desk.notify(kind="changed", mobile=mobile)
    return {"status": DONE, "spending_from": waits_until.isoformat()}


def _ask_second_person(desk: Desk, change: Change) -> Mapping[str, Any]:
    """Ask under the names of rows only: no number stands in a request for approval."""
    principal, change_id = desk.principal, change.asked.change_id
    mobiles.check_free(club_id=principal.club_id, change=change, vault=desk.vault)
    asking = approvals.ask(
        principal=principal,
        approval_id=desk.ids.next(),
        kind=KIND,
        payload={"member_id": str(change.member_id), "change_id": str(change_id)},
        at=desk.at,
    )
    mobiles.note_approval(
        club_id=principal.club_id, change_id=change_id, approval_id=asking.approval_id
    )
    return {
        "status": WAITING, "approval_id": str(asking.approval_id),
        "payload_hash": asking.payload_hash, "expires_at": asking.expires_at.isoformat(),
    }  # fmt: skip


def _changed(
    desk: Desk, member_id: int, change_id: int, answer: Mapping[str, Any], *, replayed: bool
) -> MobileChanged:
    named = MemberRef("id", str(member_id))
    found = members.find(club_id=desk.principal.club_id, member=named, vault=desk.vault)
    tier = rewards.tier_of(club_id=desk.principal.club_id, member_id=found.member_id)
    since, expires = answer.get("spending_from"), answer.get("expires_at")
    return MobileChanged(
        status=answer["status"],
        change_id=change_id,
        member=members.card_of(found=found, vault=desk.vault, tier=tier),
        spending_from=datetime.fromisoformat(since) if since else None,
        replayed=replayed,
        approval_id=int(answer.get("approval_id", 0)),
        payload_hash=answer.get("payload_hash", ""),
        expires_at=datetime.fromisoformat(expires) if expires else None,
    )
