"""Notes on members: sealed, with author and time; a change is a new version. In the scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from vafa.domain.clubs.principal import Principal
from vafa.domain.members.models import Note
from vafa.domain.members.queries import selves
from vafa.domain.members.vault import Vault
from vafa.kit.errors import NotFound, Refused

LONGEST: Final = 2_000
MOST: Final = 500


class NoSuchNote(NotFound):
    """The member has no such note."""


class NoteUnfit(Refused):
    """A note has from 1 to 2,000 characters."""


class TooManyNotes(Refused):
    """A member has at most 500 notes: remove one that is no longer needed."""


@dataclass(frozen=True, slots=True)
class Written:
    """One version of a note."""

    at: datetime
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note as it is now; `before` are the versions before, the newest first."""

    note_id: int
    text: str
    author: str
    written_at: datetime
    edited_at: datetime | None
    is_pinned: bool
    before: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteWish:
    """What a note is to be; what is None stays as it is."""

    text: str | None = None
    is_pinned: bool | None = None
    is_removed: bool | None = None


def notes(*, club_id: int, member_id: int, vault: Vault) -> tuple[NoteShown, ...]:
    """Give a member's notes, and those of whoever was merged into them: pinned first, newest."""
    rows = Note.objects.filter(
        club_id=club_id, member_id__in=selves(club_id=club_id, member_id=member_id)
    )
    versions: dict[int, list[Note]] = {}
    for row in rows.order_by("note_id", "version"):
        versions.setdefault(row.note_id, []).append(row)
    shown = [_shown(all_of, vault) for all_of in versions.values() if not all_of[-1].is_removed]
    return tuple(sorted(shown, key=lambda one: (one.is_pinned, one.note_id), reverse=True))


def add(
    *, principal: Principal, member_id: int, note_id: int, text: str, vault: Vault, at: datetime
) -> None:
    """Write a note on a member.

    :raises NoteUnfit: when it is empty or too long.
    :raises TooManyNotes: when the member has five hundred.
    """
    mine = Note.objects.filter(club_id=principal.club_id, member_id=member_id, version=1)
    if mine.count() >= MOST:
        raise TooManyNotes
    row = Note(
        note_id=note_id, version=0, club_id=principal.club_id, member_id=member_id,
        is_pinned=False, is_removed=False,
    )  # fmt: skip
    _write(principal, row, _checked(text), vault, at)


def change(
    *,
    principal: Principal,
    member_id: int,
    note_id: int,
    wish: NoteWish,
    vault: Vault,
    at: datetime,
) -> None:
    """Change, pin or remove a note: a new version; the ones before stay.

    :raises NoSuchNote: when the member has none of this id.
    :raises NoteUnfit: when the text is empty or too long.
    """
    mine = selves(club_id=principal.club_id, member_id=member_id)
    rows = Note.objects.filter(club_id=principal.club_id, member_id__in=mine, note_id=note_id)
    row = rows.order_by("-version").first()
    if row is None or (row.is_removed and wish.is_removed is not False):
        raise NoSuchNote
    text = _text(row, vault) if wish.text is None else _checked(wish.text)
    row.is_pinned = row.is_pinned if wish.is_pinned is None else wish.is_pinned
    row.is_removed = row.is_removed if wish.is_removed is None else wish.is_removed
    _write(principal, row, text, vault, at)


def forget(*, club_id: int, member_id: int) -> None:
    """Delete every note on a member who is erased, with all versions."""
    Note.objects.filter(club_id=club_id, member_id=member_id).delete()


def _write(principal: Principal, row: Note, text: str, vault: Vault, at: datetime) -> None:
    version = row.version + 1
    Note(
        note_id=row.note_id, version=version, club_id=row.club_id, member_id=row.member_id,
        at=at, credential_id=principal.credential_id, staff_id=principal.staff_id,
        author=principal.name[:120], is_pinned=row.is_pinned, is_removed=row.is_removed,
        sealed=vault.seal(value=text, place=_place(row.note_id, version)),
    ).save(force_insert=True)  # fmt: skip


def _checked(text: str) -> str:
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if not 1 <= len(text) <= LONGEST:
        raise NoteUnfit
    return text


def _shown(rows: Sequence[Note], vault: Vault) -> NoteShown:
    first, last = rows[0], rows[-1]
    texts = [_text(row, vault) for row in rows]
    changes = [
        Written(row.at, row.author, text)
        for row, text, after in zip(rows, texts, texts[1:], strict=False)
        if text != after
    ]
    return NoteShown(
        note_id=first.note_id,
        text=texts[-1],
        author=first.author,
        written_at=first.at,
        edited_at=last.at if changes else None,
        is_pinned=last.is_pinned,
        before=tuple(reversed(changes)),
    )


def _text(row: Note, vault: Vault) -> str:
    return vault.unseal(sealed=bytes(row.sealed), place=_place(row.note_id, row.version))


def _place(note_id: int, version: int) -> str:
    return f"members_note:{note_id}:{version}"
