"""Who works in the club, as what and where; the limit above which value by hand needs two."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from vafa.domain.clubs import approvals, people, queries, trail
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.records import StaffCard
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.operations.versions import rules_changed
from vafa.kit.amounts import MAX_RIALS
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids

KIND = "manual_limit"


class LimitOutOfBounds(Refused):
    """A limit is at least 0 and at most 10^13 Rial."""


@dataclass(frozen=True, slots=True)
class StaffInvited:
    """Somebody who was added to the staff."""

    staff_id: int
    name: str
    role: str
    branches: tuple[str, ...]
    replayed: bool


@dataclass(frozen=True, slots=True)
class LimitSet:
    """The limit in force. With an approval id it waits for a second person and is not yet."""

    limit_rials: int
    approval_id: int | None = None
    payload_hash: str = ""
    expires_at: datetime | None = None


def list_staff(*, principal: Principal) -> tuple[StaffCard, ...]:
    """List who works, or has worked, in the club, by name."""
    principal.require("staff.manage")
    with club_scope(principal.club_id):
        return queries.staff(club_id=principal.club_id)


def invite_staff(
    *, principal: Principal, claim: Claim, at: datetime, ids: Ids, staff: people.NewStaff
) -> StaffInvited:
    """Add somebody with a role; that person can do nothing before signing in.

    :raises NoSuchRole: when there is no such role.
    :raises NoSuchBranch: when the club has none of a code.
    :raises RoleExceeds: when the role has more rights, or branches, than the one who asks.
    :raises NameTaken: when somebody else has the name.
    :raises EmptyName: when no name is left.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("staff.manage")

    def invite() -> Mapping[str, Any]:
        added = people.invite(principal=principal, staff_id=ids.next(), staff=staff, at=at)
        trail.note(
            principal=principal, at=at, act="staff_invited", object_kind="staff",
            object_id=added["staff_id"], after=added,
        )  # fmt: skip
        return added

    with club_scope(principal.club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=invite)
    return StaffInvited(
        staff_id=answer["staff_id"],
        name=answer["name"],
        role=answer["role"],
        branches=tuple(answer["branches"]),
        replayed=replayed,
    )


def change_staff(
    *, principal: Principal, at: datetime, staff_id: int, role: str, branches: tuple[str, ...]
) -> tuple[str, ...]:
    """Give somebody another role or other branches; the same again changes nothing.

    Gives the names of what changed; whoever signs in as that person has to do so again.

    :raises NoSuchStaff: when nobody of this id works here.
    :raises NoSuchRole: when there is no such role.
    :raises NoSuchBranch: when the club has none of a code.
    :raises RoleExceeds: when the old or the new role has more rights than the one who asks.
    :raises LastClubOwner: when no owner would be left.
    """
    principal.require("staff.manage")
    with club_scope(principal.club_id):
        before, after = people.change(
            principal=principal, staff_id=staff_id, role=role, branches=branches
        )
        changed = tuple(name for name in after if before[name] != after[name])
        if changed:
            _note(principal, at, "staff_changed", staff_id, before=before, after=after)
    return changed


def suspend_staff(*, principal: Principal, at: datetime, staff_id: int) -> None:
    """Let somebody do nothing here until resumed; again is harmless.

    :raises NoSuchStaff: when nobody of this id works here.
    :raises RoleExceeds: when that person has more rights than the one who asks.
    :raises LastClubOwner: when no owner would be left.
    """
    principal.require("staff.manage")
    with club_scope(principal.club_id):
        if people.suspend(principal=principal, staff_id=staff_id, at=at):
            _note(principal, at, "staff_suspended", staff_id)


def resume_staff(*, principal: Principal, at: datetime, staff_id: int) -> None:
    """Let somebody who was suspended work again; again is harmless.

    :raises NoSuchStaff: when nobody of this id works here.
    :raises RoleExceeds: when that person has more rights than the one who asks.
    """
    principal.require("staff.manage")
    with club_scope(principal.club_id):
        if people.resume(principal=principal, staff_id=staff_id):
            _note(principal, at, "staff_resumed", staff_id)


def end_staff(*, principal: Principal, staff_id: int, at: datetime) -> tuple[int, ...]:
    """End somebody's work in the club with all keys of that person's own; gives those keys.

    :raises NoSuchStaff: when nobody of this id works or has worked here.
    :raises RoleExceeds: when that person has more rights than the one who asks.
    :raises LastClubOwner: when no owner would be left.
    """
    principal.require("staff.manage")
    with club_scope(principal.club_id):
        keys = people.end(principal=principal, staff_id=staff_id, at=at)
        _note(principal, at, "staff_ended", staff_id, after={"keys_ended": len(keys)})
    return keys


def show_manual_limit(*, principal: Principal) -> int:
    """Give the worth in Rial above which value by hand needs a second person."""
    principal.require("club.read")
    with club_scope(principal.club_id):
        return queries.club_facts(club_id=principal.club_id).manual_limit_rials


def change_manual_limit(
    *, principal: Principal, claim: Claim, at: datetime, ids: Ids, limit_rials: int
) -> LimitSet:
    """Lower the limit at once, or ask for a second person to raise it: it guards what one may do.

    :raises LimitOutOfBounds: when it is below 0 or too high.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("approvals.decide")
    if not 0 <= limit_rials <= MAX_RIALS:
        raise LimitOutOfBounds
    club_id = principal.club_id

    def change() -> Mapping[str, Any]:
        was = queries.club_facts(club_id=club_id).manual_limit_rials
        if limit_rials <= was:
            _set(principal, at, was, limit_rials)
            return asdict(LimitSet(limit_rials))
        trail.note(
            principal=principal, at=at, act="limit_asked", object_kind="club",
            before={"manual_limit_rials": was}, after={"manual_limit_rials": limit_rials},
        )  # fmt: skip
        asking = approvals.ask(
            principal=principal,
            approval_id=ids.next(),
            kind=KIND,
            payload={"limit_rials": limit_rials},
            at=at,
        )
        ends = asking.expires_at.isoformat()
        waiting = LimitSet(was, asking.approval_id, asking.payload_hash)
        return asdict(waiting) | {"expires_at": ends}

    with club_scope(club_id):
        answer, _ = clubs.answer_once(principal=principal, claim=claim, at=at, work=change)
    ends = answer["expires_at"]
    return LimitSet(**{**answer, "expires_at": datetime.fromisoformat(ends) if ends else None})


def approve_manual_limit(
    *, principal: Principal, at: datetime, approval_id: int, payload_hash: str
) -> LimitSet:
    """Raise the limit as the second person; approving it again changes nothing.

    :raises NoSuchApproval: when the club has no such request.
    :raises PersonalKeyNeeded: when a machine's key asks.
    :raises SamePerson: when whoever asked would approve.
    :raises PayloadDiffers: when the hash is another one.
    :raises ApprovalDeclined: when somebody declined it.
    :raises ApprovalExpired: when it was asked more than 24 hours before.
    """
    principal.require("approvals.decide")
    with club_scope(principal.club_id):
        is_set = approvals.is_approved(club_id=principal.club_id, approval_id=approval_id)
        payload = approvals.approve(
            principal=principal,
            kind=KIND,
            approval_id=approval_id,
            payload_hash=payload_hash,
            at=at,
        )
        if not is_set:
            was = queries.club_facts(club_id=principal.club_id).manual_limit_rials
            _set(principal, at, was, payload["limit_rials"])
        now = queries.club_facts(club_id=principal.club_id).manual_limit_rials
    return LimitSet(now)


def _set(principal: Principal, at: datetime, was_rials: int, limit_rials: int) -> None:
    clubs.set_manual_limit(club_id=principal.club_id, rials=limit_rials)
    rules_changed(club_id=principal.club_id)
    trail.note(
        principal=principal, at=at, act="limit_changed", object_kind="club",
        before={"manual_limit_rials": was_rials}, after={"manual_limit_rials": limit_rials},
    )  # fmt: skip


def _note(
    principal: Principal,
    at: datetime,
    act: str,
    staff_id: int,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    trail.note(
        principal=principal, at=at, act=act, object_kind="staff", object_id=staff_id,
        before=before, after=after,
    )  # fmt: skip
