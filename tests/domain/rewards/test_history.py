"""A history's columns: what it refuses, and how VAT leaves its amounts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.factories.histories import Bought, history_of
from vafa.domain.clubs.records import ClubFacts
from vafa.domain.rewards.history import HistoryIncomplete, PurchaseHistory, without_vat

TODAY = 20_000
MOBILES = {"Sara": "09290000001", "Ali": "09290000002"}
BOUGHT = (
    Bought("Sara", 20, (1_100_000, 330_000), "A-1", groups=(1, 2)),
    Bought("Sara", 10, (109_000,), "A-2"),
    Bought("Ali", 15, (1_000,), "B-1"),
)


def history(bought: tuple[Bought, ...] = BOUGHT) -> PurchaseHistory:
    """Give a history whose amounts include VAT."""
    return history_of(bought, today=TODAY, mobiles=MOBILES, with_vat=True)


def club(*vat_rates: tuple[int, int]) -> ClubFacts:
    """Give a club with VAT rates from days on."""
    return ClubFacts(
        club_id=1, name="باشگاه", zone="Asia/Tehran", test=False,
        branches=frozenset(), vat_rates=vat_rates,
    )  # fmt: skip


def test_columns_are_those_of_the_members_asked_for() -> None:
    columns = history().columns(1, 2)

    assert columns.member.tolist() == [1]
    assert columns.first_line.tolist() == [0]
    assert columns.line_end.tolist() == [1]
    assert columns.net_rials.tolist() == [1_000]
    assert columns.spend_units == ("credit",)


def test_first_days_are_those_of_everybodys_first_order() -> None:
    assert history().first_days() == [TODAY - 20, TODAY - 15]


def test_without_vat_uses_the_rate_of_each_orders_day() -> None:
    """10 % until ten days ago, then 9 % (E86)."""
    found = without_vat(history=history(), club=club((0, 1_000), (TODAY - 10, 900)))

    assert found.net_rials.tolist() == [1_000_000, 300_000, 100_000, 909]
    assert found.vat_rials.tolist() == [100_000, 30_000, 9_000, 91]
    assert found.gross_rials.tolist() == found.net_rials.tolist()
    assert not found.amounts_with_vat


@pytest.mark.parametrize("missing", ["an order", "a line"])
def test_check_refuses_gaps(missing: str) -> None:
    """Everybody has an order, every order a line."""
    whole = history()
    whole.check()
    gaps = {
        "an order": replace(whole, people=(*whole.people, whole.people[0])),
        "a line": replace(whole, line_end=np.array([2, 2, 4])),
    }

    with pytest.raises(HistoryIncomplete):
        gaps[missing].check()
