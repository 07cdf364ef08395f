"""Who stands at a till: browsers that belong to one, and the PINs by which its people switch.

A PIN is short, so tries are few: five of a person, twenty at a browser. Then the password counts.
Whatever writes runs inside the caller's `club_scope`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F

from vafa.domain.clubs.secrets import hash_of
from vafa.domain.members.vault import Vault
from vafa.domain.tills.models import Device, Pin, Till
from vafa.kit.errors import NotFound, Refused
from vafa.kit.text import ascii_digits, clean

SHORTEST: Final = 4
LONGEST: Final = 6
TRIES: Final = 5
TRIES_AT_A_DEVICE: Final = 20
_LABEL: Final = 80
_RUNS: Final = ("01234567890", "09876543210")


class PinUnfit(Refused):
    """A PIN has four to six digits, not all the same and not in a row."""


class NoSuchTillDevice(NotFound):
    """There is no such browser at a till of the club."""


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A browser to be put at a till, by the secret that it keeps and a word about what it is."""

    till: str
    secret: str = field(repr=False)
    label: str


@dataclass(frozen=True, slots=True)
class DeviceAtTill:
    """A browser at a till that is open, and the till's branch."""

    device_id: int
    till: str
    branch: str
    label: str
    enrolled_by: int
    enrolled_at: datetime


def enrol(*, club_id: int, device_id: int, device: NewDevice, by: int, at: datetime) -> None:
    """Put a browser at a till."""
    Device.objects.create(
        id=device_id, club_id=club_id, till=device.till, secret_hash=hash_of(device.secret),
        label=clean(device.label)[:_LABEL], enrolled_by=by, enrolled_at=at,
    )  # fmt: skip


def devices(*, club_id: int, secret: str | None = None) -> tuple[DeviceAtTill, ...]:
    """List the browsers at open tills, newest first; or the one that keeps a secret."""
    rows = Device.objects.filter(club_id=club_id, ended_at=None)
    if secret is not None:
        rows = rows.filter(secret_hash=hash_of(secret), wrong__lt=TRIES_AT_A_DEVICE)
    branches = dict(
        Till.objects.filter(club_id=club_id, closed_at=None).values_list("code", "branch")
    )
    return tuple(
        DeviceAtTill(
            row.id, row.till, branches[row.till], row.label, row.enrolled_by, row.enrolled_at
        )
        for row in rows.order_by("-id")
        if row.till in branches
    )


def end_device(*, club_id: int, device_id: int, at: datetime) -> None:
    """Take a browser away from its till; again changes nothing.

    :raises NoSuchTillDevice: when the club has none of this id.
    """
    rows = Device.objects.filter(club_id=club_id, id=device_id)
    if not rows.filter(ended_at=None).update(ended_at=at) and not rows.exists():
        raise NoSuchTillDevice


def set_pin(*, club_id: int, staff_id: int, pin: str, vault: Vault, at: datetime) -> None:
    """Give somebody of the staff a PIN, whatever it was before.

    :raises PinUnfit: when it is too short or long, all one digit, or digits in a row.
    """
    digits = ascii_digits(pin).strip()
    is_fit = digits.isascii() and digits.isdigit() and SHORTEST <= len(digits) <= LONGEST
    if not is_fit or len(set(digits)) == 1 or any(digits in run for run in _RUNS):
        raise PinUnfit
    hashed = make_password(_peppered(club_id, staff_id, digits, vault))
    Pin.objects.update_or_create(
        club_id=club_id, staff_id=staff_id, defaults={"hash": hashed, "wrong": 0, "set_at": at}
    )


def has_pin(*, club_id: int, staff_id: int) -> bool:
    """Tell somebody whether they have a PIN that still counts."""
    return Pin.objects.filter(club_id=club_id, staff_id=staff_id, wrong__lt=TRIES).exists()


def try_pin(*, club_id: int, staff_id: int, device_id: int, pin: str, vault: Vault) -> bool:
    """Tell whether it is that person's PIN; each try counts, for the person and the browser.

    Nobody learns whether somebody has none, or has used the tries up: it takes as long.
    """
    mine = Pin.objects.filter(club_id=club_id, staff_id=staff_id)
    here = Device.objects.filter(club_id=club_id, id=device_id, ended_at=None)
    is_open = bool(here.filter(wrong__lt=TRIES_AT_A_DEVICE).update(wrong=F("wrong") + 1)) and bool(
        mine.filter(wrong__lt=TRIES).update(wrong=F("wrong") + 1)
    )
    kept = mine.values_list("hash", flat=True).first() if is_open else None
    asked = _peppered(club_id, staff_id, ascii_digits(pin).strip(), vault)
    if kept is None:
        make_password(asked)
        return False
    if not check_password(asked, kept):
        return False
    mine.update(wrong=0)
    here.update(wrong=0)
    return True


def forgive(*, club_id: int, staff_id: int) -> None:
    """Let the PIN of somebody who came with the password count again."""
    Pin.objects.filter(club_id=club_id, staff_id=staff_id, wrong__gt=0).update(wrong=0)


def _peppered(club_id: int, staff_id: int, digits: str, vault: Vault) -> str:
    """Mix in what the database does not hold: a stolen copy of it opens no PIN."""
    return vault.trace(club_id=club_id, kind="till_pin", value=f"{staff_id}:{digits}").hex()
