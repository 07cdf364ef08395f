"""A notice tells the highest threshold that a balance reaches, upwards only."""

from datetime import UTC, datetime

import pytest

from tests.programme.shop import patched
from vafa.domain.rewards.notices import reached, rows
from vafa.domain.rewards.rulebook import Version
from vafa.ledger.records import Snapshot, WalletBalance
from vafa.programme.records import Award, Burn

NOTICE = {"code": "steps", "unit": "points", "thresholds": [50, 100]}
NOW = datetime(2026, 7, 1, tzinfo=UTC)


def version(*notices: object) -> Version:
    return Version(1, 1, NOW, patched({"/notices": list(notices)}), {"fa": {}, "en": {}})


def holding(spendable: int, owed: int = 0) -> Snapshot:
    held = {1: WalletBalance(spendable, 0, 0, owed)}
    return Snapshot(7, 1, 0, {}, held, NOW, 1)


@pytest.mark.parametrize(
    ("before", "change", "told"),
    [
        (0, 50, [50]),
        (50, 49, []),
        (99, 1, [100]),
        (0, 100, [100]),
        (100, -60, []),
        (40, 10, [50]),
    ],
)
def test_only_the_highest_is_told(before: int, change: int, told: list[int]) -> None:
    found = rows(version=version(NOTICE), snapshot=holding(before), change={"points": change})

    assert [one.payload["threshold"] for one in found] == told


def test_what_is_owed_is_netted_first() -> None:
    assert rows(version=version(NOTICE), snapshot=holding(0, 30), change={"points": 60}) == ()


def test_awards_count_once_they_may_be_spent_and_burns_lower() -> None:
    now = Award("r", "points", 60, 60, 1, {}, {}, "", 1)
    later = Award("r", "points", 60, 60, 1, {}, {}, "", 1, available_day=9)
    burn = Burn("points", 5, 5, "discount", {})

    (row,) = reached(
        version=version(NOTICE), snapshot=holding(0), awards=(now, later), burns=(burn,)
    )

    assert (row.topic, row.payload) == (
        "notice.reached",
        {"event_id": "7", "notice": "steps", "unit": "points", "threshold": 50, "balance": 55},
    )


def test_a_programme_without_notices_tells_nothing() -> None:
    assert reached(version=version(), snapshot=holding(0), awards=()) == ()
