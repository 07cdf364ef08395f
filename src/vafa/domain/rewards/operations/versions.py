"""Programme versions: drafts that never change, and publishing one from a moment on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

from vafa.domain.catalogue.queries import group_names
from vafa.domain.clubs.models import Club
from vafa.domain.clubs.queries import club_facts
from vafa.domain.rewards import version_queries
from vafa.domain.rewards.models import ProgrammeVersion
from vafa.domain.rewards.records import UNSPECIFIED
from vafa.domain.rewards.rulebook import NoSuchVersion
from vafa.domain.rewards.version_answers import DraftMovedOn, PartNotValid, working_of
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.programme.document import Programme
from vafa.programme.transfer import MalformedProgramme, export
from vafa.programme.validate import Known, Problem, problems, read

_NO_LONGER_TAKEN_BACK: Final = timedelta(minutes=1)

type_part = Callable[[Programme], object]
type_edit = Callable[[Programme], Programme]


class NotPublishable(Refused):
    """The programme has problems to solve first; each names its place and its remedy."""


class AlreadyPublished(Refused):
    """The version is published already."""


class StartsInThePast(Refused):
    """Only a club's first programme may start in the past."""


class NotWaiting(Refused):
    """The version does not wait to come into force, or starts within a minute."""


def rules_changed(*, club_id: int) -> None:
    """Say that what decisions stand on has changed; every process then reads the rules anew.

    The first time it opens the club in the ledger's list of clubs.
    """
    book.advance_epoch(club_id=club_id)


def save_draft(
    *,
    club_id: int,
    ids: Ids,
    document: Mapping[str, Any],
    at: datetime,
    based_on: int | None = None,
) -> ProgrammeVersion:
    """Keep a document as the club's next version, even when something is still wrong about it.

    :raises MalformedProgramme: when it is no programme document at all.
    :raises DraftMovedOn: when it is based on a version that is no longer the newest.
    """
    reading = read(document)
    if reading.document is None:
        raise MalformedProgramme(reading.problems)
    newest = _newest(club_id)
    if based_on is not None and (newest is None or newest.number != based_on):
        raise DraftMovedOn(number=newest.number if newest else 0)
    return _next(club_id=club_id, ids=ids, document=reading.document, at=at, newest=newest)


def change_draft(
    *, club_id: int, ids: Ids, at: datetime, seen: int, part: type_part, edit: type_edit
) -> ProgrammeVersion:
    """Change one part of the draft, or of what is published last, as the club's next version.

    `seen` is the version that stood on the screen: whatever else was changed meanwhile is kept.
    Nothing is saved when nothing differs.

    :raises NoSuchVersion: when the club has none to change, or none of the number seen.
    :raises DraftMovedOn: when somebody else changed the same part meanwhile.
    :raises PartNotValid: when the change brings a problem that was not there.
    """
    newest = _newest(club_id)
    working = working_of(version_queries.versions(club_id=club_id))
    if newest is None or working is None:
        raise NoSuchVersion
    document = version_queries.document(club_id=club_id, number=working.number)
    if working.number != seen:
        before = version_queries.document(club_id=club_id, number=seen)
        if part(before) != part(document):
            raise DraftMovedOn(number=working.number)
    known = known_in(club_id=club_id)
    reading = read(export(edit(document)), known=known)
    told = {(one.code, one.message_en) for one in problems(document, known=known)}
    fresh = [
        one for one in reading.problems if one.blocks and (one.code, one.message_en) not in told
    ]
    if reading.document is None or fresh:
        raise PartNotValid(tuple(fresh) or reading.problems)
    if reading.document == document:
        return ProgrammeVersion.objects.get(club_id=club_id, number=working.number)
    return _next(club_id=club_id, ids=ids, document=reading.document, at=at, newest=newest)


def take_back(*, club_id: int, number: int, at: datetime) -> None:
    """Make a version that waits for its start a draft again.

    :raises NoSuchVersion: when the club has none of this number.
    :raises NotWaiting: when it does not wait, or starts within a minute.
    """
    Club.objects.select_for_update(no_key=True).get(id=club_id)
    rows = ProgrammeVersion.objects.filter(club_id=club_id, number=number)
    version = rows.first()
    if version is None:
        raise NoSuchVersion
    if version.starts_at is None or version.starts_at <= at + _NO_LONGER_TAKEN_BACK:
        raise NotWaiting
    rows.update(published_at=None, starts_at=None)
    rules_changed(club_id=club_id)


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


def _newest(club_id: int) -> ProgrammeVersion | None:
    """Give the newest version, and let nobody else write one until this is done."""
    Club.objects.select_for_update(no_key=True).get(id=club_id)
    return ProgrammeVersion.objects.filter(club_id=club_id).order_by("-number").first()


def _next(
    *,
    club_id: int,
    ids: Ids,
    document: Programme,
    at: datetime,
    newest: ProgrammeVersion | None,
) -> ProgrammeVersion:
    return ProgrammeVersion.objects.create(
        id=ids.next(),
        club_id=club_id,
        number=newest.number + 1 if newest else 1,
        document=document.model_dump(mode="json"),
        created_at=at,
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
