"""The branches of a club: listed, opened, described, closed and opened again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from vafa.domain.clubs import branches as domain
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs import trail
from vafa.domain.clubs.branches import BranchCard, BranchWords, NoBranch
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.records import NewBranch
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.operations.versions import rules_changed
from vafa.domain.tills import queries as tills
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids


class TillsOpen(Refused):
    """Tills of this branch are open: close them first."""


@dataclass(frozen=True, slots=True)
class BranchShown:
    """A branch with the codes of its open tills."""

    card: BranchCard
    tills: tuple[str, ...]


def list_branches(*, principal: Principal) -> tuple[BranchShown, ...]:
    """List the branches by name, closed ones last, with what hangs on each."""
    principal.require("club.read")
    with club_scope(principal.club_id):
        return _all(principal.club_id)


def open_branch(
    *, principal: Principal, at: datetime, ids: Ids, code: str, words: BranchWords
) -> BranchShown:
    """Open a branch.

    :raises CodeTaken: when the club has, or had, a branch of this code.
    :raises EmptyName: when no name is left.
    :raises UnfitPhone: when the telephone number is none.
    """
    principal.require("settings.write")
    club_id = principal.club_id
    with club_scope(club_id):
        new = NewBranch(code=code, name=words.name)
        clubs.open_branch(club_id=club_id, branch_id=ids.next(), branch=new, at=at)
        _, kept = domain.describe(club_id=club_id, code=code, words=words)
        rules_changed(club_id=club_id)
        trail.note(
            principal=principal, at=at, act="branch_opened", object_kind="branch",
            object_id=code, after=asdict(kept),
        )  # fmt: skip
        return _one(club_id, code)


def describe_branch(
    *, principal: Principal, at: datetime, code: str, words: BranchWords
) -> BranchShown:
    """Say something else of a branch; its code stays, and the same again changes nothing.

    :raises NoBranch: when the club has none of this code.
    :raises EmptyName: when no name is left.
    :raises UnfitPhone: when the telephone number is none.
    """
    principal.require("settings.write")
    club_id = principal.club_id
    with club_scope(club_id):
        before, after = domain.describe(club_id=club_id, code=code, words=words)
        if before != after:
            trail.note(
                principal=principal, at=at, act="branch_described", object_kind="branch",
                object_id=code, before=asdict(before), after=asdict(after),
            )  # fmt: skip
        return _one(club_id, code)


def close_branch(*, principal: Principal, at: datetime, code: str) -> BranchShown:
    """Close a branch: nothing new is offered there, what was sold there stays. Again is harmless.

    :raises NoBranch: when the club has none of this code.
    :raises TillsOpen: when one of its tills is open.
    :raises LastBranch: when no other branch is open.
    """
    principal.require("settings.write")
    club_id = principal.club_id
    with club_scope(club_id):
        still_open = _one(club_id, code).tills
        if still_open:
            raise TillsOpen(tills=list(still_open))
        if domain.close(club_id=club_id, code=code, at=at):
            trail.note(
                principal=principal, at=at, act="branch_closed", object_kind="branch",
                object_id=code,
            )  # fmt: skip
        return _one(club_id, code)


def reopen_branch(*, principal: Principal, at: datetime, code: str) -> BranchShown:
    """Open a closed branch again; again is harmless.

    :raises NoBranch: when the club has none of this code.
    """
    principal.require("settings.write")
    club_id = principal.club_id
    with club_scope(club_id):
        if domain.reopen(club_id=club_id, code=code):
            trail.note(
                principal=principal, at=at, act="branch_reopened", object_kind="branch",
                object_id=code,
            )  # fmt: skip
        return _one(club_id, code)


def _all(club_id: int) -> tuple[BranchShown, ...]:
    known = tills.tills(club_id=club_id)
    return tuple(
        BranchShown(
            card,
            tuple(one.code for one in known if one.branch == card.code and one.closed_at is None),
        )
        for card in domain.branches(club_id=club_id)
    )


def _one(club_id: int, code: str) -> BranchShown:
    found = next((one for one in _all(club_id) if one.card.code == code), None)
    if found is None:
        raise NoBranch(branch=code)
    return found
