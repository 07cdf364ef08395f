"""The list of who came by whose invitation, and how far each has come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import invitations
from vafa.domain.members import queries as members
from vafa.domain.members.invitations import InvitationsSought, State
from vafa.domain.members.queries import NoSuchMember
from vafa.domain.members.records import MemberRef, Named
from vafa.domain.members.vault import Vault
from vafa.kit.identity import InvalidMobile


@dataclass(frozen=True, slots=True)
class InvitationListed:
    """Who came, by whom and when; `reason` says why one did not count."""

    invited: Named
    inviter: Named
    joined_at: datetime
    state: State
    reason: str


def list_invitations(
    *, principal: Principal, vault: Vault, sought: InvitationsSought, of: MemberRef | None = None
) -> tuple[InvitationListed, ...]:
    """List a page of the club's invitations, whoever joined last first.

    `of` narrows them to whom a member invited, and to the one by which that member came; of
    somebody whom the club does not have there are none.
    """
    principal.require("members.read")
    club_id = principal.club_id
    if of is not None:
        try:
            found = members.find(club_id=club_id, member=of, vault=vault, may_have_left=True)
        except (NoSuchMember, InvalidMobile):
            return ()
        with club_scope(club_id):
            selves = members.selves(club_id=club_id, member_id=found.member_id)
        sought = replace(sought, member_ids=tuple(selves))
    with club_scope(club_id):
        page = invitations.listed(club_id=club_id, sought=sought)
        ids = {one_id for one in page for one_id in (one.invited_id, one.inviter_id)}
        named = members.named(member_ids=sorted(ids))
    return tuple(
        InvitationListed(
            named[one.invited_id], named[one.inviter_id], one.joined_at, one.state, one.reason
        )
        for one in page
    )
