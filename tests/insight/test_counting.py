"""What is counted and what came since are the whole book, whatever happens and however late."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import connection, connections, transaction

from tests.factories.clubs import Club, a_club, clock
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.rights import rights_of
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.rewards.records import PurchaseLine
from vafa.insight import counting
from vafa.insight.changes import visitors
from vafa.insight.counting import Counted, count_on, differences, forget_counts
from vafa.insight.marks import club_view, mark_of
from vafa.journeys import show_reports
from vafa.kit.calendar import local_day
from vafa.kit.errors import VafaError
from vafa.ledger.calls import reading_club, rows

# What a sale knows of its transaction is what is tested, so each step is committed.
pytestmark = pytest.mark.django_db(transaction=True)

ZONE = "Asia/Tehran"


def reader(club: Club, *branches: str) -> Principal:
    """Give somebody who may see the club's reports."""
    return Principal(
        club_id=club.club_id, credential_id=9, rights=rights_of({"reports.read"}),
        branches=frozenset(branches),
    )  # fmt: skip


def count(club: Club) -> None:
    assert count_on(club_id=club.club_id, zone=ZONE, at=club.at) is Counted.DONE


def everything(club: Club, *branches: str) -> dict[str, Any]:
    """Give all that the reports say of a club."""
    who = reader(club, *branches)
    asked: dict[str, Any] = {"principal": who, "at": club.at}
    found: dict[str, Any] = {}
    for by in ("day", "week", "month", "year"):
        found[f"dashboard {by}"] = show_reports.show_dashboard(**asked, by=by)
        found[f"visitors {by}"] = show_reports.show_visitors(**asked, by=by)
        found[f"units {by}"] = show_reports.show_units(**asked, by=by)
        found[f"tiers {by}"] = show_reports.show_tier_moves(**asked, by=by)
        for part in ("", "branch", "channel", "group", "product", "till", "recorder"):
            found[f"sales {by} {part}"] = show_reports.show_sales(**asked, by=by, part=part)
    today = local_day(club.at, ZONE)
    for first, last in ranges(today):
        one = show_reports.show_dashboard(**asked, by="month", first=first, last=last)
        found[f"dashboard from {first}"] = one
    return {name: asdict(one) for name, one in found.items()}


def ranges(today: int) -> tuple[tuple[int, int], ...]:
    """Give ranges of days: some weeks, some months, and years that visits lie far apart in."""
    return (
        (today - 200, today), (today - 90, today - 15), (today - 9, today - 2),
        (today - 900, today - 20), (today - 500, today),
    )  # fmt: skip


def bought_between(club: Club, first: int, last: int) -> int:
    """Count, sale by sale, the members who bought on days from one to another."""
    with reading_club(club.club_id):
        (found,) = rows(
            "SELECT count(DISTINCT s.member_id)::int AS members FROM ledger_sale AS s"
            " JOIN ledger_member_state AS m USING (member_id) WHERE m.kind = 1"
            " AND s.returns_sale_id IS NULL AND (s.occurred_at AT TIME ZONE 'Asia/Tehran')::date"
            " - DATE '1970-01-01' BETWEEN %s AND %s",
            (first, last),
        )
    return int(found["members"])


def live_a_little(club: Club, dice: random.Random, sales: list[PurchaseDone]) -> None:
    """Let one thing happen: most often a purchase, now and then late, or one of its ends."""
    club.at += timedelta(hours=dice.choice((1, 5, 30, 24 * 40, 24 * 100)))
    what = dice.randrange(10)
    if what < 6 or not sales:
        if what == 0:
            club.placed_at = club.at - timedelta(hours=dice.randrange(1, 60))
        line = PurchaseLine(
            dice.randrange(1, 80) * 100_000, vat_rials=9_000, product=dice.choice(("a", "b"))
        )
        sales.append(
            club.buy(
                name=dice.choice(("Sara", "Reza", "Ali")), lines=[line],
                branch=dice.choice(("north", "south")), attributes={"till": dice.choice("12")},
            )
        )  # fmt: skip
        club.placed_at = None
        return
    sale = dice.choice(sales)
    try:
        if what == 6:
            club.refund(sale, amount_rials=50_000)
        elif what == 7:
            club.void(sale)
        elif what == 8:
            club.edit(sale, 700_000)
        else:
            club.run_day()
    except VafaError:
        pass  # what was voided or edited is not so again


@pytest.mark.parametrize("seed", range(2))
def test_counts_are_the_whole_book_whatever_happens(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  framework
    club = a_club(branches=("north", "south"))
    sales: list[PurchaseDone] = []
    for step in range(40):
        live_a_little(club, dice, sales)
        if dice.random() < 0.3 or step == 5:
            count(club)
    live_a_little(club, dice, sales)

    assert differences(club_id=club.club_id, zone=ZONE) == ()
    counted, of_north = everything(club), everything(club, "north")
    forget_counts(club_id=club.club_id, zone=ZONE)
    assert everything(club) == counted
    assert everything(club, "north") == of_north
    assert counted["dashboard year"]["bought"]["now"]["buyers"] > 0
    for first, last in ranges(local_day(club.at, ZONE)):
        buyers = counted[f"dashboard from {first}"]["bought"]["now"]["buyers"]
        assert buyers == bought_between(club, first, last)


def test_what_is_under_way_while_it_is_counted_is_counted_the_next_time() -> None:
    club = a_club()
    club.buy(1_000_000)
    begun, counted = Event(), Event()

    def buy_slowly() -> None:
        try:
            with transaction.atomic():
                club.buy(2_000_000)
                begun.set()
                assert counted.wait(20)
        finally:
            begun.set()
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(buy_slowly)
        assert begun.wait(20)
        count(club)
        club_sums = everything(club)["sales day "]["sold"][0]
        counted.set()
        slow.result()

    assert club_sums["sold_rials"] == 1_000_000
    assert everything(club)["sales day "]["sold"][0]["sold_rials"] == 3_000_000
    count(club)
    assert everything(club)["sales day "]["sold"][0]["sold_rials"] == 3_000_000
    assert differences(club_id=club.club_id, zone=ZONE) == ()


def test_a_club_that_is_not_counted_yet_has_nothing_to_compare() -> None:
    assert differences(club_id=a_club().club_id, zone=ZONE) is None


def test_months_add_up_to_their_days() -> None:
    club = a_club()
    for _ in range(4):
        club.buy(1_000_000)
        club.pass_days(25)
        count(club)
    with reading_club(club.club_id):
        found = rows(
            "SELECT grain, sum(purchases)::int AS purchases, sum(sold_rials)::int AS rials,"
            " (SELECT sum(change)::int FROM insight_units AS u WHERE u.grain = s.grain) AS change"
            " FROM insight_sold AS s WHERE part = 1 GROUP BY grain ORDER BY grain"
        )

    assert found[0] == {**found[1], "grain": 1}
    assert (found[0]["purchases"], found[0]["rials"]) == (4, 4_000_000)


def test_two_who_count_at_once_do_not_count_twice() -> None:
    club = a_club()
    for _ in range(5):
        club.buy(1_000_000)

    def one() -> bool:
        try:
            return count_on(club_id=club.club_id, zone=ZONE, at=club.at) is Counted.DONE
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(one) for _ in range(4)]
        assert any(future.result() for future in done)
    assert differences(club_id=club.club_id, zone=ZONE) == ()


def test_a_changed_count_is_found() -> None:
    club = a_club()
    club.buy(1_000_000)
    count(club)
    with reading_club(club.club_id), connection.cursor() as cursor:
        cursor.execute("UPDATE insight_sold SET sold_rials = 5 WHERE grain = 1 AND part = 1")

    (found,) = differences(club_id=club.club_id, zone=ZONE) or ()

    assert found.place.startswith("insight_sold 1 ")
    assert (found.counted[2], found.right[2]) == (5, 1_000_000)


def test_counts_of_another_database_or_zone_are_not_believed() -> None:
    """A restored dump brings a mark of transactions that this database has yet to see."""
    club = a_club()
    club.buy(1_000_000)
    count(club)
    assert mark_of_club(club) is not None
    assert mark_of_club(club, zone="Europe/Berlin") is None
    with reading_club(club.club_id), connection.cursor() as cursor:
        cursor.execute("UPDATE insight_mark SET snapshot = '900000000:900000000:'")

    assert mark_of_club(club) is None
    assert everything(club)["sales day "]["sold"][0]["sold_rials"] == 1_000_000
    count(club)
    assert mark_of_club(club) is not None
    assert differences(club_id=club.club_id, zone=ZONE) == ()


def test_when_the_clock_goes_back_counting_begins_anew() -> None:
    club = a_club()
    club.buy(1_000_000)
    count(club)
    before = club.at
    club.at -= timedelta(hours=2)
    with clock(club.at):
        club.buy(2_000_000)

    count(club)

    mark = mark_of_club(club)
    assert mark is not None
    assert mark.built_at == club.at < before
    assert differences(club_id=club.club_id, zone=ZONE) == ()


def test_a_large_club_is_told_by_its_census(monkeypatch: pytest.MonkeyPatch) -> None:
    club = a_club()
    club.buy(30_000_000, name="Sara")
    club.buy(1_000_000, name="Reza")
    club.at += timedelta(hours=1)
    small = everything(club)
    count(club)
    monkeypatch.setattr("vafa.insight.club.LARGE", 1)

    assert everything(club) == small
    club.join("Ali")
    assert everything(club)["dashboard day"]["members"]["members"] == 2
    club.at += counting.CENSUS_EVERY
    count(club)
    assert everything(club)["dashboard day"]["members"]["members"] == 3


def mark_of_club(club: Club, *, zone: str = ZONE) -> Any:
    with reading_club(club.club_id):
        return mark_of(club_id=club.club_id, zone=zone)


def test_who_comes_again_on_a_counted_day_is_not_looked_at_again() -> None:
    club = a_club(branches=("north", "south"))
    first = club.buy(1_000_000, branch="north")
    count(club)
    club.at += timedelta(minutes=5)
    club.buy(2_000_000, branch="north")

    with club_view(club_id=club.club_id, zone=ZONE) as view:
        assert visitors(view) == []
    club.buy(3_000_000, branch="south")
    with club_view(club_id=club.club_id, zone=ZONE) as view:
        assert visitors(view) == [first.member_id]
    count(club)
    assert differences(club_id=club.club_id, zone=ZONE) == ()
