"""What receipts of every door share: lines by name, and the link."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.factories.people import club_of
from tests.factories.shops import open_shop
from vafa.domain.rewards.receipts import sale_of
from vafa.interfaces.web import sources
from vafa.interfaces.web.people import portal_principal
from vafa.interfaces.web.receipts import printed, receipt_address
from vafa.programme.records import Line

pytestmark = pytest.mark.django_db


def test_lines_are_printed_by_name_with_vat() -> None:
    shop = open_shop()
    lines = (
        Line(1, "unspecified", 200_000, 200_000, vat_rials=20_000, quantity_milli=2500),
        Line(2, "unspecified", 50_000, 50_000, product="P-1"),
    )

    first, second = printed(principal=portal_principal(club_of(shop)), lines=lines)

    assert (first.title, first.quantity) == ("خرید", "۲٫۵")
    assert (first.unit_rials, first.amount_rials) == (88_000, 220_000)
    assert second.title == lines[1].product


def test_the_link_leads_to_its_sale_in_its_club_only() -> None:
    shop, other = open_shop(), open_shop()

    link = receipt_address(club_code=shop.code, club_id=shop.club_id, sale_id=1 << 60)
    token = link.rpartition("/")[2]

    assert link.startswith(f"{settings.PUBLIC_ADDRESS}/r/{shop.code}/")
    assert sale_of(vault=sources.vault(), club_id=shop.club_id, token=token) == 1 << 60
    assert sale_of(vault=sources.vault(), club_id=other.club_id, token=token) is None
