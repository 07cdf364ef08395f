"""A club's rules at one epoch: its facts and its published versions, compiled once per process.

Whatever changes them (publishing, a branch, a VAT rate) raises the epoch that every snapshot
carries, so a stale rulebook is never used for longer than one request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from vafa.domain.catalogue.queries import group_names
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.records import ClubFacts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.settings import display_on, displays
from vafa.domain.rewards.models import ProgrammeVersion
from vafa.kit.calendar import date_of, end_of_nth_day, local_day, midnight
from vafa.kit.errors import NotFound, Refused
from vafa.kit.persian import MoneyUnit
from vafa.ledger.queries import club_now
from vafa.programme.compile import CompiledProgramme, compile_programme
from vafa.programme.document import AfterInactivity, Programme, Unit
from vafa.programme.wording import Wording, wording_of

if TYPE_CHECKING:
    from vafa.kit.persian import Language

_KEPT_RULEBOOKS = 256


class NoProgramme(Refused):
    """No programme of the club was in force at that moment."""


class NoSuchVersion(NotFound):
    """The club has no such programme version."""


class UnknownUnit(Refused):
    """The programme has no such unit."""


@dataclass(frozen=True)
class Version:
    """A published version at work. `number` is what people see, `id` what the book stores.

    `promised` says before when inactivity ends no unit: notice was given when that was new.
    `money` is the unit in which the club says amounts.
    """

    id: int
    number: int
    starts_at: datetime
    document: Programme
    groups: dict[str, dict[str, str]]
    promised: Mapping[str, datetime] = field(default_factory=dict)
    money: MoneyUnit = "toman"

    @cached_property
    def compiled(self) -> CompiledProgramme:
        """Give the version ready to decide."""
        return compile_programme(self.document)

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Give the units by code."""
        return {unit.code: unit for unit in self.document.units}

    @cached_property
    def codes(self) -> dict[int, str]:
        """Give the units' codes by their number in the book."""
        return {unit.number: unit.code for unit in self.document.units}

    @cached_property
    def wordings(self) -> tuple[Wording, Wording]:
        """Give how the version is spoken of in Persian and in English."""
        return self._wording("fa"), self._wording("en")

    def unit(self, code: str) -> Unit:
        """Give a unit by its code.

        :raises UnknownUnit: when there is none.
        """
        if code not in self.units:
            raise UnknownUnit(unit=code)
        return self.units[code]

    def _wording(self, language: Language) -> Wording:
        names = {"group": self.groups[language]}
        return wording_of(document=self.document, language=language, money=self.money, names=names)


@dataclass(frozen=True)
class Rulebook:
    """What a club's decisions stand on, at one epoch. Versions are in the order they start."""

    club: ClubFacts
    versions: tuple[Version, ...]
    money: MoneyUnit = "toman"

    def in_force(self, at: datetime) -> Version:
        """Give the version that was in force at a moment (E13).

        :raises NoProgramme: when none had started.
        """
        for version in reversed(self.versions):
            if version.starts_at <= at:
                return version
        raise NoProgramme

    def latest(self, at: datetime) -> Version:
        """Give the version in force, or before the first one starts, the first: names are needed.

        :raises NoProgramme: when the club has published none.
        """
        if not self.versions:
            raise NoProgramme
        started = [version for version in self.versions if version.starts_at <= at]
        return started[-1] if started else self.versions[0]

    def by_id(self, version_id: int) -> Version:
        """Give the version that an event was posted under.

        :raises NoSuchVersion: when the club has none.
        """
        for version in self.versions:
            if version.id == version_id:
                return version
        raise NoSuchVersion

    def by_number(self, number: int) -> Version:
        """Give the published version of this number.

        :raises NoSuchVersion: when the club has none.
        """
        for version in self.versions:
            if version.number == number:
                return version
        raise NoSuchVersion

    @cached_property
    def codes(self) -> dict[int, str]:
        """Give every unit's code by number; a later version's name for a number wins."""
        return {
            number: code for version in self.versions for number, code in version.codes.items()
        }


@lru_cache(maxsize=_KEPT_RULEBOOKS)
def rulebook(club_id: int, epoch: int) -> Rulebook:
    """Give the club's rules as they are at this epoch, and money in the unit of that day."""
    _, now = club_now(club_id=club_id)
    with club_scope(club_id):
        facts = club_facts(club_id=club_id)
        today = date_of(local_day(now, facts.zone))
        money = display_on(displays(club_id=club_id), today).unit
        names = group_names(club_id=club_id)
        rows = ProgrammeVersion.objects.filter(club_id=club_id, published_at__isnull=False)
        versions = tuple(
            Version(
                row.id,
                row.number,
                row.starts_at,
                Programme.model_validate(row.document),
                names,
                money=money,
            )
            for row in rows.order_by("starts_at", "number")
            if row.starts_at is not None
        )
    return Rulebook(facts, _with_promises(versions), money)


def _with_promises(versions: tuple[Version, ...]) -> tuple[Version, ...]:
    """Let each version know until when it, or one before it, has promised notice (E84)."""
    found: list[Version] = []
    for version in versions:
        earlier = found[-1] if found else None
        zone, days = version.document.zone, version.document.notice_days
        promised: dict[str, datetime] = {}
        for unit in version.document.units:
            before = earlier.units.get(unit.code) if earlier else None
            if not isinstance(unit.expiry, AfterInactivity) or earlier is None or before is None:
                continue
            if before.expiry != unit.expiry:
                day = end_of_nth_day(local_day(version.starts_at, zone), days)
                promised[unit.code] = midnight(day, zone)
            elif unit.code in earlier.promised:
                promised[unit.code] = earlier.promised[unit.code]
        found.append(replace(version, promised=promised))
    return tuple(found)
