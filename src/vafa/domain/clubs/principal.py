"""Who asks, and under which idempotency key."""

from dataclasses import dataclass
from typing import Literal, get_args

from vafa.kit.errors import Refused

Right = Literal[
    "read", "members", "purchases", "credit", "refunds", "programme", "keys", "approve"
]  # fmt: skip
RIGHTS: frozenset[str] = frozenset(get_args(Right))


class RightMissing(Refused):
    """The key does not have the right that this needs."""


class OtherBranch(Refused):
    """The key belongs to another branch."""


@dataclass(frozen=True, slots=True)
class Principal:
    """An authenticated caller: a key of one club, perhaps of one branch, with its rights.

    `staff_id` is the person whose own key it is, 0 for a machine's.
    """

    club_id: int
    credential_id: int
    rights: frozenset[str]
    branch: str = ""
    test: bool = False
    name: str = ""
    staff_id: int = 0

    def require(self, right: Right) -> None:
        """Let the caller pass when it has the right.

        :raises RightMissing: when it has not.
        """
        if right not in self.rights:
            raise RightMissing(right=right)

    def branch_for(self, branch: str) -> str:
        """Give the branch to book on: the asked one, or the key's own when none is asked.

        :raises OtherBranch: when the key is bound to another branch.
        """
        if self.branch and branch and branch != self.branch:
            raise OtherBranch(branch=branch)
        return branch or self.branch


@dataclass(frozen=True, slots=True)
class Claim:
    """The caller's idempotency key and the SHA-256 of method, path and canonical body."""

    key: str
    body_hash: bytes
