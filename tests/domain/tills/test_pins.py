"""PINs at a till: few tries, for a person and for a browser, and no hint why one fails."""

from __future__ import annotations

import pytest

from tests.factories.clubs import a_club
from vafa.domain.clubs.scope import club_scope
from vafa.domain.tills import operations, pins
from vafa.interfaces.web import sources

pytestmark = pytest.mark.django_db

SARA, ALI, DEVICE = 11, 12, 99


@pytest.fixture
def club_id() -> int:
    """Open a club with a till, a browser there, and Sara's PIN."""
    club = a_club()
    with club_scope(club.club_id):
        operations.open_till(club_id=club.club_id, code="t1", branch="", at=sources.now())
        pins.enrol(
            club_id=club.club_id, device_id=DEVICE, by=SARA, at=sources.now(),
            device=pins.NewDevice("t1", "secret", "Chrome · Windows"),
        )  # fmt: skip
        pins.set_pin(
            club_id=club.club_id, staff_id=SARA, pin="۷۳۹۱", vault=sources.vault(),
            at=sources.now(),
        )  # fmt: skip
    return club.club_id


def tried(club_id: int, staff_id: int, pin: str) -> bool:
    """Try a PIN at the browser."""
    with club_scope(club_id):
        return pins.try_pin(
            club_id=club_id, staff_id=staff_id, device_id=DEVICE, pin=pin, vault=sources.vault()
        )


@pytest.mark.parametrize("pin", ["739", "7391824", "1111", "1234", "9876", "0123", "12a4", ""])
def test_easy_pin_is_refused(club_id: int, pin: str) -> None:
    with club_scope(club_id), pytest.raises(pins.PinUnfit):
        pins.set_pin(
            club_id=club_id, staff_id=ALI, pin=pin, vault=sources.vault(), at=sources.now()
        )


def test_pin_opens_for_its_person_only(club_id: int) -> None:
    assert tried(club_id, SARA, "7391")
    assert not tried(club_id, ALI, "7391")


def test_five_wrong_tries_leave_the_password_only(club_id: int) -> None:
    assert [tried(club_id, SARA, "5050") for _ in range(pins.TRIES)] == [False] * pins.TRIES
    assert not tried(club_id, SARA, "7391")
    with club_scope(club_id):
        assert not pins.has_pin(club_id=club_id, staff_id=SARA)
        pins.forgive(club_id=club_id, staff_id=SARA)

    assert tried(club_id, SARA, "7391")


def test_right_pin_forgets_wrong_ones(club_id: int) -> None:
    for _ in range(3):
        assert [tried(club_id, SARA, "5050"), tried(club_id, SARA, "7391")] == [False, True]


def test_browser_has_few_tries_in_all(club_id: int) -> None:
    for staff_id in range(100, 100 + pins.TRIES_AT_A_DEVICE):
        assert not tried(club_id, staff_id, "7391")

    assert not tried(club_id, SARA, "7391")
    with club_scope(club_id):
        assert pins.devices(club_id=club_id, secret="secret") == ()


def test_browser_is_known_by_its_secret_until_it_is_taken_away(club_id: int) -> None:
    with club_scope(club_id):
        known = pins.devices(club_id=club_id, secret="secret")
        assert [(one.till, one.label) for one in known] == [("t1", "Chrome · Windows")]
        assert pins.devices(club_id=club_id, secret="another") == ()
        pins.end_device(club_id=club_id, device_id=DEVICE, at=sources.now())
        pins.end_device(club_id=club_id, device_id=DEVICE, at=sources.now())
        assert pins.devices(club_id=club_id, secret="secret") == ()
        with pytest.raises(pins.NoSuchTillDevice):
            pins.end_device(club_id=club_id, device_id=1, at=sources.now())
