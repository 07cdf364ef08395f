"""Two members who are one person: a preview, the merge, and its undoing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from vafa.domain.accounts import operations as accounts
from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.trail import ActsSought
from vafa.domain.members import mobiles, tags
from vafa.domain.members import operations as registry
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberFound, MemberRef, Named
from vafa.domain.members.vault import Vault
from vafa.domain.people import operations as people
from vafa.domain.rewards import merge_preview
from vafa.domain.rewards.merge_answers import MergeDone, MergePreview, UnmergeDone
from vafa.domain.rewards.operations import merging
from vafa.kit.ids import Ids
from vafa.ledger import merges
from vafa.ledger.merges import MergeFound

_TAGGED: Final = "member_tagged"
_MERGE: Final = "merge"
_THE_BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
_SOON: Final = timedelta(days=1)
_MOST_ACTS: Final = 1_000


def preview_merge(
    *, principal: Principal, vault: Vault, at: datetime, survivor_id: int, duplicate_id: int
) -> MergePreview:
    """Show who is who (masked), what both hold, the tier after it, and gifts had twice (E77).

    Nothing is written.

    :raises NoSuchMember: when the club lacks one of them.
    :raises MemberHasLeft: when one has left the club.
    :raises SameMember: when both are one.
    :raises AlreadyMerged: when one was merged before.
    """
    principal.require("members.write")
    cards = [
        members.card_of(found=_find(principal, vault, member_id), vault=vault)
        for member_id in (survivor_id, duplicate_id)
    ]
    return merge_preview.preview(
        club_id=principal.club_id, at=at, survivor=cards[0], duplicate=cards[1]
    )


@dataclass(frozen=True, slots=True)
class MergeListed:
    """A merge: who was kept, who went into that one, and when it was undone if it was."""

    merge_id: int
    survivor: Named
    duplicate: Named
    merged_at: datetime
    undone_at: datetime | None


def list_merges(
    *, principal: Principal, before_id: int = 0, after_id: int = 0, limit: int = 50
) -> tuple[MergeListed, ...]:
    """List a page of the club's merges, the newest first."""
    principal.require("members.merge")
    found = merges.listed(club_id=principal.club_id, before=before_id, after=after_id, limit=limit)
    ids = {one_id for one in found for one_id in (one.survivor_id, one.duplicate_id)}
    with club_scope(principal.club_id):
        named = members.named(member_ids=sorted(ids))
    return tuple(
        MergeListed(
            one.id, named[one.survivor_id], named[one.duplicate_id], one.merged_at, one.undone_at
        )
        for one in found
    )


def merge_members(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    vault: Vault,
    survivor_id: int,
    duplicate_id: int,
) -> MergeDone:
    """Merge a duplicate into the member who stays; all that is asked of the one finds the other.

    :raises NoSuchMember: when the club lacks one of them.
    :raises MemberHasLeft: when one has left the club.
    :raises SameMember: when both are one.
    :raises AlreadyMerged: when one was merged before.
    :raises GuestNotMerged: when one is a receipt without a member.
    :raises InAnAccount: when one is in a shared account.
    :raises NoProgramme: when the club has published none.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("members.write")
    principal.require("members.merge")
    survivor = _find(principal, vault, survivor_id)
    duplicate = _find(principal, vault, duplicate_id)
    with club_scope(principal.club_id):
        for member_id in (survivor_id, duplicate_id):
            accounts.check_free(club_id=principal.club_id, member_id=member_id)
        done = merging.merge(
            principal=principal,
            claim=claim,
            event_at=event_at,
            ids=ids,
            survivor=survivor,
            duplicate=duplicate,
        )
        if not done.replayed:
            registry.merge_into(
                club_id=principal.club_id, member_id=duplicate_id, survivor_id=survivor_id
            )
            people.end_devices(club_id=principal.club_id, member_id=duplicate_id, at=event_at)
            _carry_tags(principal, event_at, done)
            mobiles.carry_caution(
                club_id=principal.club_id, duplicate_id=duplicate_id, survivor_id=survivor_id
            )
    return done


def unmerge_members(
    *, principal: Principal, claim: Claim, event_at: datetime, ids: Ids, merge_id: int
) -> UnmergeDone:
    """Undo a merge: what is left goes back with its dates, and each is found as before (E77).

    Purchases since stay with the member who was kept; what was used meanwhile is listed. Tags
    that came with the merge go; notes are with whom they were written on.

    :raises NoSuchMerge: when the club has none with this id.
    :raises MergeUndone: when it was undone before.
    :raises SurvivorMerged: when the survivor was merged into another member since.
    :raises UnitsHeld: when a hold keeps units that are to go back.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("members.write")
    principal.require("members.merge")
    found = merging.find(club_id=principal.club_id, merge_id=merge_id)
    with club_scope(principal.club_id):
        done = merging.unmerge(
            principal=principal, claim=claim, event_at=event_at, ids=ids, found=found
        )
        if not done.replayed:
            registry.merge_into(
                club_id=principal.club_id, member_id=found.duplicate_id, survivor_id=None
            )
            _give_tags_back(principal, event_at, found)
    return done


def _carry_tags(principal: Principal, at: datetime, done: MergeDone) -> None:
    """Let who is kept have the duplicate's tags, and note which, so that they can go back."""
    new = tags.carry(
        club_id=principal.club_id, duplicate_id=done.duplicate_id, survivor_id=done.survivor_id
    )
    if new:
        after = {"add": list(new), _MERGE: str(done.merge_id)}
        _note_tags(principal, at, done.survivor_id, after)


def _give_tags_back(principal: Principal, at: datetime, found: MergeFound) -> None:
    """Take from who was kept the tags that came with the merge; notes were never moved."""
    acts = trail.acts(
        club_id=principal.club_id,
        sought=ActsSought(
            since=_THE_BEGINNING, until=at + _SOON, act=_TAGGED, object_kind="member",
            object_id=str(found.survivor_id), limit=_MOST_ACTS,
        ),
    )  # fmt: skip
    came = [act.after["add"] for act in acts if act.after.get(_MERGE) == str(found.id)]
    who = (found.survivor_id,)
    gone = [
        tag_id
        for tag_ids in came
        for tag_id in tag_ids
        if tags.remove(club_id=principal.club_id, tag_id=tag_id, member_ids=who)
    ]
    if gone:
        _note_tags(principal, at, found.survivor_id, {"remove": gone})


def _note_tags(
    principal: Principal, at: datetime, member_id: int, after: Mapping[str, Any]
) -> None:
    trail.note(
        principal=principal, at=at, act=_TAGGED, object_kind="member", object_id=member_id,
        after=after,
    )  # fmt: skip


def _find(principal: Principal, vault: Vault, member_id: int) -> MemberFound:
    return members.find(
        club_id=principal.club_id,
        member=MemberRef("id", str(member_id)),
        vault=vault,
        is_followed=False,
    )
