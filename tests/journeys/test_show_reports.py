"""Reports of the whole club, against purchases that were really made."""

from __future__ import annotations

import pytest

from tests.factories.shops import open_shop
from vafa.domain.clubs.principal import Principal, RightMissing
from vafa.domain.clubs.rights import rights_of
from vafa.insight.sales import Part
from vafa.interfaces.web import sources
from vafa.journeys import show_reports

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
    assert (found.buyers.buyers, found.buyers.came_again) == (2, 1)
    assert (found.members.members, found.members.joined) == (2, 2)
    assert [(one.period, one.rials) for one in found.sold] == [(11, 6_000_000)]
    assert sum(one.members for one in found.tiers) == 2
    assert any(unit.units > 0 for unit in found.units)
    assert found.waiting.approvals == 0


@pytest.mark.parametrize("part", ["", "branch", "channel", "group", "product"])
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
