"""Reports of the whole club, against purchases that were really made."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.clubs import Club, a_club
from tests.factories.coupons import buy_with, coupon, coupon_club
from tests.factories.shops import open_shop
from vafa.domain.clubs.principal import Principal, RightMissing
from vafa.domain.clubs.rights import rights_of
from vafa.insight.sales import Part
from vafa.interfaces.web import sources
from vafa.journeys import show_reports
from vafa.journeys.relay_changes import relay_changes
from vafa.kit.calendar import local_day

pytestmark = pytest.mark.django_db


def reader(club_id: int, *, branches: frozenset[str] = frozenset()) -> Principal:
    """Give somebody who may see the reports of a club."""
    rights = rights_of({"reports.read"})
    return Principal(club_id=club_id, credential_id=9, rights=rights, branches=branches)


def test_the_dashboard_counts_sales_buyers_members_and_units() -> None:
    shop = open_shop()
    sara, reza = shop.member(), shop.member()
    shop.purchase(sara, 1_000_000)
    shop.purchase(sara, 2_000_000)
    shop.purchase(reza, 3_000_000)

    found = show_reports.show_dashboard(
        principal=reader(shop.club_id), at=sources.now(), by="month"
    )

    assert (found.now.purchases, found.now.rials) == (3, 6_000_000)
    assert (found.before.purchases, found.before.rials) == (0, 0)
    assert found.bought is not None
    assert (found.bought.now.buyers, found.bought.now.new) == (2, 2)
    assert (found.bought.active, found.bought.lost) == (2, 0)
    assert found.cohorts is not None
    assert [one.came for one in found.cohorts] == [(2,)]
    assert (found.members.members, found.members.joined) == (2, 2)
    assert [(one.period, one.rials) for one in found.sold] == [(11, 6_000_000)]
    assert sum(one.members for one in found.tiers) == 2
    assert any(unit.units > 0 for unit in found.units)
    assert found.waiting.approvals == 0


@pytest.mark.parametrize("part", ["", "branch", "channel", "group", "product", "till", "recorder"])
def test_every_part_of_a_sales_report_adds_up_to_the_whole(part: Part) -> None:
    shop = open_shop(branches=("north", "south"))
    sara = shop.member()
    shop.purchase(sara, 1_000_000, branch="north")
    shop.purchase(sara, 2_000_000, branch="south")
    at = sources.now()

    every = show_reports.show_sales(principal=reader(shop.club_id), at=at, by="day", part=part)
    own = show_reports.show_sales(
        principal=reader(shop.club_id, branches=frozenset({"south"})), at=at, by="day", part=part
    )

    assert sum(one.rials for one in every.sold) == 3_000_000
    assert sum(one.rials for one in own.sold) == 2_000_000
    assert len(every.row.days) == show_reports.SHOWN["day"]


def test_units_are_told_back_from_what_members_have() -> None:
    shop = open_shop()
    sara = shop.member()
    shop.purchase(sara, 5_000_000)

    found = show_reports.show_units(principal=reader(shop.club_id), at=sources.now(), by="day")
    of_unit = [one for one in found.periods if one.unit == found.periods[0].unit]

    assert of_unit[-1].issued > 0
    assert of_unit[-1].outstanding == of_unit[-1].issued
    assert of_unit[-2].outstanding == 0
    assert found.names


def test_reports_need_their_right() -> None:
    shop = open_shop()
    nobody = Principal(club_id=shop.club_id, credential_id=9, rights=rights_of({"read"}))

    with pytest.raises(RightMissing):
        show_reports.show_dashboard(principal=nobody, at=sources.now(), by="day")


def reports_of(club: Club) -> dict[str, Any]:
    """Give what every report of a club takes."""
    return {"principal": reader(club.club_id), "at": club.at, "by": "month"}


def test_who_stays_away_for_ninety_days_is_lost_and_may_come_back() -> None:
    club = a_club()
    club.buy(1_000_000, name="Sara")
    club.buy(1_000_000, name="Reza")
    club.pass_days(100)
    club.buy(1_000_000, name="Sara")
    club.pass_days(31)

    found = show_reports.show_visitors(**reports_of(club))

    assert found.shifts is not None
    told = [(one.buyers, one.new, one.lost, one.won_back, one.active) for one in found.shifts]
    assert told[-6:] == [
        (2, 2, 0, 0, 2), (0, 0, 0, 0, 2), (0, 0, 0, 0, 2),
        (0, 0, 2, 0, 0), (1, 0, 0, 1, 1), (0, 0, 0, 0, 1),
    ]  # fmt: skip
    assert found.cohorts is not None
    assert [one.came for one in found.cohorts] == [(2, 0, 0, 0, 1, 0)]


def test_a_first_purchase_that_comes_late_moves_its_buyer_to_an_earlier_cohort() -> None:
    club = a_club()
    club.buy(1_000_000)
    first = show_reports.show_visitors(**reports_of(club)).cohorts
    club.placed_at = club.at - timedelta(days=2)
    club.buy(1_000_000)

    then = show_reports.show_visitors(**(reports_of(club) | {"by": "day"}))

    assert first is not None
    assert [one.members for one in first] == [1]
    assert then.shifts is not None
    assert [(one.buyers, one.new) for one in then.shifts][-3:] == [(1, 1), (0, 0), (1, 0)]


def test_moves_between_tiers_are_counted_from_the_feed() -> None:
    club = a_club()
    club.buy(300_000_000)
    assert relay_changes() > 0

    found = show_reports.show_tier_moves(**reports_of(club))

    assert sum(one.members for one in found.moves) >= 1
    assert {one.period for one in found.moves} == {len(found.row.days) - 1}
    assert sum(one.members for one in found.tiers) == 1


def test_an_own_range_is_compared_with_as_many_days_before_it() -> None:
    club = a_club()
    club.buy(1_000_000)
    club.pass_days(10)
    club.buy(3_000_000)
    today = local_day(club.at, "Asia/Tehran")

    found = show_reports.show_dashboard(
        **(reports_of(club) | {"by": "day"}), first=today - 6, last=today
    )

    assert (found.now.rials, found.before.rials) == (3_000_000, 1_000_000)
    assert found.bought is not None
    assert (found.bought.now.buyers, found.bought.now.returning) == (1, 1)
    assert (found.bought.before.buyers, found.bought.before.new) == (1, 1)
    assert len(found.row.days) == 7


def test_nobody_of_several_branches_is_counted_twice() -> None:
    club = a_club(branches=("north", "south", "west"))
    club.buy(1_000_000, branch="north")
    club.buy(1_000_000, branch="south")
    at: dict[str, Any] = {"at": club.at, "by": "month"}
    two, one = (
        reader(club.club_id, branches=frozenset(branches))
        for branches in (("north", "south"), ("south",))
    )

    assert show_reports.show_visitors(principal=two, **at).shifts is None
    found = show_reports.show_visitors(principal=one, **at).shifts
    assert found is not None
    assert found[-1].buyers == 1
    dashboard = show_reports.show_dashboard(principal=two, **at)
    assert dashboard.bought is None
    assert dashboard.now.rials == 2_000_000


def test_a_used_coupon_counts_in_the_month_of_its_purchase() -> None:
    club = coupon_club()
    code = coupon(club, uses=5)
    for name in ("Sara", "Ali"):
        assert buy_with(club, code, name=name).declined is None

    (used,) = show_reports.show_coupon_uses(**reports_of(club)).used

    assert (used.reward, used.uses, used.members) == ("tenth", 2, 2)
    assert used.rials > 0
