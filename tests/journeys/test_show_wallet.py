"""What a member holds now."""

from datetime import date

import pytest

from tests.factories.clubs import VAULT, a_club, a_club_with_credit, clock, ref
from vafa.domain.clubs.principal import Principal, RightMissing
from vafa.domain.clubs.rights import rights_of
from vafa.domain.rewards.answers import Expiring, UnitHeld, Why
from vafa.journeys.show_wallet import show_wallet
from vafa.programme.document import AfterDays
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def test_wallet_shows_every_unit_with_its_worth_and_next_end() -> None:
    document = reference_programme()
    units = tuple(
        unit.model_copy(update={"expiry": AfterDays(days=10), "pending_days": 2})
        if unit.code == "credit"
        else unit
        for unit in document.units
    )
    club = a_club(document.model_copy(update={"units": units}))
    club.buy(1_000_000)

    at_first = club.wallet()
    club.pass_days(3)
    later = club.wallet()

    assert at_first.balances == (
        UnitHeld("points", Why("امتیاز", "points"), 10, 0, 0, 0, 10, 10_000, None),
        UnitHeld("credit", Why("اعتبار", "credit"), 0, 0, 20_000, 0, 0, 0, None, is_money=True),
    )
    # Spendable from 23 November; "10 days" then end at the midnight that closes 3 December.
    assert later.balances[1] == UnitHeld(
        "credit", Why("اعتبار", "credit"), 20_000, 0, 0, 0, 20_000, 20_000,
        Expiring(20_000, date(2026, 12, 4)), is_money=True,
    )  # fmt: skip
    assert later.as_of == club.at


def test_holds_are_not_available() -> None:
    club = a_club_with_credit()
    club.hold(30_000)

    credit = club.wallet().balances[1]

    assert (credit.spendable, credit.held, credit.available) == (100_000, 30_000, 70_000)


def test_reading_needs_its_right() -> None:
    club = a_club()
    till = Principal(club.club_id, 1, rights_of({"purchases"}))

    with clock(club.at), pytest.raises(RightMissing):
        show_wallet(principal=till, vault=VAULT, member=ref(club.join()))
