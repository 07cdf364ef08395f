"""A member asks to be erased: proven by a code, done after a week, taken back until then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from vafa.domain.accounts import operations as accounts
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.queries import all_clubs, club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.codes import operations as codes
from vafa.domain.members import erasure, profile
from vafa.domain.members import queries as members
from vafa.domain.members.queries import NoSuchMember
from vafa.domain.members.vault import Vault
from vafa.domain.people import wishes
from vafa.domain.people.wishes import Wish
from vafa.domain.rewards.operations.ending import HoldsOpen
from vafa.journeys.account_desk import ConsentNeeded
from vafa.journeys.erase_member import ErasurePreview, erase_member, would_end
from vafa.kit.calendar import local_day
from vafa.kit.errors import VafaError
from vafa.kit.ids import Ids

_DONE_BY: Final = frozenset({"members.erase"})


@dataclass(frozen=True, slots=True)
class OwnErasure:
    """What erasing oneself would end and keep, and the wish if there is one."""

    preview: ErasurePreview
    wish: Wish | None


@dataclass(frozen=True, slots=True)
class WishShown:
    """Somebody who asked to be erased; `number` is the membership number."""

    wish: Wish
    number: str
    name: str


def show_own_erasure(
    *, principal: Principal, vault: Vault, at: datetime, member_id: int
) -> OwnErasure:
    """Show a member what would end and what the law keeps; writes nothing.

    :raises NoSuchMember: when the club has none, or the member is erased already.
    """
    principal.require("members.write")
    club_id = principal.club_id
    with club_scope(club_id):
        shown = profile.show(club_id=club_id, member_id=member_id, vault=vault)
        day = local_day(at, club_facts(club_id=club_id).zone)
        wish = wishes.wish_of(
            club_id=club_id, member_ids=members.selves(club_id=club_id, member_id=member_id)
        )
        return OwnErasure(would_end(club_id=club_id, shown=shown, day=day), wish)


def ask_erasure(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    at: datetime,
    member_id: int,
    proof_id: int = 0,
) -> Wish:
    """Keep that a member asks to be erased in a week; asking again keeps the first day.

    :raises ConsentNeeded: when the code is not this member's, and nobody of the staff asks.
    :raises NoSuchProof: when no number was proven under this id in the last 15 minutes.
    :raises InAnAccount: when the member is in a shared account.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("members.write")
    club_id = principal.club_id

    def ask() -> Mapping[str, Any]:
        if not erasure.lock(club_id=club_id, member_id=member_id):
            raise NoSuchMember
        accounts.check_free(club_id=club_id, member_id=member_id)
        _check_person(principal, member_id, proof_id, at)
        wish = wishes.ask(club_id=club_id, wish_id=ids.next(), member_id=member_id, at=at)
        trail.note(
            principal=principal, at=at, act="erasure_asked", object_kind="member",
            object_id=member_id, after={"due_at": wish.due_at.isoformat()},
        )  # fmt: skip
        return {
            "wish_id": str(wish.wish_id), "asked_at": wish.asked_at.isoformat(),
            "due_at": wish.due_at.isoformat(),
        }  # fmt: skip

    with club_scope(club_id):
        answer, _ = clubs.answer_once(principal=principal, claim=claim, at=at, work=ask)
    asked_at, due_at = (datetime.fromisoformat(answer[name]) for name in ("asked_at", "due_at"))
    return Wish(int(answer["wish_id"]), member_id, asked_at, due_at)


def withdraw_erasure(*, principal: Principal, at: datetime, member_id: int) -> bool:
    """Take a wish to be erased back; tell whether there was one. Again changes nothing.

    :raises NoSuchMember: when the club has none, or the member is erased already.
    """
    principal.require("members.write")
    club_id = principal.club_id
    with club_scope(club_id):
        if not erasure.lock(club_id=club_id, member_id=member_id):
            raise NoSuchMember
        selves = members.selves(club_id=club_id, member_id=member_id)
        if not wishes.withdraw(club_id=club_id, member_ids=selves, at=at):
            return False
        trail.note(
            principal=principal, at=at, act="erasure_withdrawn", object_kind="member",
            object_id=member_id,
        )  # fmt: skip
    return True


def list_erasure_wishes(*, principal: Principal) -> tuple[WishShown, ...]:
    """List who asked to be erased, the first to be done first."""
    principal.require("members.read")
    club_id = principal.club_id
    with club_scope(club_id):
        open_wishes = wishes.wishes(club_id=club_id)
        found = members.named(member_ids=[one.member_id for one in open_wishes])
    return tuple(
        WishShown(one, found[one.member_id].number, found[one.member_id].name)
        for one in open_wishes
    )


def wish_of(*, principal: Principal, member_id: int) -> Wish | None:
    """Give the wish of a member to be erased, if there is one."""
    principal.require("members.read")
    with club_scope(principal.club_id):
        selves = members.selves(club_id=principal.club_id, member_id=member_id)
        return wishes.wish_of(club_id=principal.club_id, member_ids=selves)


def erase_due(*, ids: Ids, vault: Vault, at: datetime) -> tuple[int, int]:
    """Erase everybody of every club whose week is over; gives how many, and how many must wait.

    Who has something held, or has joined a shared account since, waits and stays listed.
    """
    erased = waiting = 0
    for club in all_clubs():
        with club_scope(club.club_id):
            due = wishes.wishes(club_id=club.club_id, due_by=at)
        for wish in due:
            if _erase(club.club_id, wish, ids, vault, at):
                erased += 1
            else:
                waiting += 1
    return erased, waiting


def _erase(club_id: int, wish: Wish, ids: Ids, vault: Vault, at: datetime) -> bool:
    principal = Principal(club_id, 0, _DONE_BY)
    try:
        with club_scope(club_id):
            member_id = erasure.survivor_of(club_id=club_id, member_id=wish.member_id)
            shown = profile.show(club_id=club_id, member_id=member_id, vault=vault)
            day = local_day(at, club_facts(club_id=club_id).zone)
            seen = would_end(club_id=club_id, shown=shown, day=day)
        if seen.has_open_holds:
            raise HoldsOpen
        key = f"wish:{wish.wish_id}"
        erase_member(
            principal=principal, claim=Claim(key, key.encode().ljust(32)[:32]), ids=ids,
            vault=vault, at=at, member_id=member_id, basis="request",
            preview_hash=seen.preview_hash,
        )  # fmt: skip
    except VafaError:
        return False
    with club_scope(club_id):
        wishes.settle(club_id=club_id, member_id=wish.member_id, at=at)
    return True


def _check_person(principal: Principal, member_id: int, proof_id: int, at: datetime) -> None:
    if principal.staff_id and not proof_id:
        return
    proof = codes.proof(club_id=principal.club_id, challenge_id=proof_id, at=at)
    if proof.outcome != "proven" or proof.member_id != member_id:
        raise ConsentNeeded
    codes.mark_joined(club_id=principal.club_id, challenge_id=proof_id, at=at)
