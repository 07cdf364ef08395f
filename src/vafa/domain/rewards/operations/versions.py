"""Programme versions: drafts that never change, and publishing one from a moment on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from vafa.domain.catalogue.queries import group_names
from vafa.domain.clubs.models import Club
from vafa.domain.clubs.queries import club_facts
from vafa.domain.rewards.models import ProgrammeVersion
from vafa.domain.rewards.records import UNSPECIFIED
from vafa.domain.rewards.rulebook import NoSuchVersion
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.programme.document import Programme
from vafa.programme.transfer import MalformedProgramme
from vafa.programme.validate import Known, Problem, problems, read


class NotPublishable(Refused):
    """The programme has problems to solve first; each names its place and its remedy."""


class AlreadyPublished(Refused):
    """The version is published already."""


class StartsInThePast(Refused):
    """Only a club's first programme may start in the past."""


def rules_changed(*, club_id: int) -> None:
    """Say that what decisions stand on has changed; every process then reads the rules anew.

    The first time it opens the club in the ledger's list of clubs.
    """
    book.advance_epoch(club_id=club_id)


def save_draft(
    *, club_id: int, ids: Ids, document: Mapping[str, Any], at: datetime
) -> ProgrammeVersion:
    """Keep a document as the club's next version, even when something is still wrong about it.

    :raises MalformedProgramme: when it is no programme document at all.
    """
    reading = read(document)
    if reading.document is None:
        raise MalformedProgramme(reading.problems)
    Club.objects.select_for_update(no_key=True).get(id=club_id)
    newest = ProgrammeVersion.objects.filter(club_id=club_id).order_by("-number").first()
    return ProgrammeVersion.objects.create(
        id=ids.next(),
        club_id=club_id,
        number=newest.number + 1 if newest else 1,
        document=reading.document.model_dump(mode="json"),
        created_at=at,
    )


def publish(*, club_id: int, number: int, at: datetime, starts_at: datetime | None) -> None:
    """Put a version in force from a moment on (at once when none is given).

    :raises NoSuchVersion: when the club has none of this number.
    :raises AlreadyPublished: when it is published.
    :raises NotPublishable: when something in it must be solved first.
    :raises StartsInThePast: when it would change what is already decided.
    """
    Club.objects.select_for_update(no_key=True).get(id=club_id)
    rows = ProgrammeVersion.objects.filter(club_id=club_id)
    version = rows.filter(number=number).first()
    if version is None:
        raise NoSuchVersion
    if version.published_at is not None:
        raise AlreadyPublished(number=number)
    starts_at = starts_at or at
    if starts_at < at and rows.filter(published_at__isnull=False).exists():
        raise StartsInThePast
    document = Programme.model_validate(version.document)
    found = problems_of(club_id=club_id, document=document)
    if any(problem.blocks for problem in found):
        raise NotPublishable(problems=[problem.as_json() for problem in found])
    rows.filter(number=number).update(published_at=at, starts_at=starts_at)
    rules_changed(club_id=club_id)


def problems_of(*, club_id: int, document: Programme) -> tuple[Problem, ...]:
    """Tell what is wrong with a document in this club; inside its scope."""
    return problems(document, known=known_in(club_id=club_id))


def known_in(*, club_id: int) -> Known:
    """Give the names that exist outside of documents; groups once the club has named any."""
    groups = frozenset(group_names(club_id=club_id)["fa"])
    return Known(
        zones=_zones(),
        branches=club_facts(club_id=club_id).branches,
        groups=groups | {UNSPECIFIED} if groups else None,
        units=_units_held(club_id),
    )


def _units_held(club_id: int) -> dict[str, tuple[int, str]]:
    published = ProgrammeVersion.objects.filter(club_id=club_id, published_at__isnull=False)
    return {
        unit["code"]: (unit["number"], unit["kind"])
        for document in published.order_by("number").values_list("document", flat=True)
        for unit in document["units"]
    }


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
