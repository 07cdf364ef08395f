"""What receipts of every door share: lines by name, and the link."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.factories.people import club_of
from tests.factories.shops import open_shop
from vafa.domain.rewards.answers import PurchaseDone, RewardHad, Spent, Why
from vafa.domain.rewards.receipts import sale_of
from vafa.interfaces.web import sources
from vafa.interfaces.web.people import portal_principal
from vafa.interfaces.web.receipts import printed, receipt_address, totals
from vafa.programme.records import Line

pytestmark = pytest.mark.django_db
SAID = Why("ده درصد", "ten per cent")


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


LINES = (
    Line(1, "unspecified", 600_000, 600_000, vat_rials=60_000),
    Line(2, "unspecified", 400_000, 400_000, vat_rials=40_000),
)


def done_of(to_pay: int, spent: tuple[Spent, ...] = (), off: int = 0) -> PurchaseDone:
    """Give a purchase of `LINES` as it was answered."""
    rewards = (RewardHad("tenth", 1, off, "", 0, SAID),) if off else ()
    return PurchaseDone(
        status=201, replayed=False, event_id=1, member_id=1, document="1", programme_version=1,
        net_rials=1_000_000, vat_rials=100_000, to_pay_rials=to_pay, awards=(), spent=spent,
        rewards=rewards, tier_changes=(), balances=(), notes=(), changed_since_quote=False,
        declined=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("to_pay", "spend_as", "off", "expected", "vat"),
    [
        (800_000, "tender", 0, [1_100_000, -300_000, 800_000], 100_000),
        (770_000, "discount", 0, [1_100_000, -330_000, 770_000], 70_000),
        (550_000, "discount", 200_000, [1_100_000, -220_000, -330_000, 550_000], 50_000),
        (580_000, "tender", 200_000, [1_100_000, -220_000, -300_000, 580_000], 80_000),
    ],
)
def test_what_is_below_the_lines_leads_from_their_sum_to_what_is_paid(
    to_pay: int, spend_as: str, off: int, expected: list[int], vat: int
) -> None:
    spent = (Spent("credit", 300_000, 300_000, spend_as, None, SAID),)

    told = totals(done=done_of(to_pay, spent, off), lines=LINES, names={"credit": "اعتبار"})

    assert [one.amount_rials for one in told] == [*expected, vat]
    assert sum(expected[:-1]) == to_pay
    paid = "پرداخت با اعتبار" if spend_as == "tender" else "پرداخت با اعتبار و مالیات آن"
    assert paid in [one.title for one in told]


@pytest.mark.parametrize("vat", [0, 100_000])
def test_nothing_stands_between_a_sum_and_the_same_to_pay(vat: int) -> None:
    lines = (Line(1, "unspecified", 1_000_000, 1_000_000, vat_rials=vat),)

    told = totals(done=done_of(1_000_000 + vat), lines=lines, names={})

    assert [one.amount_rials for one in told] == [1_000_000 + vat, *([vat] if vat else [])]


def test_the_link_leads_to_its_sale_in_its_club_only() -> None:
    shop, other = open_shop(), open_shop()

    link = receipt_address(club_code=shop.code, club_id=shop.club_id, sale_id=1 << 60)
    token = link.rpartition("/")[2]

    assert link.startswith(f"{settings.PUBLIC_ADDRESS}/r/{shop.code}/")
    assert sale_of(vault=sources.vault(), club_id=shop.club_id, token=token) == 1 << 60
    assert sale_of(vault=sources.vault(), club_id=other.club_id, token=token) is None
