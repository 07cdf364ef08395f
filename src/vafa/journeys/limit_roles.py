"""What one of each role may give by hand, and let members spend, without a second person."""

from dataclasses import asdict
from datetime import datetime

from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs import queries, trail
from vafa.domain.clubs.people import NoSuchRole
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.records import RoleLimitSet
from vafa.domain.clubs.rights import ROLES
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.operations.versions import rules_changed
from vafa.kit.amounts import MAX_RIALS
from vafa.kit.errors import Refused


class OwnRoleLimit(Refused):
    """Nobody sets the limit of the own role: an owner, or somebody of a higher role, does."""


class RoleLimitOutOfBounds(Refused):
    """A limit of a role is at least 0 and at most 10^13 Rial, or none."""


def list_role_limits(*, principal: Principal) -> tuple[RoleLimitSet, ...]:
    """List what every role may give and let use alone; None leaves it open."""
    principal.require("club.read")
    with club_scope(principal.club_id):
        known = {one.role: one for one in queries.role_limits(club_id=principal.club_id)}
    return tuple(known.get(role, RoleLimitSet(role)) for role in ROLES)


def set_role_limit(*, principal: Principal, at: datetime, limit: RoleLimitSet) -> RoleLimitSet:
    """Set what one of a role gives, and lets use, alone; the same again changes nothing.

    By hand nobody ever gives more alone than the club's own limit.

    :raises NoSuchRole: when there is no such role.
    :raises OwnRoleLimit: when it is the own role, or one with more rights; owners may.
    :raises RoleLimitOutOfBounds: when one is below 0 or too high.
    """
    principal.require("staff.manage")
    principal.require("approvals.decide")
    rights = next((rights for role, rights in ROLES.items() if role == limit.role), None)
    if rights is None:
        raise NoSuchRole
    if principal.role not in {"", "owner"} and not rights < principal.rights:
        raise OwnRoleLimit
    for rials in (limit.grant_rials, limit.apply_rials):
        if rials is not None and not 0 <= rials <= MAX_RIALS:
            raise RoleLimitOutOfBounds
    club_id = principal.club_id
    with club_scope(club_id):
        known = {one.role: one for one in queries.role_limits(club_id=club_id)}
        before = known.get(limit.role, RoleLimitSet(limit.role))
        if before != limit:
            clubs.set_role_limit(club_id=club_id, limit=limit)
            rules_changed(club_id=club_id)
            trail.note(
                principal=principal, at=at, act="role_limit_set", object_kind="role",
                object_id=limit.role, before=asdict(before), after=asdict(limit),
            )  # fmt: skip
    return limit
