"""The book by month: every movement in one month, whenever it was recorded."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import connections, transaction

from tests.factories.clubs import NOON, Club, a_club
from vafa.domain.accounting.months import month_named, starts_at
from vafa.ledger import periods
from vafa.ledger.calls import reading_club, rows
from vafa.ledger.periods import Knowledge, Period, PeriodFlow
from vafa.programme.document import AfterDays, Programme
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db(transaction=True)

ZONE = "Asia/Tehran"
ABAN = month_named("1405-08")
POINTS, CREDIT = 1, 2


def months(count: int, *, first_open: int = 0, is_whole: bool = False) -> Period:
    starts = [starts_at(ABAN + n, ZONE) for n in range(count)]
    end = starts_at(ABAN + count, ZONE) if is_whole else None
    return Period(starts, first_open, end)


def flows(
    club: Club, period: Period, *, before: Knowledge | None = None, until: Knowledge | None = None
) -> list[PeriodFlow]:
    return periods.flows(
        club_id=club.club_id,
        zone=ZONE,
        period=period,
        before=before,
        until=until or periods.known_now(),
    )


def sums(found: Sequence[PeriodFlow], unit: int) -> Counter[tuple[int, int, str]]:
    """Add up a unit by month, cohort and what."""
    counted: Counter[tuple[int, int, str]] = Counter()
    for flow in found:
        if flow.unit == unit:
            counted[flow.month, flow.cohort, flow.what] += flow.amount
    return counted


def short_lived() -> Programme:
    """Give the reference club with points that end after twenty days."""
    programme = reference_programme()
    points, credit = programme.units
    return programme.model_copy(
        update={"units": (points.model_copy(update={"expiry": AfterDays(days=20)}), credit)}
    )


def test_each_use_and_end_is_told_with_the_month_of_issue() -> None:
    club = a_club(short_lived())
    sale = club.buy(10_000_000)
    club.pass_days(5)
    club.buy(10_000_000)
    club.redeem(150_000)
    club.refund(sale, amount_rials=2_000_000)
    club.pass_days(16)
    club.run_day()

    found = flows(club, months(2))

    assert sums(found, POINTS) == {
        (0, 0, "sold"): 100, (1, 1, "sold"): 100, (1, 0, "taken_back"): 20, (1, 0, "expired"): 80,
    }  # fmt: skip
    assert sums(found, CREDIT) == {
        (0, 0, "sold"): 200_000, (1, 1, "sold"): 200_000, (1, 0, "used"): 150_000,
        (1, 0, "taken_back"): 40_000,
    }  # fmt: skip
    assert sums(found, 0) == {(0, 0, "price"): 10_000_000, (1, 0, "price"): 10_000_000}
    assert periods.stocks(club_id=club.club_id).units == {POINTS: (100, 0), CREDIT: (210_000, 0)}


def test_what_is_owed_is_told_apart() -> None:
    club = a_club()
    sale = club.buy(10_000_000)
    club.redeem(200_000)
    club.refund(sale)
    club.pass_days(1)
    club.buy(5_000_000)

    found = sums(flows(club, months(2)), CREDIT)

    assert found == {
        (0, 0, "sold"): 200_000, (0, 0, "used"): 200_000, (0, 0, "owed"): 200_000,
        (1, 0, "owed"): -100_000,
    }  # fmt: skip
    assert periods.stocks(club_id=club.club_id).units[CREDIT] == (0, 100_000)


def test_expired_units_that_are_taken_back_change_their_name_only() -> None:
    club = a_club(short_lived())
    sale = club.buy(10_000_000)
    club.pass_days(21)
    club.refund(sale)

    assert sums(flows(club, months(2)), POINTS) == {
        (0, 0, "sold"): 100, (1, 0, "expired"): 0, (1, 0, "taken_back"): 100,
    }  # fmt: skip


def test_late_is_in_the_first_month_that_was_open_when_it_became_known() -> None:
    club = a_club()
    club.buy(1_000_000)
    club.pass_days(3)
    closing = Knowledge(periods.known_now().snapshot, club.at)
    club.pass_days(1)
    club.placed_at = NOON
    club.buy(2_000_000)
    club.placed_at = None
    club.buy(4_000_000)

    of_aban = flows(club, months(1, is_whole=True), until=closing)
    later = flows(club, months(2, first_open=1), before=closing)

    assert sums(of_aban, POINTS) == {(0, 0, "sold"): 10}
    assert sums(later, POINTS) == {(1, 0, "sold"): 20, (1, 1, "sold"): 40}
    assert len({flow.day for flow in later}) == 2


def test_posting_under_way_at_a_closing_is_in_the_next_month() -> None:
    """It was recorded before the closing and committed after: neither lost nor counted twice."""
    club = a_club()
    club.buy(1_000_000)
    club.pass_days(3)
    club.placed_at = NOON
    posted, may_commit = threading.Event(), threading.Event()

    def till() -> None:
        try:
            with transaction.atomic():
                club.buy(2_000_000)
                posted.set()
                assert may_commit.wait(30)
        finally:
            connections.close_all()

    under_way = threading.Thread(target=till)
    under_way.start()
    assert posted.wait(30)
    closing = Knowledge(periods.known_now().snapshot, club.at + timedelta(hours=1))
    closed = flows(club, months(1, is_whole=True), until=closing)
    may_commit.set()
    under_way.join()

    assert sums(closed, POINTS) == {(0, 0, "sold"): 10}
    assert flows(club, months(1, is_whole=True), until=closing) == closed
    later = flows(club, months(2, first_open=1), before=closing)
    assert sums(later, POINTS) == {(1, 0, "sold"): 20}


def test_empty_book_has_no_first_moment() -> None:
    club = a_club()

    assert periods.first_moment(club_id=club.club_id) is None
    assert periods.stocks(club_id=club.club_id).units == {}
    club.buy(1_000_000)
    assert periods.first_moment(club_id=club.club_id) == NOON


def test_a_month_does_not_read_the_ones_before() -> None:
    """The index by moment of recording is there and is one that costs a posting nothing."""
    with reading_club(a_club().club_id):
        (found,) = rows(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'ledger_movement_recorded'"
        )

    assert "USING brin (recorded_at)" in found["indexdef"]
