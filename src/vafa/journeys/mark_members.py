"""What the shop writes of its members for itself: notes, tags, account managers, saved views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs import queries, trail
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import notes, tags, views
from vafa.domain.members import operations as registry
from vafa.domain.members import queries as members
from vafa.domain.members.notes import NoteShown, NoteWish
from vafa.domain.members.records import MemberRef
from vafa.domain.members.tags import Tag
from vafa.domain.members.vault import Vault
from vafa.domain.members.views import View
from vafa.kit.ids import Ids


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does something, under which key, and when; with ids and the keys of personal fields."""

    principal: Principal
    claim: Claim
    ids: Ids
    vault: Vault
    at: datetime


@dataclass(frozen=True, slots=True)
class Marks:
    """What the shop wrote of a member: tags, who looks after them, notes."""

    tags: tuple[Tag, ...]
    manager_id: int | None
    manager: str
    notes: tuple[NoteShown, ...]


def show_marks(*, principal: Principal, vault: Vault, member_id: int) -> Marks:
    """Show what the shop wrote of a member.

    :raises NoSuchMember: when the club has none.
    """
    principal.require("members.read")
    club_id = principal.club_id
    member_id = _member(principal, vault, member_id)
    with club_scope(club_id):
        manager_id = registry.manager_of(club_id=club_id, member_id=member_id)
        names = {one.staff_id: one.name for one in queries.staff(club_id=club_id)}
        return Marks(
            tags=tags.tags_of(club_id=club_id, member_ids=(member_id,)).get(member_id, ()),
            manager_id=manager_id,
            manager=names.get(manager_id or 0, ""),
            notes=notes.notes(club_id=club_id, member_id=member_id, vault=vault),
        )


def write_note(*, doing: Doing, member_id: int, text: str) -> Marks:
    """Write a note on a member.

    :raises NoSuchMember: when the club has none.
    :raises NoteUnfit: when the text is empty or too long.
    :raises TooManyNotes: when the member has five hundred.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    doing.principal.require("members.write")
    member_id = _member(doing.principal, doing.vault, member_id)

    def work() -> Mapping[str, Any]:
        notes.add(
            principal=doing.principal, member_id=member_id, note_id=doing.ids.next(), text=text,
            vault=doing.vault, at=doing.at,
        )  # fmt: skip
        return {}

    return _marked(doing, member_id, work)


def change_note(*, doing: Doing, member_id: int, note_id: int, wish: NoteWish) -> Marks:
    """Change the text of a note, pin it, or remove it; what it was is kept.

    :raises NoSuchMember: when the club has none.
    :raises NoSuchNote: when the member has none of this id.
    :raises NoteUnfit: when the text is empty or too long.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    doing.principal.require("members.write")
    member_id = _member(doing.principal, doing.vault, member_id)

    def work() -> Mapping[str, Any]:
        notes.change(
            principal=doing.principal, member_id=member_id, note_id=note_id, wish=wish,
            vault=doing.vault, at=doing.at,
        )  # fmt: skip
        return {}

    return _marked(doing, member_id, work)


def list_tags(*, principal: Principal) -> tuple[Tag, ...]:
    """List the club's tags by name."""
    principal.require("members.read")
    with club_scope(principal.club_id):
        return tags.tags(club_id=principal.club_id)


def save_tag(*, doing: Doing, name: str, colour: str, tag_id: int | None = None) -> Tag:
    """Make a tag, or change the name and colour of one.

    :raises NoSuchTag: when the club has none of the id.
    :raises TagNameUnfit: when the name is empty or too long.
    :raises NoSuchColour: when the colour is none of ours.
    :raises TagExists: when another tag has the name.
    :raises TooManyTags: when the club has two hundred.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    doing.principal.require("members.write")
    club_id = doing.principal.club_id

    def work() -> Mapping[str, Any]:
        if tag_id is not None:
            tags.find(club_id=club_id, tag_id=tag_id)
        saved = tags.save(
            club_id=club_id, tag_id=tag_id or doing.ids.next(), name=name, colour=colour
        )
        after = {"name": saved.name, "colour": saved.colour}
        _note(doing, "tag_saved", "tag", saved.tag_id, after)
        return {"tag_id": saved.tag_id, **after}

    return Tag(**_once(doing, work))


def drop_tag(*, doing: Doing, tag_id: int) -> None:
    """Take a tag away, from every member too.

    :raises NoSuchTag: when the club has none of this id.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    doing.principal.require("members.write")

    def work() -> Mapping[str, Any]:
        found = tags.find(club_id=doing.principal.club_id, tag_id=tag_id)
        tags.drop(club_id=doing.principal.club_id, tag_id=tag_id)
        _note(doing, "tag_dropped", "tag", tag_id, {"name": found.name})
        return {}

    _once(doing, work)


def tag_member(
    *, doing: Doing, member_id: int, add: Iterable[int] = (), remove: Iterable[int] = ()
) -> Marks:
    """Give a member tags and take others away.

    :raises NoSuchMember: when the club has none.
    :raises NoSuchTag: when the club has none of an id.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    doing.principal.require("members.write")
    club_id, given, taken = doing.principal.club_id, set(add), set(remove)
    member_id = _member(doing.principal, doing.vault, member_id)

    def work() -> Mapping[str, Any]:
        for tag_id in sorted(given | taken):
            tags.find(club_id=club_id, tag_id=tag_id)
        new = [one for one in given if tags.add(
            club_id=club_id, tag_id=one, member_ids=(member_id,)
        )]  # fmt: skip
        gone = [one for one in taken if tags.remove(
            club_id=club_id, tag_id=one, member_ids=(member_id,)
        )]  # fmt: skip
        _note(doing, "member_tagged", "member", member_id, {"add": new, "remove": gone})
        return {}

    return _marked(doing, member_id, work)


def set_manager(*, doing: Doing, member_id: int, staff_id: int | None) -> Marks:
    """Say who of the staff looks after a member; with None, nobody.

    :raises NoSuchMember: when the club has none.
    :raises NoSuchStaff: when nobody of this id works in the club.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    doing.principal.require("members.write")
    member_id = _member(doing.principal, doing.vault, member_id)

    def work() -> Mapping[str, Any]:
        before = registry.set_manager(
            club_id=doing.principal.club_id, member_ids=(member_id,), staff_id=staff_id
        )
        after = {"staff_id": staff_id, "before": before.get(member_id)}
        _note(doing, "manager_set", "member", member_id, after)
        return {}

    return _marked(doing, member_id, work)


def list_views(*, principal: Principal) -> tuple[View, ...]:
    """List the saved views that are everybody's and one's own."""
    principal.require("members.read")
    with club_scope(principal.club_id):
        return views.views(club_id=principal.club_id, staff_id=principal.staff_id)


def save_view(*, doing: Doing, name: str, query: Mapping[str, str], is_shared: bool) -> View:
    """Save a view: one's own, or everybody's, which needs the right to change members.

    :raises ViewNameUnfit: when the name is empty or too long.
    :raises TooManyViews: when the club has a hundred.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    doing.principal.require("members.read")
    if is_shared:
        doing.principal.require("members.write")
    staff_id = None if is_shared else doing.principal.staff_id

    def work() -> Mapping[str, Any]:
        saved = views.add(
            club_id=doing.principal.club_id, view_id=doing.ids.next(), staff_id=staff_id,
            name=name, query=query,
        )  # fmt: skip
        _note(doing, "view_saved", "view", saved.view_id, {"name": saved.name})
        return {"view_id": saved.view_id, "name": saved.name}

    done = _once(doing, work)
    return View(done["view_id"], done["name"], query, is_shared)


def drop_view(*, doing: Doing, view_id: int) -> None:
    """Take a saved view away; everybody's needs the right to change members.

    :raises NoSuchView: when there is none of this id.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    doing.principal.require("members.read")
    principal = doing.principal

    def work() -> Mapping[str, Any]:
        found = views.find(club_id=principal.club_id, staff_id=principal.staff_id, view_id=view_id)
        if found.is_shared:
            principal.require("members.write")
        views.drop(club_id=principal.club_id, view_id=view_id)
        _note(doing, "view_dropped", "view", view_id, {"name": found.name})
        return {}

    _once(doing, work)


def _member(principal: Principal, vault: Vault, member_id: int) -> int:
    """Give the id of whoever the member is now."""
    ref = MemberRef("id", str(member_id))
    found = members.find(club_id=principal.club_id, member=ref, vault=vault, may_have_left=True)
    return found.member_id


def _marked(doing: Doing, member_id: int, work: clubs.type_work) -> Marks:
    _once(doing, work)
    return show_marks(principal=doing.principal, vault=doing.vault, member_id=member_id)


def _once(doing: Doing, work: clubs.type_work) -> Mapping[str, Any]:
    with club_scope(doing.principal.club_id):
        answer, _ = clubs.answer_once(
            principal=doing.principal, claim=doing.claim, at=doing.at, work=work
        )
    return answer


def _note(doing: Doing, act: str, kind: str, object_id: int, after: Mapping[str, Any]) -> None:
    trail.note(
        principal=doing.principal, at=doing.at, act=act, object_kind=kind, object_id=object_id,
        after=after,
    )  # fmt: skip
