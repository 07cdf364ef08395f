"""The list of members with their standing, and the same as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.listing import MemberListed, MembersSought, members
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.standings import Standing, standings
from vafa.kit.identity import masked_mobile

_EXPORT_PAGE: Final = 500
_NEW: Final = Standing()


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member in the list with their standing."""

    member: MemberListed
    standing: Standing


def list_members(
    *, principal: Principal, vault: Vault, sought: MembersSought
) -> tuple[MemberRow, ...]:
    """List members, the newest first; the mobile in full only to who may manage members."""
    principal.require("members.read")
    return _page(principal, vault, sought)


def export_members(
    *, principal: Principal, vault: Vault, sought: MembersSought
) -> Iterator[MemberRow]:
    """Give every member that is sought, the newest first; that somebody took them is noted."""
    principal.require("members.read")
    principal.require("export")
    with club_scope(principal.club_id):
        trail.note(principal=principal, act="members_exported", object_kind="club")
    return _every(principal, vault, sought)


def list_branches(*, principal: Principal) -> tuple[str, ...]:
    """Give the codes of the branches in which members join."""
    principal.require("members.read")
    with club_scope(principal.club_id):
        return tuple(sorted(club_facts(club_id=principal.club_id).branches))


def _every(principal: Principal, vault: Vault, sought: MembersSought) -> Iterator[MemberRow]:
    page = replace(sought, before=None, after=None, limit=_EXPORT_PAGE)
    while True:
        found = _page(principal, vault, page)
        yield from found
        if len(found) < _EXPORT_PAGE:
            return
        page = replace(page, before=found[-1].member.member_id)


def _page(principal: Principal, vault: Vault, sought: MembersSought) -> tuple[MemberRow, ...]:
    with club_scope(principal.club_id):
        found = members(club_id=principal.club_id, sought=sought, vault=vault)
    if "members.write" not in principal.rights:
        found = tuple(
            replace(one, mobile=masked_mobile(one.mobile) if one.mobile else "") for one in found
        )
    stand = standings(
        club_id=principal.club_id, member_ids=sorted({one.holder_id for one in found})
    )
    return tuple(MemberRow(one, stand.get(one.holder_id, _NEW)) for one in found)
