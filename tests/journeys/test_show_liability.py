"""What a club owes its members: by the Rial, through real purchases."""

from __future__ import annotations

import pytest

from tests.factories.accounts import close, figures, measure, proof, shown
from tests.factories.clubs import Club, a_club
from tests.factories.gift_cards import a_card, buy, card_club, goods
from vafa.domain.accounting.months import InvalidMonth
from vafa.domain.rewards.answers import Why
from vafa.domain.rewards.records import CardPayment
from vafa.journeys.show_liability import Revalued, UnitTermsShown, show_liability, show_terms
from vafa.programme.document import AfterDays, PerAmount, Programme, Redemption
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db(transaction=True)

ABAN, AZAR, DEY = "1405-08", "1405-09", "1405-10"


def points_only(*, units: int, rials: int, value: int, days: int = 0) -> Programme:
    """Give a programme of points alone: so many for so many Rial, each worth `value`."""
    programme = reference_programme()
    points = programme.units[0].model_copy(update={"redemption": Redemption(value_rials=value)})
    if days:
        points = points.model_copy(update={"expiry": AfterDays(days=days)})
    rule = programme.rules[0]
    effect = PerAmount(unit="points", units=units, rials=rials)
    return programme.model_copy(
        update={
            "units": (points, programme.units[1]),
            "rules": (rule.model_copy(update={"effects": (effect,)}),),
        }
    )


def test_e83_through_the_book() -> None:
    """The example in hundredths: a sale of 200,000, 2,000 points worth 10, of which 85 % go."""
    club = a_club(points_only(units=1, rials=100, value=10))
    club.buy(200_000)
    measure(club, "points", ABAN, use=8500)
    bought = figures(club, ABAN, "points")
    club.redeem(1000, unit="points")
    used = figures(club, ABAN, "points")

    assert (bought.issued_units, bought.closing_rials) == (2000, 15_668)
    assert 200_000 - bought.closing_rials == 184_332
    assert used.used_rials + used.breakage_rials == 9217
    assert used.closing_rials == 15_668 - 9217
    assert proof(club) == ()


def test_e38_version_with_another_rate_revalues_once_from_its_announced_day() -> None:
    """1,000 to 800 Rial a point; announced ahead, booked on the day it starts."""
    club = a_club()
    club.buy(10_000_000)
    club.publish(points_only(units=1, rials=100_000, value=800), starts_at=club.at.replace(day=26))
    ahead = shown(club, ABAN).revaluations
    club.pass_days(10)
    club.publish(points_only(units=2, rials=100_000, value=800))

    azar = figures(club, AZAR, "points")
    assert ahead == ()
    # 97,087.378 are deferred; four fifths of that are 77,669.9
    revalued = Revalued("1405/09/05", "points", 2, 100, 100_000, 80_000, 77_670 - 97_087)
    assert shown(club, AZAR).revaluations == (revalued,)
    assert (azar.opening_rials, azar.revalued_rials) == (97_087, -19_417)
    assert (azar.closing_rials, azar.worth_rials) == (77_670, 80_000)
    club.pass_days(25)
    close(club, ABAN)
    close(club, AZAR)
    assert shown(club, AZAR).revaluations == (revalued,)
    assert shown(club, DEY).revaluations == ()
    assert proof(club) == ()


def test_estimate_comes_from_the_clubs_own_finished_months() -> None:
    """Of three months' points that are over, what was used is what will be used."""
    club = a_club(points_only(units=1, rials=1000, value=100, days=20))
    for used in (80, 60, 40):
        club.buy(100_000)
        club.redeem(used, unit="points")
        club.pass_days(30)
        club.run_day()
    before = terms(club)
    club.buy(100_000)
    club.pass_days(30)

    assert before == UnitTermsShown(
        code="points", name=Why("امتیاز", "points"), rials=100, per_units=1,
        use_basis_points=10_000, is_set_by_hand=False, estimate_basis_points=6000,
        finished_used=180, finished_expired=120,
    )  # fmt: skip
    assert figures(club, "1405-11", "points").use_basis_points == 10_000
    assert figures(club, "1405-12", "points").use_basis_points == 6000
    measure(club, "points", "1405-12", use=7000)
    assert (terms(club).use_basis_points, terms(club).estimate_basis_points) == (7000, 6000)
    assert terms(club).is_set_by_hand
    assert proof(club) == ()


def test_months_are_those_that_are_asked() -> None:
    club = a_club()
    assert show_liability(principal=club.principal, at=club.at) == ()
    club.buy(1_000_000)
    club.pass_days(40)
    close(club, ABAN)

    assert names(club) == [ABAN, AZAR, DEY]
    assert names(club, first=AZAR) == [AZAR, DEY]
    assert names(club, last=AZAR) == [ABAN, AZAR]
    assert names(club, first=DEY, last=DEY) == [DEY]
    assert names(club, first="1405-11") == []
    assert names(club, last="1405-07") == []
    with pytest.raises(InvalidMonth):
        names(club, first="Aban")


def names(club: Club, *, first: str = "", last: str = "") -> list[str]:
    """Give the names of the months that are shown."""
    found = show_liability(principal=club.principal, at=club.at, first=first, last=last)
    return [month.month for month in found]


def terms(club: Club) -> UnitTermsShown:
    """Give how points are measured now."""
    return show_terms(principal=club.principal, at=club.at)[0]


def test_what_is_left_on_gift_cards_is_owed_by_the_rial() -> None:
    """A card is paid for when it is sold: what is left on it is owed, whole, until it is used."""
    club = card_club()
    card = a_card(club, 500_000)
    sold = figures(club, ABAN, "credit")
    buy(club, goods(200_000), cards=[CardPayment(card.code)])
    used = figures(club, ABAN, "credit")

    assert (sold.closing_units, sold.worth_rials) == (500_000, 500_000)
    assert (used.used_units, used.closing_units, used.worth_rials) == (200_000, 300_000, 300_000)
    assert used.closing_rials == 300_000
    assert proof(club) == ()
