"""Joining a club by mobile: registered once, with the consent and the programme's welcome."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import audit, erasure, invitations, leaving, mobiles, profile
from vafa.domain.members import operations as registry
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberCard, MemberFound, MemberRef, NewMember
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import queries as rewards
from vafa.domain.rewards.answers import AwardGiven, UnitBalance, Welcomed
from vafa.domain.rewards.operations import joining
from vafa.journeys.mobile_desk import take_proof
from vafa.kit.calendar import local_day
from vafa.kit.ids import Ids


@dataclass(frozen=True, slots=True)
class Joined:
    """The member, whether it is a new one, and what joining gave."""

    member: MemberCard
    created: bool
    awards: tuple[AwardGiven, ...]
    balances: tuple[UnitBalance, ...]
    replayed: bool


def join_club(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    vault: Vault,
    event_at: datetime,
    member: NewMember,
) -> Joined:
    """Register a member, once per mobile in any script or form (E76); a known one is answered.

    :raises InvalidMobile: when it is no Iranian mobile number.
    :raises UnknownConsentSource: when the source of the consent is none of ours.
    :raises NoSuchProof: when the proof is of another mobile, or older than 15 minutes.
    :raises FreshStartNeeded: when the mobile has a member who was not recognised.
    :raises UnknownMemberField: when the club has no such field of its own.
    :raises FieldValueUnfit: when a value does not fit the club's field.
    :raises UnknownInvitation: when the invitation's link is not ours.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("members.write")
    branch = principal.branch_for(member.branch)

    def register() -> Mapping[str, Any]:
        if member.proof_id:
            take_proof(club_id=principal.club_id, member=member, vault=vault, at=event_at)
        member_id, is_new = registry.register(
            club_id=principal.club_id,
            member_id=ids.next(),
            member=replace(member, branch=branch),
            at=event_at,
            vault=vault,
        )
        if member.proof_id:
            mobiles.mark_proven(club_id=principal.club_id, member_id=member_id, at=event_at)
        if not is_new and leaving.come_back(
            club_id=principal.club_id, member_id=member_id, source=member.consent_source,
            at=event_at,
        ):  # fmt: skip
            doing = audit.Doing(principal, ids.next(), event_at)
            audit.note(doing=doing, member_id=member_id, kind="came_back")
        if member.custom and (is_new or member.proof_id):
            _fill_in(principal.club_id, member_id, member, vault, event_at)
        joining.open_member(principal=principal, member_id=member_id, event_at=event_at)
        if member.invitation:
            _link(principal, member, member_id, vault, event_at, is_new=is_new)
        return {"member_id": str(member_id), "created": is_new}

    with club_scope(principal.club_id):
        answer, replayed = clubs.answer_once(
            principal=principal, claim=claim, at=event_at, work=register
        )
    found = members.find(
        club_id=principal.club_id, member=MemberRef("id", answer["member_id"]), vault=vault
    )
    welcomed = _welcome(principal, ids, found)
    tier = rewards.tier_of(club_id=principal.club_id, member_id=found.member_id)
    return Joined(
        member=members.card_of(found=found, vault=vault, tier=tier),
        created=answer["created"],
        awards=welcomed.awards,
        balances=welcomed.balances,
        replayed=replayed,
    )


def _fill_in(
    club_id: int, member_id: int, member: NewMember, vault: Vault, event_at: datetime
) -> None:
    """Keep what the member said for the club's own fields."""
    day = local_day(event_at, club_facts(club_id=club_id).zone)
    changes = {"custom": member.custom}
    profile.edit(club_id=club_id, member_id=member_id, changes=changes, vault=vault, day=day)


def _welcome(principal: Principal, ids: Ids, found: MemberFound) -> Welcomed:
    """Give what joining gives, and besides what having been invited gives; each once."""
    club_id = principal.club_id
    if _was_here(club_id, found.member_id):
        return Welcomed((), ())
    triggers: list[Literal["join", "invited"]] = ["join"]
    if _is_invited(club_id, found.member_id):
        triggers.append("invited")
    given = [
        joining.welcome(
            principal=principal,
            joined_at=found.joined_at,
            ids=ids,
            member_id=found.member_id,
            birthday=found.birthday,
            trigger=trigger,
        )
        for trigger in triggers
    ]
    awards = tuple(award for one in given for award in one.awards)
    return Welcomed(awards, given[-1].balances)


def _link(
    principal: Principal, member: NewMember, member_id: int, vault: Vault, at: datetime, *,
    is_new: bool,
) -> None:  # fmt: skip
    """Keep who invited; somebody who is a member, or was one, was invited by nobody (E68)."""
    club_id = principal.club_id
    inviter_id = invitations.inviter(vault=vault, club_id=club_id, token=member.invitation)
    invitations.link(
        principal=principal, member=member, inviter_id=inviter_id, invited_id=member_id,
        is_new=is_new and not _was_here(club_id, member_id), at=at,
    )  # fmt: skip


def _is_invited(club_id: int, member_id: int) -> bool:
    with club_scope(club_id):
        return invitations.is_invited(club_id=club_id, member_id=member_id)


def _was_here(club_id: int, member_id: int) -> bool:
    """Tell whether this mobile was welcomed before: erased since (E79), or left for good."""
    with club_scope(club_id):
        return erasure.was_erased(
            club_id=club_id, member_id=member_id
        ) is not None or leaving.was_member(club_id=club_id, member_id=member_id)
