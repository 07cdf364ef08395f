"""Row "pages": the server's time for the office's pages in a large club.

Each page is asked for several times over. Told are the middle of how long it took, and what it
cost: processor time of the web server's part and of PostgreSQL, which a busy machine changes less.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from bench.large_club import LargeClub, Size, large_club
from bench.machine import tree_seconds
from bench.report import Measure
from bench.servers import server_pid
from vafa.insight.counting import Counted
from vafa.insight.marks import club_view
from vafa.interfaces.web import sources
from vafa.journeys.count_reports import count_reports
from vafa.ledger.calls import call, reading_club
from vafa.server.config import Config

ROW = "pages of a large club"
AIM_MS = 100
# `number` is of a member, `tag` and `staff` are ids.
PAGES = (
    ("dashboard", "/"),
    ("dashboard, day", "/?by=day"),
    ("dashboard, month", "/?by=month"),
    ("dashboard, year", "/?by=year"),
    ("dashboard, own days", "/?since=2026-08-01"),
    ("sales by month", "/reports/sales/?by=month"),
    ("sales by day and branch", "/reports/sales/?by=day&part=branch"),
    ("sales by month and product", "/reports/sales/?by=month&part=product"),
    ("points and credit by month", "/reports/units/?by=month"),
    ("members who buy by month", "/reports/members/?by=month"),
    ("tier moves by month", "/reports/tiers/?by=month"),
    ("members", "/members/"),
    ("members, a common name", "/members/?q=رضا"),
    ("members, two common names", "/members/?q=رضا کریمی"),
    ("members, a rare name", "/members/?q=یکتاپور"),
    ("members, a slip in a name", "/members/?q=یکتاپوور"),
    ("members, a name that nobody has", "/members/?q=برزویه"),
    ("members, end of a mobile", "/members/?q=4321"),
    ("members, more of a mobile", "/members/?q=2204321"),
    ("members, a number", "/members/?q={number}"),
    ("members at risk, by purchase", "/members/?quiet=-60&sort=-bought"),
    ("members of late, by purchase", "/members/?quiet=30&sort=-bought"),
    ("members who never bought", "/members/?quiet=never"),
    ("members of a tier", "/members/?tier=gold"),
    ("members of a tier, by credit", "/members/?tier=gold&sort=-unit_2"),
    ("members with a tag", "/members/?tag={tag}"),
    ("members of a manager", "/members/?manager={staff}"),
    ("members of a branch", "/members/?branch=b3"),
    ("members who left", "/members/?state=left"),
    ("members now", "/members/?state=present"),
    ("members, birthday this week", "/members/?birthday=week"),
    ("members who may be sent an SMS", "/members/?consent=sms"),
    ("members who may be sent an e-mail", "/members/?consent=email"),
    ("members who joined in a week", "/members/?since=2026-08-01&until=2026-08-07"),
    ("members with much credit", "/members/?unit=2&least=499&sort=-unit_2"),
    ("members, tier, branch and a name", "/members/?tier=gold&branch=b3&q=کریمی"),
    ("all members, counted", "/members/together/"),
    ("members of a tier, counted", "/members/together/?tier=gold"),
    ("member", "/members/{number}/"),
    ("member, purchases", "/members/{number}/purchases/"),
    ("member, statement", "/members/{number}/statement/"),
    ("member, everything that happened", "/members/{number}/timeline/"),
    ("orders", "/orders/"),
    ("orders of a state", "/orders/?state=registered"),
    ("orders, a title", "/orders/?q=میز"),
    ("orders, a number", "/orders/?q=123456"),
    ("orders, a title that none has", "/orders/?q=پنجره"),
    ("orders of a week", "/orders/?since=2026-08-01&until=2026-08-07"),
    ("sales of the day at the till", "/cashier/sales/"),
    ("what was done", "/reports/activity/"),
    ("what the club owes", "/reports/liability/"),
    ("months of the accounts", "/reports/months/"),
    ("journal", "/reports/months/journal/"),
    ("coupons by month", "/reports/coupons/?by=month"),
)
NEXT = "members, next page"


def shown(config: Config, size: Size, folder: Path) -> Iterator[Measure]:
    """Load a club unless the folder remembers one, count it, and ask for its pages."""
    club = large_club(config, size, folder)
    yield Measure(ROW, "members", size.members, "members")
    if club.loading_seconds:
        yield Measure(ROW, "loading", club.loading_seconds, "s")
    yield from of_club(config, club, times=size.times)


def of_club(config: Config, club: LargeClub, *, times: int) -> Iterator[Measure]:
    """Count a club, and ask for its pages so often."""
    yield from _counted(config, club)
    for name, address in (*PAGES, (NEXT, _next_page(club))):
        yield from of_page(config, club, name, address, times=times)


def _counted(config: Config, club: LargeClub) -> Iterator[Measure]:
    """Count the whole book part by part unless it is counted, and then what is new: nothing."""
    with club_view(club_id=club.club_id) as view:
        is_counted = view.mark is not None
    if not is_counted:
        yield from _whole_counted(config, club)
    begun = time.monotonic()
    count_reports(club_id=club.club_id, at=sources.now())
    yield Measure(ROW, "counting on, nothing new", (time.monotonic() - begun) * 1000, "ms")


def _whole_counted(config: Config, club: LargeClub) -> Iterator[Measure]:
    server = server_pid(config)
    begun, of_database, parts = time.monotonic(), tree_seconds(server), [0.0]
    is_more = True
    while is_more:
        part = time.monotonic()
        is_more = count_reports(club_id=club.club_id, at=sources.now()) is Counted.MORE
        parts.append(time.monotonic() - part)
    taken, of_database = time.monotonic() - begun, tree_seconds(server) - of_database
    yield Measure(ROW, "counting the whole book", taken, "s")
    yield Measure(ROW, "counting the whole book: CPU, PostgreSQL", of_database, "s")
    yield Measure(ROW, "counting the whole book: longest part", max(parts), "s")
    movements = _movements(club)
    yield Measure(ROW, "counting the whole book: movements a second", movements / taken, "/s")


def _movements(club: LargeClub) -> int:
    with reading_club(club.club_id):
        return int(call("SELECT count(*) FROM ledger_movement WHERE club_id = %s", club.club_id))


def of_page(
    config: Config, club: LargeClub, name: str, address: str, *, times: int
) -> Iterator[Measure]:
    """Give how long a page takes and what it costs, after a first time that warms up."""
    asked = address.format(number=club.number, tag=club.tag_id, staff=club.staff_id)
    server = server_pid(config)
    _ask(club, asked)
    costs, of_database, taken = time.process_time(), tree_seconds(server), []
    for _ in range(times):
        begun = time.perf_counter()
        _ask(club, asked)
        taken.append((time.perf_counter() - begun) * 1000)
    costs, of_database = time.process_time() - costs, tree_seconds(server) - of_database
    yield Measure(ROW, name, statistics.median(taken), "ms", at_most=AIM_MS)
    yield Measure(ROW, f"{name}: CPU, web server", costs / times * 1000, "ms")
    yield Measure(ROW, f"{name}: CPU, PostgreSQL", of_database / times * 1000, "ms")


def _ask(club: LargeClub, address: str) -> str:
    answer = club.browser.get(address)
    assert answer.status_code == HTTPStatus.OK, f"{answer.status_code} at {address}"
    return answer.content.decode()


def _next_page(club: LargeClub) -> str:
    """Give the address of the page after the first one, as it is linked."""
    _, _, rest = _ask(club, "/members/").partition("after=")
    assert rest
    return "/members/?sort=-joined&after=" + rest.partition('"')[0]
