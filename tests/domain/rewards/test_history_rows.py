"""From decided columns to the book's rows: moments, details, and each member's sum."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pytest

from tests.factories.histories import Bought, history_of
from vafa.domain.clubs.principal import Principal
from vafa.domain.rewards.history_rows import Decided, batch_of, books_of
from vafa.domain.rewards.rulebook import Version
from vafa.kit.calendar import day_of
from vafa.kit.ids import Ids
from vafa.programme.presets import reference_programme
from vafa.programme.replay import replay

MOBILES = {"Sara": "09290000001"}
OWNER = Principal(club_id=7, credential_id=8, rights=frozenset())


def decided(today: dt.date, *bought: Bought) -> Decided:
    """Decide a history of Sara's by the reference programme."""
    at = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    version = Version(
        id=5, number=1, starts_at=at, document=reference_programme(), groups={"fa": {}, "en": {}}
    )
    history = history_of(bought, today=day_of(today), mobiles=MOBILES)
    found = replay(
        programme=version.compiled,
        columns=history.columns(0, 1),
        until_day=day_of(today) + 1,
        compiled=False,
    )
    return Decided(version, history, 0, (11,), found)


def ids() -> Ids:
    """Give ids that start somewhere."""
    return Ids(node=1, clock_ms=lambda: 1_800_000_000_000)


@pytest.mark.parametrize(
    ("date", "hour_utc"),
    [
        (dt.date(2026, 11, 20), (6, 30)),  # +3:30
        (dt.date(2022, 6, 1), (5, 30)),  # summer time, +4:30
        (dt.date(2022, 3, 22), (5, 30)),  # clocks went from 00:00 to 01:00 on this day
        (dt.date(2022, 9, 21), (5, 30)),  # clocks went back at the end of this day
    ],
)
def test_orders_happen_at_their_local_time(date: dt.date, hour_utc: tuple[int, int]) -> None:
    """10:00 in Tehran, also on the days when the clocks changed."""
    batch = batch_of(
        decided=decided(date, Bought("Sara", 0, (1,), "A")),
        principal=OWNER,
        ids=ids(),
        begins={},
        revisions={},
    )

    moment = dt.datetime.combine(date, dt.time(*hour_utc), dt.UTC)
    assert batch.events.at == [int(moment.timestamp())]


def test_details_keep_what_a_refund_reads() -> None:
    """Basis and burns by line number, and the reason of each award."""
    today = dt.date(2026, 11, 20)
    found = decided(
        today,
        Bought("Sara", 9, (3_000_000, 2_000_000), "A-1"),
        Bought("Sara", 1, (600_000, 400_000), "A-2", wants_credit=True),
    )

    batch = batch_of(decided=found, principal=OWNER, ids=ids(), begins={}, revisions={})

    awards = [json.loads(detail) for detail in batch.awards.detail]
    sales = [json.loads(detail) for detail in batch.events.detail]
    assert awards[0]["line_basis"] == {"1": 3_000_000, "2": 2_000_000}
    assert awards[-1]["line_basis"] == {"1": 540_000, "2": 360_000}
    assert awards[1]["reasons"][0]["code"] == "share"
    assert sales[0] == {"burns": [], "day": day_of(today) - 9}
    (burn,) = sales[1]["burns"]
    assert (burn["unit"], burn["units"], burn["spend_as"]) == ("credit", 100_000, "discount")
    assert burn["lines"] == {"1": 60_000, "2": 40_000}
    assert batch.lines.number == [1, 2, 1, 2]
    assert batch.events.document == ["A-1", "A-2"]


def test_books_sum_up_what_was_decided() -> None:
    """50 points and 100,000 of credit, all of it used; then 9 points and 18,000."""
    found = decided(
        dt.date(2026, 11, 20),
        Bought("Sara", 9, (5_000_000,), "A-1"),
        Bought("Sara", 1, (1_000_000,), "A-2", wants_credit=True),
    )

    book = books_of(decided=found)[11]

    assert book.tier == "regular"
    assert book.movements == 5
    assert book.balances == {1: (59, 0, 0), 2: (18_000, 0, 0)}
    assert book.lots == {1: (2, 59), 2: (1, 18_000)}
    assert np.all(found.replay.balances[0, :, 0] == [59, 18_000])
