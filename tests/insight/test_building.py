"""A whole book is counted part by part: what is sold meanwhile, and a worker that dies."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event

import pytest
from django.db import connection, connections, transaction

from tests.factories.clubs import Club, a_club
from tests.insight.test_counting import ZONE, everything, mark_of_club
from vafa.insight import building, counting
from vafa.insight.building import Building
from vafa.insight.counting import Counted, count_on, differences, forget_counts
from vafa.insight.marks import WRITTEN_WITHIN, club_view
from vafa.ledger.calls import reading_club, rows

pytestmark = pytest.mark.django_db(transaction=True)


def a_busy_club(names: int) -> Club:
    """Give a club in which so many have bought twice."""
    club = a_club(branches=("north", "south"))
    for number in range(names):
        club.join(f"m{number}")
        for branch in ("north", "south"):
            club.buy(1_000_000 + number, name=f"m{number}", branch=branch)
            club.at += timedelta(hours=30)
    return club


def under_way(club: Club) -> Building | None:
    with club_view(club_id=club.club_id, zone=ZONE):
        return building.under_way(club_id=club.club_id, zone=ZONE)


def a_round(club: Club) -> Counted:
    return count_on(club_id=club.club_id, zone=ZONE, at=club.at)


def test_a_book_is_counted_in_parts_while_it_is_sold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "PART", 5)
    club = a_busy_club(6)
    seen: list[Building] = []
    while a_round(club) is Counted.MORE:
        found = under_way(club)
        assert found is not None
        seen.append(found)
        assert mark_of_club(club) is None
        club.buy(2_000_000, name="m0")  # whose part is counted already
        club.buy(2_000_000, name="m5")  # and whose is not

    done = [one.counted for one in seen]
    assert len(done) >= 2
    assert done == sorted(set(done))
    assert seen[-1].total >= done[-1]
    assert under_way(club) is None
    assert differences(club_id=club.club_id, zone=ZONE) == ()
    counted = everything(club)
    a_round(club)
    assert everything(club) == counted
    forget_counts(club_id=club.club_id, zone=ZONE)
    assert everything(club) == counted


def test_a_worker_that_dies_loses_one_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "PART", 5)
    club = a_busy_club(6)
    assert a_round(club) is Counted.MORE
    before = under_way(club)

    def die(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr("vafa.insight.changes.visits", die)
        with pytest.raises(KeyboardInterrupt):
            a_round(club)

    assert under_way(club) == before
    while a_round(club) is Counted.MORE:
        pass
    assert differences(club_id=club.club_id, zone=ZONE) == ()


def test_pages_keep_what_is_counted_while_it_is_counted_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(building, "PART", 5)
    club = a_busy_club(6)
    while a_round(club) is Counted.MORE:
        pass
    club.at += counting.BUILT_ANEW_AFTER + timedelta(hours=1)
    club.buy(2_000_000, name="m0")
    shown = everything(club)
    before = mark_of_club(club)

    while a_round(club) is Counted.MORE:
        assert mark_of_club(club) == before
        assert everything(club) == shown

    after = mark_of_club(club)
    assert (after.build, after.built_at) == (3 - before.build, club.at)
    assert everything(club) == shown
    assert builds_of(club) == [after.build]
    assert differences(club_id=club.club_id, zone=ZONE) == ()


def test_each_change_is_read_once_and_no_transaction_is_missed() -> None:
    """Where to look begins at an earlier round, as soon as nothing older is under way.

    Transactions of other tests in the same server hold it back, too.
    """
    club = a_busy_club(1)
    since_after(club, club.at)

    begun, over = Event(), Event()

    def write_slowly() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT pg_current_xact_id()")
                begun.set()
                assert over.wait(20)
        finally:
            begun.set()
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(write_slowly)
        assert begun.wait(20)
        began_at = club.at
        for _ in range(3):
            club.at += timedelta(hours=1)
            a_round(club)
        assert mark_of_club(club).since <= began_at
        over.set()
        slow.result()
    since = since_after(club, club.at)
    with club_view(club_id=club.club_id, zone=ZONE) as view:
        assert view.asked()["since"] == since - WRITTEN_WITHIN


def since_after(club: Club, moment: datetime) -> datetime:
    """Count round by round until the place to look is later than a moment; give it."""
    for _ in range(100):
        club.at += timedelta(minutes=1)
        a_round(club)
        since: datetime = mark_of_club(club).since
        if since > moment:
            return since
        time.sleep(0.2)
    message = "something is under way all the time"
    raise AssertionError(message)


def builds_of(club: Club) -> list[int]:
    """Give the builds of which there are counts."""
    with reading_club(club.club_id):
        found = rows(
            "SELECT DISTINCT build FROM insight_sold UNION SELECT build FROM insight_units"
            " UNION SELECT build FROM insight_count UNION SELECT build FROM insight_flow"
        )
    return [row["build"] for row in found]
