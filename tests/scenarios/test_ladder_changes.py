"""The ladder changes; what comes back or arrives late from before moves nobody on the old one."""

from datetime import timedelta

import pytest

from tests.factories.clubs import VAULT, Club, a_club, clock, ref
from vafa.journeys.show_tier import show_tier
from vafa.programme.document import Label, Ladder, Level, Programme
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def with_levels(*levels: Level) -> Programme:
    """Give the reference programme with another ladder."""
    programme = reference_programme()
    assert programme.ladder is not None
    return programme.model_copy(
        update={"ladder": programme.ladder.model_copy(update={"levels": levels})}
    )


def levels() -> tuple[Level, ...]:
    """Give the reference ladder's levels."""
    ladder: Ladder | None = reference_programme().ladder
    assert ladder is not None
    return ladder.levels


def taller() -> Programme:
    """Give a ladder with platinum on top."""
    top = Level(code="platinum", name=Label(fa="پلاتین", en="Platinum"), threshold=600_000_000)
    return with_levels(*levels(), top)


def steeper() -> Programme:
    """Give a ladder whose bronze begins at 100 million."""
    first, bronze, *rest = levels()
    return with_levels(first, bronze.model_copy(update={"threshold": 100_000_000}), *rest)


def change(club: Club, programme: Programme) -> None:
    """Put a programme in force from now on, and let a minute pass."""
    club.at += timedelta(minutes=1)
    club.publish(programme, starts_at=club.at)
    club.at += timedelta(minutes=1)


def tier(club: Club) -> str:
    """Say on which tier Sara stands."""
    member = ref(club.join())
    with clock(club.at):
        return show_tier(principal=club.principal, vault=VAULT, at=club.at, member=member).tier


def test_refund_of_an_old_sale_takes_no_new_tier_away() -> None:
    club = a_club()
    old = club.buy(1_000_000)
    change(club, taller())
    club.buy(700_000_000)

    done = club.refund(old)

    assert (tier(club), done.tier_changes) == ("platinum", ())


def test_refund_of_an_old_sale_gives_no_tier_of_the_old_ladder() -> None:
    club = a_club()
    old = club.buy(1_000_000)
    change(club, steeper())
    club.buy(60_000_000)

    done = club.refund(old)

    assert (tier(club), done.tier_changes) == ("regular", ())


def test_purchase_that_arrives_late_is_judged_by_todays_ladder() -> None:
    club = a_club()
    before = club.at
    change(club, taller())
    club.buy(700_000_000)
    club.placed_at = before

    late = club.buy(1_000_000)

    assert (tier(club), late.tier_changes) == ("platinum", ())
