"""The list of members with their standing, and the same as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import club_facts, staff
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import fields, profile, tags
from vafa.domain.members.fields import FieldDefinition
from vafa.domain.members.listing import MemberListed, MembersSought, count, members
from vafa.domain.members.tags import Tag
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.standings import Standing, Terms, standings, terms
from vafa.kit.identity import masked_mobile

_EXPORT_PAGE: Final = 500
_NEW: Final = Standing()


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member in the list with their standing and tags.

    `said` is the profile, when it was asked for, by who may manage members.
    """

    member: MemberListed
    standing: Standing
    tags: tuple[Tag, ...] = ()
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MemberChoices:
    """What a list of members can be narrowed by: `staff` are names of who works here, by id.

    `own` are the club's own fields, for who may see profiles.
    """

    branches: tuple[str, ...]
    terms: Terms
    tags: tuple[Tag, ...] = ()
    staff: Mapping[int, str] = field(default_factory=dict)
    own: tuple[FieldDefinition, ...] = ()


def list_members(
    *, principal: Principal, vault: Vault, sought: MembersSought, with_profile: bool = False
) -> tuple[MemberRow, ...]:
    """List members in the order sought; mobile and profile only to who may manage members.

    Only they narrow the list by the club's own fields, too.

    :raises UnitNotListed: when the unit's number is above 3.
    """
    _check(principal, sought)
    return _page(principal, vault, sought, with_profile=with_profile)


def count_members(*, principal: Principal, vault: Vault, sought: MembersSought, most: int) -> int:
    """Count all members that are sought, up to `most`: nobody waits for a million to be counted.

    :raises UnitNotListed: when the unit's number is above 3.
    """
    _check(principal, sought)
    with club_scope(principal.club_id):
        return count(club_id=principal.club_id, sought=sought, vault=vault, most=most)


def export_members(
    *, principal: Principal, vault: Vault, sought: MembersSought, with_profile: bool = False
) -> Iterator[MemberRow]:
    """Give every member that is sought, in order; that somebody took them is noted."""
    _check(principal, sought)
    principal.require("export")
    with club_scope(principal.club_id):
        trail.note(principal=principal, act="members_exported", object_kind="club")
    return _every(principal, vault, sought, with_profile=with_profile)


def list_choices(*, principal: Principal) -> MemberChoices:
    """Give what members can be told apart by: branches, tiers, units, tags, account managers."""
    principal.require("members.read")
    club_id = principal.club_id
    with club_scope(club_id):
        return MemberChoices(
            branches=tuple(sorted(club_facts(club_id=club_id).branches)),
            terms=terms(club_id=club_id),
            tags=tags.tags(club_id=club_id),
            staff={
                one.staff_id: one.name for one in staff(club_id=club_id) if one.ended_at is None
            },
            own=fields.fields_of(club_id=club_id) if "members.write" in principal.rights else (),
        )


def _check(principal: Principal, sought: MembersSought) -> None:
    principal.require("members.read")
    if sought.own:
        principal.require("members.write")


def _every(
    principal: Principal, vault: Vault, sought: MembersSought, *, with_profile: bool
) -> Iterator[MemberRow]:
    page = replace(sought, after=None, is_backwards=False, limit=_EXPORT_PAGE)
    while True:
        found = _page(principal, vault, page, with_profile=with_profile)
        yield from found
        if len(found) < _EXPORT_PAGE:
            return
        page = replace(page, after=found[-1].member.place)


def _page(
    principal: Principal, vault: Vault, sought: MembersSought, *, with_profile: bool
) -> tuple[MemberRow, ...]:
    said: Mapping[int, Mapping[str, Any]] = {}
    with club_scope(principal.club_id):
        found = members(club_id=principal.club_id, sought=sought, vault=vault)
        ids = [one.member_id for one in found]
        tagged = tags.tags_of(club_id=principal.club_id, member_ids=ids)
        if with_profile and "members.write" in principal.rights:
            said = profile.said_many(club_id=principal.club_id, member_ids=ids, vault=vault)
    if "members.write" not in principal.rights:
        found = tuple(
            replace(one, mobile=masked_mobile(one.mobile) if one.mobile else "") for one in found
        )
    stand = standings(
        club_id=principal.club_id, member_ids=sorted({one.holder_id for one in found})
    )
    return tuple(
        MemberRow(
            one,
            stand.get(one.holder_id, _NEW),
            tagged.get(one.member_id, ()),
            said.get(one.member_id, {}),
        )
        for one in found
    )
