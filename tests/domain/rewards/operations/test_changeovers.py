"""A version comes in: members move on its ladder, and what they hold gets its end, with notice."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.factories.clubs import VAULT, Club, a_club, clock, ref
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards import posting
from vafa.domain.rewards.operations import changeovers
from vafa.journeys.show_tier import show_tier
from vafa.kit.calendar import local_day, midnight
from vafa.ledger.models import Event, Lot
from vafa.ledger.verify import verify
from vafa.programme.document import AfterDays, AfterInactivity, Expiry, NeverExpires, Programme
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db

ZONE = "Asia/Tehran"
CREDIT = 2


def lasting(expiry: Expiry, **more: Any) -> Programme:
    """Give the reference programme whose units all end like this."""
    document = reference_programme()
    units = tuple(unit.model_copy(update={"expiry": expiry}) for unit in document.units)
    return document.model_copy(update={"units": units, **more})


def ends(club: Club, name: str = "Sara") -> list[int | None]:
    """Give in how many days each credit lot ends, oldest first."""
    today = local_day(club.at, ZONE)
    with club_scope(club.club_id):
        lots = Lot.objects.filter(member_id=club.join(name), unit=CREDIT).order_by("seq")
        return [
            None if at is None else local_day(at, ZONE) - today
            for at in lots.values_list("expires_at", flat=True)
        ]


def in_days(club: Club, days: int) -> datetime:
    """Give the midnight at the beginning of that day from now."""
    return midnight(local_day(club.at, ZONE) + days, ZONE)


def tier(club: Club) -> str:
    """Say on which tier Sara stands."""
    with clock(club.at):
        shown = show_tier(
            principal=club.principal, vault=VAULT, at=club.at, member=ref(club.join())
        )
    return shown.tier


def test_expiry_switched_on_in_a_live_club_gives_open_lots_their_end_with_notice() -> None:
    """E84: nothing expires before max(earned + period, activation + notice)."""
    club = a_club(lasting(NeverExpires()))
    club.buy(1_000_000)
    club.pass_days(350)
    club.buy(2_000_000)
    club.publish(lasting(AfterDays(days=365), notice_days=30), starts_at=club.at)

    run = club.run_day()

    assert "versions" in run.steps
    assert ends(club) == [31, 366]
    told = [one for one in club.outbox("expiry.announced") if one["unit"] == "credit"]
    assert [(one["units"], one["first_ends_at"]) for one in told] == [
        (60_000, in_days(club, 31).isoformat())
    ]
    club.pass_days(30)
    assert club.available("credit") == 60_000
    club.pass_days(1)
    assert club.available("credit") == 40_000
    assert verify(club_id=club.club_id).differences == 0


def test_switching_on_is_done_once_for_each_member_and_version() -> None:
    club = a_club(lasting(NeverExpires()))
    club.buy(1_000_000)
    club.publish(lasting(AfterDays(days=10)), starts_at=club.at)
    for _ in range(3):
        club.run_day()
        club.pass_days(1)

    with club_scope(club.club_id):
        assert Event.objects.filter(member_id=club.join(), kind="version").count() == 1
    assert len(club.outbox("expiry.announced")) == 2  # points and credit


@pytest.mark.django_db(transaction=True)
def test_run_that_broke_off_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    club = a_club(lasting(NeverExpires()))
    for name in ("Sara", "Ali", "Mina"):
        club.buy(1_000_000, name=name)
    club.publish(lasting(AfterDays(days=10)), starts_at=club.at)
    calls: list[Any] = []

    def dies_at_the_second(**given: Any) -> Any:
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return posting.run(**given)

    monkeypatch.setattr(changeovers, "run", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        club.run_day()
    club.pass_days(1)
    club.run_day()

    assert [ends(club, name) for name in ("Sara", "Ali", "Mina")] == [[30], [31], [31]]
    assert len(calls) == 4  # Sara is not posted again


def test_lots_keep_what_was_promised_when_expiry_is_switched_off() -> None:
    club = a_club(lasting(AfterDays(days=100)))
    club.buy(1_000_000)
    club.publish(lasting(NeverExpires()), starts_at=club.at)
    club.run_day()
    club.pass_days(1)
    club.buy(1_000_000)

    assert ends(club) == [100, None]


def test_inactivity_switched_on_counts_with_notice_even_for_who_buys_meanwhile() -> None:
    club = a_club(lasting(NeverExpires()))
    club.buy(1_000_000)
    club.buy(1_000_000, name="Ali")
    club.pass_days(100)
    club.publish(lasting(AfterInactivity(days=5), notice_days=30), starts_at=club.at)
    club.run_day()
    club.pass_days(1)
    club.buy(1_000_000, name="Ali")

    club.pass_days(29)
    assert (club.available("credit"), club.available("credit", "Ali")) == (20_000, 40_000)
    club.pass_days(1)
    assert (club.available("credit"), club.available("credit", "Ali")) == (0, 0)


def test_inactivity_switched_off_ends_nothing_any_more() -> None:
    club = a_club(lasting(AfterInactivity(days=5)))
    club.buy(1_000_000)
    club.publish(lasting(NeverExpires()), starts_at=club.at)
    club.run_day()
    club.pass_days(400)

    assert club.available("credit") == 20_000


def test_purchase_that_arrives_late_gets_the_end_of_those_that_were_in_time() -> None:
    club = a_club(lasting(NeverExpires()))
    club.join()
    before = club.at
    club.pass_days(2)
    club.publish(lasting(AfterDays(days=5), notice_days=10), starts_at=club.at)
    club.run_day()
    club.placed_at = before
    club.buy(1_000_000)

    assert ends(club) == [11]


def test_other_thresholds_lift_at_once_and_lower_after_grace() -> None:
    """E65 with E60: the day on which the version comes in, not at the next purchase."""
    club = a_club()
    club.buy(160_000_000)
    club.publish(with_thresholds(silver=200_000_000), starts_at=club.at)
    club.run_day()
    lowered = tier(club)
    club.pass_days(31)
    club.run_day()
    after_grace = tier(club)
    club.publish(with_thresholds(silver=100_000_000), starts_at=club.at)
    club.pass_days(1)
    club.run_day()

    assert (lowered, after_grace, tier(club)) == ("silver", "bronze", "silver")
    assert [one["kind"] for one in club.outbox("tier.changed")] == [
        "up", "grace_started", "down", "up",
    ]  # fmt: skip


def test_version_that_moves_nobody_writes_nothing() -> None:
    club = a_club()
    club.buy(1_000_000)
    club.publish(reference_programme().model_copy(update={"quote_minutes": 5}), starts_at=club.at)
    club.run_day()

    with club_scope(club.club_id):
        assert not Event.objects.filter(member_id=club.join(), kind="version").exists()


def test_of_versions_that_followed_within_a_day_members_come_under_the_last() -> None:
    club = a_club(lasting(NeverExpires()))
    club.buy(1_000_000)
    club.publish(lasting(AfterDays(days=40)), starts_at=club.at)
    club.at += timedelta(hours=1)
    club.publish(lasting(NeverExpires()), starts_at=club.at)
    club.run_day()

    assert ends(club) == [None]


def with_thresholds(**thresholds: int) -> Programme:
    """Give the reference programme with other thresholds."""
    document = reference_programme()
    assert document.ladder is not None
    levels = tuple(
        level.model_copy(update={"threshold": thresholds.get(level.code, level.threshold)})
        for level in document.ladder.levels
    )
    ladder = document.ladder.model_copy(update={"levels": levels})
    return document.model_copy(update={"ladder": ladder})
