"""Reads of people: users by login, members' devices. Devices inside the club's scope."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from vafa.domain.clubs.models import Club
from vafa.domain.clubs.secrets import hash_of
from vafa.domain.clubs.settings import DisplayFrom, display_of, display_on, displays
from vafa.domain.people.logins import InvalidLogin, normalise_login
from vafa.domain.people.models import Device, User
from vafa.domain.people.records import DeviceShown, UserFound
from vafa.kit.calendar import date_of, local_day
from vafa.kit.errors import NotFound


class NoSuchPlace(NotFound):
    """There is no club at this address."""


@dataclass(frozen=True, slots=True)
class ClubHere:
    """The club whose pages somebody is on; `look` is 0 until it has a colour or a logo."""

    club_id: int
    code: str
    name: str
    zone: str
    test: bool
    colour: str = ""
    look: int = 0
    displays: tuple[DisplayFrom, ...] = ()

    def display_at(self, at: datetime) -> DisplayFrom:
        """Give how values are written at a moment."""
        return display_on(self.displays, date_of(local_day(at, self.zone)))


@dataclass(frozen=True, slots=True)
class DeviceFound:
    """A device that may come in, and whose it is."""

    device_id: int
    member_id: int


def club_by_code(*, code: str) -> ClubHere:
    """Give the club that has this code; it needs no scope.

    :raises NoSuchPlace: when none has.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, code, name, zone, is_test, colour, look, displays FROM clubs_place_v1(%s)",
            [code],
        )
        row = cursor.fetchone()
    if row is None:
        raise NoSuchPlace
    shown = row[7] if isinstance(row[7], list) else json.loads(row[7])
    found = tuple(
        display_of(starts_on=day, unit=unit, calendar=calendar, digits=digits)
        for day, unit, calendar, digits in shown
    )
    return ClubHere(row[0], row[1], row[2], row[3], row[4], row[5], row[6], found)


def club_here(*, club_id: int) -> ClubHere:
    """Give the club of the scope as its pages know it."""
    row = Club.objects.get(id=club_id)
    return ClubHere(
        row.id, row.code, row.name, row.zone, row.is_test, row.colour, row.look,
        displays(club_id=club_id),
    )  # fmt: skip


def user_by_login(*, login: str) -> UserFound | None:
    """Give who signs in with this; nothing when nobody does."""
    try:
        row = User.objects.filter(login=normalise_login(login)).first()
    except InvalidLogin:
        return None
    return None if row is None else UserFound(row.id, row.login, row.name, row.is_active)


def device_by_secret(*, club_id: int, secret: str, at: datetime) -> DeviceFound | None:
    """Give the device that keeps this secret; nothing when it ended or its 90 days are over."""
    row = Device.objects.filter(
        club_id=club_id, secret_hash=hash_of(secret), ended_at=None, expires_at__gt=at
    ).first()
    return None if row is None else DeviceFound(row.id, row.member_id)


def devices_of(*, club_id: int, member_id: int, at: datetime) -> tuple[DeviceShown, ...]:
    """List the devices on which a member is signed in, the latest first."""
    rows = Device.objects.filter(
        club_id=club_id, member_id=member_id, ended_at=None, expires_at__gt=at
    )
    return tuple(
        DeviceShown(row.id, row.label, row.made_at, row.seen_at)
        for row in rows.order_by("-seen_at", "-id")
    )
