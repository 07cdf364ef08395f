"""The day's batch: settles, moves tiers, gives birthday gifts; once per club, step and day."""

import pytest

from tests.factories.clubs import VAULT, Club, a_club, claim, clock, ref
from vafa.domain.clubs.models import AnsweredRequest
from vafa.domain.clubs.scope import club_scope
from vafa.journeys.show_tier import show_tier
from vafa.ledger.calls import reading_club, rows
from vafa.ledger.models import Wallet
from vafa.programme.document import AfterDays, FixedAmount, Label, Rule
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db

STEPS = ("versions", "settle", "birthdays", "occasions", "endings", "forget")


def stored(club: Club, unit: int) -> int:
    """Give a balance as it is stored, without settling."""
    with club_scope(club.club_id):
        return Wallet.objects.get(member_id=club.join(), unit=unit).spendable


def tier(club: Club) -> str:
    with clock(club.at):
        return show_tier(
            principal=club.principal, vault=VAULT, at=club.at, member=ref(club.join())
        ).tier


def test_what_is_due_is_settled_without_anybody_looking() -> None:
    document = reference_programme()
    units = tuple(unit.model_copy(update={"expiry": AfterDays(days=9)}) for unit in document.units)
    club = a_club(document.model_copy(update={"units": units}))
    club.buy(1_000_000)
    club.pass_days(10)

    run = club.run_day()

    assert (run.settled, run.steps) == (1, STEPS)
    assert stored(club, 2) == 0


def test_the_same_day_runs_once() -> None:
    """Each step is idempotent by (club, step, date)."""
    club = a_club()
    club.buy(1_000_000)

    first, second = club.run_day(), club.run_day()

    assert (first.steps, second.steps) == (STEPS, ())


def test_tiers_are_warned_kept_in_grace_and_stepped_down() -> None:
    """E60: warning 14 days before, 30 days of grace, one step down; each told once."""
    club = a_club()
    club.buy(160_000_000)
    told: dict[int, list[str]] = {}
    for day in range(1, 400):
        club.pass_days(1)
        if day > 340 and club.run_day().tier_changes:
            told[day] = [tier(club)]

    assert told == {351: ["silver"], 365: ["silver"], 395: ["bronze"]}


def test_birthday_gift_is_given_once_a_jalali_year() -> None:
    """E19: born on 30 Esfand: the gift comes on 29 Esfand of a common year."""
    document = reference_programme()
    gift = Rule(
        code="birthday",
        name=Label(fa="هدیهٔ تولد", en="Birthday gift"),
        trigger="birthday",
        effects=(FixedAmount(unit="points", units=300),),
    )
    club = a_club(document.model_copy(update={"rules": (*document.rules, gift)}))
    club.join(birthday=(12, 30))
    club.pass_days(119)  # 29 Esfand 1405, a common year

    first = club.run_day()
    club.pass_days(1)
    second = club.run_day()

    assert (first.gifts, second.gifts) == (1, 0)
    assert club.available("points") == 300


def test_idempotency_keys_are_forgotten_after_35_days() -> None:
    """The natural key still stands then: a till that sends again gets the first answer."""
    club = a_club()
    asked = claim("old")
    first = club.buy(1_000_000, asked=asked, document="R")
    club.pass_days(40 * 365)  # keys are kept by the clock on the wall

    club.run_day()

    with reading_club(club.club_id):
        assert rows("SELECT key FROM ledger_request_key WHERE club_id = %s", (club.club_id,)) == []
        assert AnsweredRequest.objects.filter(club_id=club.club_id).count() == 0
    again = club.buy(1_000_000, asked=asked, document="R")
    assert (again.replayed, again.event_id) == (True, first.event_id)
