"""Showing and editing a member's profile, the club's own fields, and what members agreed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from vafa.domain.accounts import queries as accounts
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import audit, consents, fields, profile
from vafa.domain.members import queries as members
from vafa.domain.members.consents import Agreement, ConsentShown
from vafa.domain.members.fields import FieldDefinition
from vafa.domain.members.profile import ProfileShown
from vafa.domain.members.records import MemberCard, MemberFound, MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import queries as rewards
from vafa.kit.calendar import local_day
from vafa.kit.ids import Ids


@dataclass(frozen=True, slots=True)
class MemberShown:
    """A member with the profile, and since when they have left if they have."""

    card: MemberCard
    left_at: datetime | None
    profile: ProfileShown


@dataclass(frozen=True, slots=True)
class ProfileAfter:
    """The profile as it is after an edit, and which fields the edit changed."""

    profile: ProfileShown
    changed: tuple[str, ...]
    replayed: bool


@dataclass(frozen=True, slots=True)
class ConsentsAfter:
    """Every consent of a member, oldest first."""

    consents: tuple[ConsentShown, ...]
    replayed: bool


@dataclass(frozen=True, slots=True)
class FieldsAfter:
    """The club's own fields."""

    fields: tuple[FieldDefinition, ...]
    replayed: bool = False


def show_member(*, principal: Principal, vault: Vault, member_id: int) -> MemberShown:
    """Show a member: in full to who may manage members, masked to who may only read.

    :raises NoSuchMember: when the club has none, or the member was erased.
    """
    principal.require("members.read")
    found = _find(principal, vault, member_id)
    with club_scope(principal.club_id):
        shown = profile.show(club_id=principal.club_id, member_id=found.member_id, vault=vault)
    holder = found.as_holder()
    tier = rewards.tier_of(club_id=principal.club_id, member_id=holder.member_id)
    account = accounts.shared_by(club_id=principal.club_id, holder=holder)
    return MemberShown(
        card=replace(members.card_of(found=found, vault=vault, tier=tier), account=account),
        left_at=found.left_at,
        profile=shown if "members.write" in principal.rights else profile.masked(shown),
    )


def edit_profile(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    vault: Vault,
    at: datetime,
    member_id: int,
    changes: Mapping[str, Any],
) -> ProfileAfter:
    """Change the named fields of a profile; None clears one. Who changed what is kept, sealed.

    :raises NoSuchMember: when the club has none, or the member was erased.
    :raises Refused: when a value does not fit its field, or another member has the e-mail.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("members.write")

    def work() -> Mapping[str, Any]:
        zone = club_facts(club_id=principal.club_id).zone
        edited = profile.edit(
            club_id=principal.club_id,
            member_id=member_id,
            changes=changes,
            vault=vault,
            day=local_day(at, zone),
        )
        if edited.after:
            audit.note(
                doing=audit.Doing(principal, ids.next(), at),
                member_id=member_id,
                kind="profile",
                vault=vault,
                before=edited.before,
                after=edited.after,
                fields=sorted(edited.after),
            )
        return {"member_id": str(member_id), "changed": sorted(edited.after)}

    with club_scope(principal.club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=work)
        shown = profile.show(club_id=principal.club_id, member_id=member_id, vault=vault)
    return ProfileAfter(shown, tuple(answer["changed"]), replayed)


def show_fields(*, principal: Principal, for_member: bool = False) -> FieldsAfter:
    """Show the club's own fields of its members; to a member not those for the staff."""
    principal.require("members.read")
    with club_scope(principal.club_id):
        found = fields.fields_of(club_id=principal.club_id)
    return FieldsAfter(tuple(one for one in found if not (for_member and one.is_for_staff)))


def set_fields(
    *, principal: Principal, claim: Claim, at: datetime, definitions: Sequence[FieldDefinition]
) -> FieldsAfter:
    """Define the club's own fields anew.

    :raises Refused: when they are too many, come twice, or change their kind.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("settings.write")

    def work() -> Mapping[str, Any]:
        before = fields.fields_of(club_id=principal.club_id)
        fields.set_fields(club_id=principal.club_id, fields=definitions)
        trail.note(
            principal=principal, at=at, act="member_fields_set", object_kind="club",
            before={"fields": [asdict(one) for one in before]},
            after={"fields": [asdict(one) for one in definitions]},
        )  # fmt: skip
        return {}

    with club_scope(principal.club_id):
        _, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=work)
        return FieldsAfter(fields.fields_of(club_id=principal.club_id), replayed)


def show_consents(*, principal: Principal, vault: Vault, member_id: int) -> ConsentsAfter:
    """Show what a member agreed to, where and when, and what is withdrawn.

    :raises NoSuchMember: when the club has no such member.
    """
    principal.require("members.read")
    _find(principal, vault, member_id)
    with club_scope(principal.club_id):
        return ConsentsAfter(
            consents.consents_of(club_id=principal.club_id, member_id=member_id), replayed=False
        )


def give_consent(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    vault: Vault,
    at: datetime,
    member_id: int,
    agreement: Agreement,
) -> ConsentsAfter:
    """Note that a member agrees to a purpose, where, and to which wording.

    :raises NoSuchMember: when the club has no such member.
    :raises MemberHasLeft: when the member left.
    :raises Refused: when purpose or source is none, or it needs the person.
    """
    principal.require("members.write")
    members.find(club_id=principal.club_id, member=MemberRef("id", str(member_id)), vault=vault)

    def work() -> Mapping[str, Any]:
        if consents.give(
            club_id=principal.club_id, member_id=member_id, agreement=agreement, at=at
        ):
            doing = audit.Doing(principal, ids.next(), at)
            audit.note(
                doing=doing, member_id=member_id, kind="consent_given", fields=[agreement.purpose]
            )
        return {}

    return _consents_once(principal, claim, at, member_id, work)


def withdraw_consent(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    vault: Vault,
    at: datetime,
    member_id: int,
    purpose: str,
    source: str,
) -> ConsentsAfter:
    """Note that a member withdraws a consent: as easily as it was given.

    :raises NoSuchMember: when the club has no such member.
    :raises Refused: when there is none to withdraw, or it is the membership itself.
    """
    principal.require("members.write")
    _find(principal, vault, member_id)

    def work() -> Mapping[str, Any]:
        consents.withdraw(
            club_id=principal.club_id, member_id=member_id, purpose=purpose, source=source, at=at
        )
        doing = audit.Doing(principal, ids.next(), at)
        audit.note(doing=doing, member_id=member_id, kind="consent_withdrawn", fields=[purpose])
        return {}

    return _consents_once(principal, claim, at, member_id, work)


def _find(principal: Principal, vault: Vault, member_id: int) -> MemberFound:
    return members.find(
        club_id=principal.club_id,
        member=MemberRef("id", str(member_id)),
        vault=vault,
        may_have_left=True,
    )


def _consents_once(
    principal: Principal, claim: Claim, at: datetime, member_id: int, work: clubs.type_work
) -> ConsentsAfter:
    with club_scope(principal.club_id):
        _, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=work)
        found = consents.consents_of(club_id=principal.club_id, member_id=member_id)
    return ConsentsAfter(found, replayed)
