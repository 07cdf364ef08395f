"""What waits for a second person: the list of it, and declining."""

from datetime import datetime

from vafa.domain.clubs import approvals, trail
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope


def list_approvals(
    *, principal: Principal, at: datetime, sought: approvals.RequestsSought
) -> tuple[approvals.Request, ...]:
    """List what waits for a second person, newest first, or what ever did."""
    principal.require("approvals.decide")
    with club_scope(principal.club_id):
        return approvals.requests(club_id=principal.club_id, at=at, sought=sought)


def count_approvals(*, principal: Principal, at: datetime) -> int:
    """Count what waits for a second person."""
    principal.require("approvals.decide")
    with club_scope(principal.club_id):
        return approvals.waiting(club_id=principal.club_id, at=at)


def decline_approval(
    *, principal: Principal, at: datetime, approval_id: int, reason: str = ""
) -> None:
    """Decline what waits, as a person; whoever asked may take the request back. Again is harmless.

    :raises NoSuchApproval: when the club has none with this id.
    :raises PersonalKeyNeeded: when a machine's key asks.
    :raises ApprovalGiven: when it was approved already.
    """
    principal.require("approvals.decide")
    with club_scope(principal.club_id):
        approvals.decline(principal=principal, approval_id=approval_id, at=at, reason=reason)
        trail.note(
            principal=principal, at=at, act="approval_declined", object_kind="approval",
            object_id=approval_id, after={"reason": reason} if reason else None,
        )  # fmt: skip
