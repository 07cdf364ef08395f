"""Something done to many members by the worker: foreseen, asked for, stopped, taken back.

Units that are given to many are one gift: above the limit of one person a second one approves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

from vafa.domain.clubs import approvals, trail
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs.approvals import RequestsSought
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import listing, tags, together
from vafa.domain.members import queries as members
from vafa.domain.members.listing import MemberListed, MembersSought
from vafa.domain.members.together import State, TogetherCard, TogetherSought
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.operations import adjusting as rewards
from vafa.domain.rewards.records import Adjustment
from vafa.domain.rewards.standings import terms
from vafa.journeys.change_members import TooManyAtOnce
from vafa.journeys.mark_members import Doing
from vafa.kit.errors import NotFound

KIND: Final = "together"
MOST: Final = 1_000_000

Kind = Literal["give", "add_tag", "remove_tag", "set_manager"]


class NobodySought(NotFound):
    """Nobody fits: choose members, or widen the list."""


@dataclass(frozen=True, slots=True)
class Gift:
    """Units that each member gets (above zero) or loses, for one of the reasons there are."""

    unit: str
    units: int
    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class GiftForeseen:
    """What a gift to many comes to: people who share a wallet get it once, so `wallets` count.

    `short` is how many hold less than would be taken, None when that is not known beforehand.
    """

    members: int
    wallets: int
    units_each: int
    units_total: int
    needs_second: bool
    short: int | None


@dataclass(frozen=True, slots=True)
class NotDone:
    """A member to whom it was not done, or (`is_undo`) from whom it was not taken back, and why.

    Who was erased since has no member any more.
    """

    member_id: int
    member: MemberListed | None
    code: str
    is_undo: bool


def preview_gift(*, doing: Doing, sought: MembersSought, gift: Gift) -> GiftForeseen:
    """Tell what a gift comes to, before anybody gets anything.

    :raises NobodySought: when nobody fits.
    :raises TooManyAtOnce: when more than a million are sought.
    :raises VafaError: as `adjust_balance`.
    """
    doing.principal.require("credit.grant")
    doing.principal.require("members.write")
    return _foreseen(doing, sought, gift, _sought(doing, sought))


def give_together(*, doing: Doing, sought: MembersSought, gift: Gift) -> TogetherCard:
    """Ask for units to be given to everybody who is sought, or taken from them.

    People who share a wallet get them once, there. What all of it is worth counts for the
    limit: above it, it waits for a second person.

    :raises NobodySought: when nobody fits.
    :raises TooManyAtOnce: when more than a million are sought.
    :raises KeyReused: when the idempotency key came with another body before.
    :raises VafaError: as `adjust_balance`.
    """
    doing.principal.require("credit.grant")
    doing.principal.require("members.write")
    member_ids = _sought(doing, sought)
    foreseen = _foreseen(doing, sought, gift, member_ids)
    change = {"kind": "give", **asdict(gift), "wallets": foreseen.wallets}
    return _ask(doing, member_ids, change, needs_second=foreseen.needs_second)


def mark_together(
    *, doing: Doing, sought: MembersSought, kind: Kind, which: int | None
) -> TogetherCard:
    """Ask for everybody who is sought to get a tag, lose one, or be looked after by somebody.

    :raises NobodySought: when nobody fits.
    :raises TooManyAtOnce: when more than a million are sought.
    :raises NoSuchTag: when the club has no such tag.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    doing.principal.require("members.write")
    if kind != "set_manager":
        with club_scope(doing.principal.club_id):
            tags.find(club_id=doing.principal.club_id, tag_id=which or 0)
    which_kept = which and str(which)
    return _ask(doing, _sought(doing, sought), {"kind": kind, "which": which_kept})


def approve_together(
    *, principal: Principal, at: datetime, approval_id: int, payload_hash: str
) -> TogetherCard:
    """Approve a waiting gift to many as the second person; the worker begins.

    :raises NoSuchApproval: when the club has none with this id.
    :raises PersonalKeyNeeded: when a machine's key asks.
    :raises SamePerson: when whoever asked would approve.
    :raises PayloadDiffers: when the hash is another one.
    :raises ApprovalDeclined: when somebody declined it.
    :raises ApprovalExpired: when it was asked more than 24 hours before.
    """
    principal.require("approvals.decide")
    club_id = principal.club_id
    with club_scope(club_id):
        payload = approvals.approve(
            principal=principal, kind=KIND, approval_id=approval_id, payload_hash=payload_hash,
            at=at,
        )  # fmt: skip
        together_id = int(payload["together_id"])
        card = together.card(club_id=club_id, together_id=together_id)
        if card.state != "asked":
            return card
        return together.move(
            principal=principal, together_id=together_id, to="working", allowed=("asked",), at=at
        )


def stop_together(*, principal: Principal, at: datetime, together_id: int) -> TogetherCard:
    """Have the worker leave off; what is done stays: go on with it, or take it back.

    :raises NoSuchTogether: when the club has none of this id.
    :raises TogetherNotReady: when it is not being done.
    """
    return _moved(principal, at, together_id, "stopped", ("working",))


def resume_together(*, principal: Principal, at: datetime, together_id: int) -> TogetherCard:
    """Have the worker go on with what was stopped.

    :raises NoSuchTogether: when the club has none of this id.
    :raises TogetherNotReady: when it was not stopped.
    """
    return _moved(principal, at, together_id, "working", ("stopped",))


def undo_together(*, principal: Principal, at: datetime, together_id: int) -> TogetherCard:
    """Have it taken back from everybody: who has spent it since keeps it, and is listed.

    :raises NoSuchTogether: when the club has none of this id.
    :raises TogetherNotReady: when it is being done, or was taken back.
    """
    return _moved(principal, at, together_id, "undoing", ("done", "stopped"))


def show_together(*, principal: Principal, at: datetime, together_id: int) -> TogetherCard:
    """Show how far it is; it is stopped when the second person declined, or was too late.

    :raises NoSuchTogether: when the club has none of this id.
    """
    principal.require("members.read")
    club_id = principal.club_id
    with club_scope(club_id):
        card = together.card(club_id=club_id, together_id=together_id)
        if card.state != "asked" or card.approval_id is None:
            return card
        asked = approvals.requests(
            club_id=club_id,
            at=at,
            sought=RequestsSought(before_id=card.approval_id + 1, limit=1),
        )[0]
    problems = {"declined": "approval_declined", "expired": "approval_expired"}
    return replace(card, problem=problems.get(asked.state, ""))


def list_together(*, principal: Principal, sought: TogetherSought) -> tuple[TogetherCard, ...]:
    """List what was done to many at once, the newest first."""
    principal.require("members.read")
    with club_scope(principal.club_id):
        return together.cards(club_id=principal.club_id, sought=sought)


def list_not_done(
    *, principal: Principal, vault: Vault, together_id: int, after: int = 0, parts: int = 5
) -> tuple[tuple[NotDone, ...], int]:
    """List to whom it was not done, from a part on; with the part to go on from, 0 for no more.

    :raises NoSuchTogether: when the club has none of this id.
    """
    principal.require("members.read")
    club_id = principal.club_id
    with club_scope(club_id):
        together.card(club_id=club_id, together_id=together_id)
        found = together.parts_with_refused(together_id=together_id, after=after, limit=parts)
        told = [
            (int(member_id), code, is_undo)
            for part in found
            for codes, is_undo in ((part.refused, False), (part.stayed, True))
            for member_id, code in codes.items()
        ]
        ids = tuple({member_id for member_id, _, _ in told})
        sought = MembersSought(member_ids=ids, limit=max(len(ids), 1))
        listed = listing.members(club_id=club_id, sought=sought, vault=vault)
    cards = {one.member_id: one for one in listed}
    rows = tuple(
        NotDone(member_id, cards.get(member_id), code, is_undo)
        for member_id, code, is_undo in told
    )
    return rows, found[-1].number if len(found) == parts else 0


def _sought(doing: Doing, sought: MembersSought) -> tuple[int, ...]:
    club_id = doing.principal.club_id
    asked = replace(sought, after=None, is_backwards=False, limit=MOST + 1)
    with club_scope(club_id):
        member_ids = listing.ids_of(club_id=club_id, sought=asked, vault=doing.vault)
    if not member_ids:
        raise NobodySought
    if len(member_ids) > MOST:
        raise TooManyAtOnce(limit=MOST)
    return member_ids


def _foreseen(
    doing: Doing, sought: MembersSought, gift: Gift, member_ids: tuple[int, ...]
) -> GiftForeseen:
    one = Adjustment(member_ids[0], gift.unit, gift.units, gift.reason, gift.note)
    with club_scope(doing.principal.club_id):
        wallets = members.count_holders(member_ids=member_ids)
    needs_second = rewards.needs_approval(
        principal=doing.principal, at=doing.at, adjustment=one, times=wallets
    )
    return GiftForeseen(
        len(member_ids), wallets, gift.units, gift.units * wallets, needs_second,
        _short(doing, sought, gift),
    )  # fmt: skip


def _short(doing: Doing, sought: MembersSought, gift: Gift) -> int | None:
    """Count who holds less than would be taken, where lists know that."""
    if gift.units > 0:
        return 0
    club_id = doing.principal.club_id
    with club_scope(club_id):
        number = {one.code: one.number for one in terms(club_id=club_id).units}.get(gift.unit, 0)
        if sought.unit or not 0 < number <= listing.UNITS_LISTED:
            return None
        fewer = replace(sought, unit=number, units_from=None, units_to=-gift.units - 1)
        return listing.count(club_id=club_id, sought=fewer, vault=doing.vault, most=MOST)


def _ask(
    doing: Doing,
    member_ids: tuple[int, ...],
    change: Mapping[str, Any],
    *,
    needs_second: bool = False,
) -> TogetherCard:
    principal, club_id = doing.principal, doing.principal.club_id

    def work() -> Mapping[str, Any]:
        together_id, approval_id = doing.ids.next(), 0
        told = {**change, "members": len(member_ids)}
        if needs_second:
            approval_id = doing.ids.next()
            approvals.ask(
                principal=principal, approval_id=approval_id, kind=KIND, at=doing.at,
                payload={
                    **told, "together_id": str(together_id),
                    "total": change["units"] * change["wallets"],
                },
            )  # fmt: skip
        together.add(
            principal=principal, together_id=together_id, change=change, member_ids=member_ids,
            at=doing.at, approval_id=approval_id,
        )  # fmt: skip
        trail.note(
            principal=principal, at=doing.at, act="together_asked", object_kind="together",
            object_id=together_id, after=told,
        )  # fmt: skip
        return {"together_id": str(together_id)}

    with club_scope(club_id):
        answer, _ = clubs.answer_once(
            principal=principal, claim=doing.claim, at=doing.at, work=work
        )
        return together.card(club_id=club_id, together_id=int(answer["together_id"]))


def _moved(
    principal: Principal,
    at: datetime,
    together_id: int,
    to: State,
    allowed: tuple[State, ...],
) -> TogetherCard:
    principal.require("members.write")
    club_id = principal.club_id
    with club_scope(club_id):
        card = together.card(club_id=club_id, together_id=together_id)
        if card.change["kind"] == "give":
            principal.require("credit.grant")
        if card.state == to:
            return card
        trail.note(
            principal=principal, at=at, act=f"together_{to}", object_kind="together",
            object_id=together_id, before={"state": card.state}, after={"state": to},
        )  # fmt: skip
        return together.move(
            principal=principal, together_id=together_id, to=to, allowed=allowed, at=at
        )
