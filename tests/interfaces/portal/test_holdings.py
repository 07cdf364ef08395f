"""What a member holds, in words."""

from __future__ import annotations

import pytest

from tests.factories.people import member_client
from tests.factories.shops import open_shop
from vafa.interfaces.portal.holdings import money_units, said, units_text
from vafa.programme.document import AfterDays, Label
from vafa.programme.presets import reference_programme


def test_money_is_written_as_money_and_points_with_their_name() -> None:
    assert units_text(20_000, name="اعتبار", is_money=True) == "۲٬۰۰۰ تومان"
    assert units_text(12, name="امتیاز", is_money=False) == "۱۲ امتیاز"
    assert money_units(reference_programme()) == {"credit"}
    assert said(Label(fa="امتیاز", en="points")) == "امتیاز"


@pytest.mark.django_db
def test_what_ends_and_what_is_coming_is_said() -> None:
    document = reference_programme()
    points, credit = document.units
    units = (
        points.model_copy(update={"expiry": AfterDays(days=10)}),
        credit.model_copy(update={"pending_days": 2}),
    )
    shop = open_shop(programme=document.model_copy(update={"units": units}))
    member_id = shop.member()
    shop.purchase(member_id, 10_000_000)

    holds = member_client(shop, member_id).get(f"/c/{shop.code}/me/").context["holds"]

    assert len(holds.endings) == 1
    assert "۱۰۰ امتیاز" in holds.endings[0]
    assert holds.coming == ("۲۰٬۰۰۰ تومان",)
