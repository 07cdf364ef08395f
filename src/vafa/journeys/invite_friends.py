"""Inviting friends: the own link, who came by it, what it brought, and who invites with a link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from vafa.domain.accounts.queries import accounts_of
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import invitations
from vafa.domain.members import queries as members
from vafa.domain.members.invitations import InvitationFound, State, UnknownInvitation
from vafa.domain.members.records import MemberRef, Named
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.gifts import earned
from vafa.domain.rewards.operations.inviting import INVITER
from vafa.domain.rewards.rulebook import NoProgramme, rulebook
from vafa.ledger.queries import club_now
from vafa.programme.document import Unit

MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Friend:
    """Somebody who came by the link: the first name (of who is there) and how far it has come.

    `open` waits for the first purchase, `given` was rewarded, `refused` did not count.
    """

    first_name: str
    joined_at: datetime
    state: State


@dataclass(frozen=True, slots=True)
class Earned:
    """What inviting brought of a unit and was kept; what still waits is in it."""

    unit: Unit
    units: int


@dataclass(frozen=True, slots=True)
class Invitations:
    """What stands in a member's link, the newest who came by it, and what it brought."""

    token: str
    friends: tuple[Friend, ...]
    earned: tuple[Earned, ...]


def show_invitations(
    *, principal: Principal, vault: Vault, member_id: int, limit: int = MOST
) -> Invitations:
    """Show a member's link with whoever came by it; of them the first name alone.

    :raises NoSuchMember: when the club has none.
    """
    principal.require("members.read")
    club_id = principal.club_id
    found = members.find(
        club_id=club_id, member=MemberRef("id", str(member_id)), vault=vault, may_have_left=True
    )
    with club_scope(club_id):
        selves = members.selves(club_id=club_id, member_id=found.member_id)
        kept = invitations.by_inviter(club_id=club_id, member_ids=selves, limit=limit)
        names = invitations.first_names(member_ids=[one.invited_id for one in kept])
        shared = accounts_of(club_id=club_id, member_id=found.member_id)
    units = earned(club_id=club_id, member_ids=selves, trigger=INVITER, shared=shared)
    return Invitations(
        token=invitations.token(vault=vault, club_id=club_id, member_id=found.member_id),
        friends=tuple(_friend(one, names) for one in kept),
        earned=_earned(club_id, units),
    )


@dataclass(frozen=True, slots=True)
class Inviting:
    """By whom a member came, how many this one invited, and for how many that was rewarded."""

    inviter: Named | None
    invited: int
    rewarded: int


def show_inviting(*, principal: Principal, member_id: int) -> Inviting:
    """Show the shop by whom a member came, and how many came by this one."""
    principal.require("members.read")
    club_id = principal.club_id
    with club_scope(club_id):
        came = invitations.of_invited(club_id=club_id, member_id=member_id)
        named = members.named(member_ids=[came.inviter_id] if came else [])
        invited, rewarded = invitations.counted(
            club_id=club_id, member_ids=members.selves(club_id=club_id, member_id=member_id)
        )
    return Inviting(named.get(came.inviter_id) if came else None, invited, rewarded)


def who_invites(*, principal: Principal, vault: Vault, token: str) -> str:
    """Give the first name of whoever invites with a link; it may be empty.

    :raises UnknownInvitation: when it is not ours, or that member is there no more.
    """
    principal.require("members.read")
    club_id = principal.club_id
    with club_scope(club_id):
        inviter_id = invitations.inviter(vault=vault, club_id=club_id, token=token)
        found = invitations.first_names(member_ids=[inviter_id])
    if inviter_id not in found:
        raise UnknownInvitation
    return found[inviter_id]


def refuse_member(
    *, principal: Principal, vault: Vault, at: datetime, token: str, member_id: int
) -> None:
    """Note that a member opened somebody's link: an invitation is for newcomers (E68)."""
    principal.require("members.write")
    with club_scope(principal.club_id):
        inviter_id = invitations.inviter(vault=vault, club_id=principal.club_id, token=token)
        invitations.refuse(
            principal=principal, inviter_id=inviter_id, invited_id=member_id, reason="known",
            at=at,
        )  # fmt: skip


def _friend(one: InvitationFound, names: dict[int, str]) -> Friend:
    return Friend(names.get(one.invited_id, ""), one.joined_at, one.state)


def _earned(club_id: int, units: dict[int, int]) -> tuple[Earned, ...]:
    if not units:
        return ()
    epoch, now = club_now(club_id=club_id)
    try:
        version = rulebook(club_id, epoch).latest(now)
    except NoProgramme:
        return ()
    held = version.document.units
    return tuple(Earned(unit, units[unit.number]) for unit in held if unit.number in units)
