"""Who asks, what that one may do and where, and under which idempotency key."""

from dataclasses import dataclass

from vafa.domain.clubs.rights import RIGHTS, Right
from vafa.kit.errors import Refused

__all__ = ["RIGHTS", "Claim", "OtherBranch", "Principal", "Right", "RightMissing"]


class RightMissing(Refused):
    """You do not have the right that this needs."""


class OtherBranch(Refused):
    """Another branch is where this belongs: only who works there may do it."""


class BranchNeeded(Refused):
    """You work in several branches: say which one this is."""


@dataclass(frozen=True, slots=True)
class Principal:
    """An authenticated caller: a key of one club or somebody of its staff, with the rights.

    `staff_id` is the person, also when it is that person's own key; 0 for a machine. `role` is
    empty for a machine, and for people who have only keys. `branch` is where the caller works
    now; `branches` are those it may work in, none meaning all. `address` and `request_id` say
    where the request came from, for the trail.
    """

    club_id: int
    credential_id: int
    rights: frozenset[str]
    branch: str = ""
    test: bool = False
    name: str = ""
    staff_id: int = 0
    role: str = ""
    branches: frozenset[str] = frozenset()
    address: str = ""
    request_id: str = ""

    def require(self, right: Right) -> None:
        """Let the caller pass when it has the right: the first line of every journey.

        :raises RightMissing: when it has not.
        """
        if right not in self.rights:
            raise RightMissing(right=right)

    def branch_for(self, branch: str) -> str:
        """Give the branch to book on: the asked one, or the caller's own when none is asked.

        :raises OtherBranch: when the caller may not work there.
        :raises BranchNeeded: when the caller works in several and none is said.
        """
        mine = self.branches or frozenset(filter(None, [self.branch]))
        chosen = branch or self.branch
        if not mine:
            return chosen
        if not chosen and len(mine) > 1:
            raise BranchNeeded
        chosen = chosen or next(iter(mine))
        if chosen not in mine:
            raise OtherBranch(branch=chosen)
        return chosen


@dataclass(frozen=True, slots=True)
class Claim:
    """The caller's idempotency key and the SHA-256 of method, path and canonical body."""

    key: str
    body_hash: bytes
