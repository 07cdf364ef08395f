"""Reads of programme versions: the cards of all, and the document of one."""

from __future__ import annotations

from django.db.models.fields.json import KT

from vafa.domain.rewards.models import ProgrammeVersion
from vafa.domain.rewards.rulebook import NoSuchVersion
from vafa.domain.rewards.version_answers import VersionCard
from vafa.programme.document import Programme


def versions(*, club_id: int) -> tuple[VersionCard, ...]:
    """List the club's programme versions, newest first; inside its scope."""
    rows = ProgrammeVersion.objects.filter(club_id=club_id).order_by("-number")
    fields = ("number", "starts_at", "created_at", "published_at")
    found = rows.annotate(code=KT("document__code")).values(*fields, "code")
    return tuple(
        VersionCard(state="published" if one["published_at"] else "draft", **one) for one in found
    )


def version(*, club_id: int, number: int) -> VersionCard:
    """Give one of the club's versions; inside its scope.

    :raises NoSuchVersion: when the club has none of this number.
    """
    return version_card(_row(club_id, number))


def version_card(row: ProgrammeVersion) -> VersionCard:
    """Give a version without its document."""
    return VersionCard(
        number=row.number,
        state="published" if row.published_at else "draft",
        code=row.document["code"],
        starts_at=row.starts_at,
        created_at=row.created_at,
        published_at=row.published_at,
    )


def document(*, club_id: int, number: int) -> Programme:
    """Give the document of a version; inside the club's scope.

    :raises NoSuchVersion: when the club has none of this number.
    """
    return Programme.model_validate(_row(club_id, number).document)


def _row(club_id: int, number: int) -> ProgrammeVersion:
    row = ProgrammeVersion.objects.filter(club_id=club_id, number=number).first()
    if row is None:
        raise NoSuchVersion
    return row
