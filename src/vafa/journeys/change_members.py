"""Many members changed at once: a tag given or taken, somebody to look after them; and undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs import trail
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import operations as registry
from vafa.domain.members import tags
from vafa.domain.members.listing import MembersSought, ids_of
from vafa.journeys.mark_members import Doing
from vafa.kit.errors import NotFound, Refused

MOST: Final = 5_000

Kind = Literal["add_tag", "remove_tag", "set_manager"]


class TooManyAtOnce(Refused):
    """These are too many members at once: narrow the list, or ask for it as a job."""


class NothingToUndo(NotFound):
    """There is no such change of many members, or it was undone."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is done to each: `which` is the tag, or who looks after them (None is nobody)."""

    kind: Kind
    which: int | None


@dataclass(frozen=True, slots=True)
class Changed:
    """How many were sought and how many are other than before; `key` undoes it."""

    sought: int
    changed: int
    key: str


def change_members(*, doing: Doing, sought: MembersSought, change: Change) -> Changed:
    """Change every member that is sought, all in one transaction.

    :raises TooManyAtOnce: when more than 5,000 are sought: those are a job (`mark_together`).
    :raises NoSuchTag: when the club has no such tag.
    :raises NoSuchStaff: when nobody of this id works in the club.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    doing.principal.require("members.write")
    club_id = doing.principal.club_id
    asked = replace(sought, after=None, is_backwards=False, limit=MOST + 1)

    def work() -> Mapping[str, Any]:
        member_ids = ids_of(club_id=club_id, sought=asked, vault=doing.vault)
        if len(member_ids) > MOST:
            raise TooManyAtOnce(limit=MOST)
        before = _changed(club_id, member_ids, change)
        after = {"kind": change.kind, "which": change.which, "members": len(before)}
        _note(doing, after)
        pairs = [[str(one), manager and str(manager)] for one, manager in before.items()]
        return {**after, "sought": len(member_ids), "before": pairs}

    with club_scope(club_id):
        answer, _ = clubs.answer_once(
            principal=doing.principal, claim=doing.claim, at=doing.at, work=work
        )
    return Changed(answer["sought"], answer["members"], doing.claim.key)


def undo_change(*, doing: Doing, key: str) -> int:
    """Undo what one's own request with this key changed; gives for how many members.

    Who was changed again meanwhile is put back too.

    :raises NothingToUndo: when one's own request with this key changed nothing, or was undone.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    doing.principal.require("members.write")
    club_id = doing.principal.club_id

    def work() -> Mapping[str, Any]:
        done = clubs.stored_answer(principal=doing.principal, key=key)
        if not done or "before" not in done:
            raise NothingToUndo
        clubs.forget_answer(principal=doing.principal, key=key)
        before = {int(one): manager and int(manager) for one, manager in done["before"]}
        _put_back(club_id, before, Change(done["kind"], done["which"]))
        _note(doing, {"kind": done["kind"], "undone": True, "members": len(before)})
        return {"members": len(before)}

    with club_scope(club_id):
        answer, _ = clubs.answer_once(
            principal=doing.principal, claim=doing.claim, at=doing.at, work=work
        )
    return int(answer["members"])


def _changed(
    club_id: int, member_ids: tuple[int, ...], change: Change
) -> Mapping[int, int | None]:
    """Change them; give who is other than before, with who looked after them."""
    if change.kind == "set_manager":
        return registry.set_manager(club_id=club_id, member_ids=member_ids, staff_id=change.which)
    tag = tags.find(club_id=club_id, tag_id=change.which or 0)
    act = tags.add if change.kind == "add_tag" else tags.remove
    return dict.fromkeys(act(club_id=club_id, tag_id=tag.tag_id, member_ids=member_ids))


def _put_back(club_id: int, before: Mapping[int, int | None], change: Change) -> None:
    if change.kind == "set_manager":
        for manager in set(before.values()):
            ids = [one for one, had in before.items() if had == manager]
            registry.put_manager_back(club_id=club_id, member_ids=ids, staff_id=manager)
        return
    tag = tags.find(club_id=club_id, tag_id=change.which or 0)
    act = tags.remove if change.kind == "add_tag" else tags.add
    act(club_id=club_id, tag_id=tag.tag_id, member_ids=before)


def _note(doing: Doing, after: Mapping[str, Any]) -> None:
    trail.note(
        principal=doing.principal, at=doing.at, act="members_changed", object_kind="club",
        after=after,
    )  # fmt: skip
