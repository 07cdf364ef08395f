"""Row "pages": the server's time for the office's pages in a club of a million members.

The book has ten million movements of a year; it is written by the superuser, as a book of that
size would stand there. Each page is asked for several times over, the middle one is told.
"""

from __future__ import annotations

import secrets
import statistics
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

import psycopg
from django.test import Client as Browser

from bench.club import claim, ready_club
from bench.report import Measure
from bench.servers import admin
from vafa.domain.clubs import people as staff
from vafa.domain.clubs.people import NewStaff
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.queries import folded_name, mobile_end, mobile_place
from vafa.domain.members.standing import even_up
from vafa.domain.people import operations
from vafa.domain.people.records import NewUser
from vafa.interfaces.web import sources
from vafa.journeys.count_reports import count_reports
from vafa.journeys.manage_staff import invite_staff
from vafa.server.config import Config

ROW = "pages of a large club"
FIRST_MEMBER = 7_000_000_000_000
TIMES = 7
PAGES = (
    ("dashboard, day", "/?by=day"), ("dashboard, month", "/?by=month"),
    ("dashboard, year", "/?by=year"), ("dashboard, own days", "/?since=2026-08-01"),
    ("sales by month", "/reports/sales/?by=month"),
    ("sales by day and branch", "/reports/sales/?by=day&part=branch"),
    ("sales by month and product", "/reports/sales/?by=month&part=product"),
    ("points and credit by month", "/reports/units/?by=month"),
    ("members who buy by month", "/reports/members/?by=month"),
    ("tier moves by month", "/reports/tiers/?by=month"),
    ("members", "/members/"), ("members, a common name", "/members/?q=رضا"),
    ("members, a rare name", "/members/?q=یکتاپور"),
    ("members, a slip in a name", "/members/?q=یکتاپوور"),
    ("members, end of a mobile", "/members/?q=4321"),
    ("members at risk, by purchase", "/members/?quiet=-60&sort=-bought"),
    ("members of a tier, by credit", "/members/?tier=gold&sort=-unit_2"),
    ("members, birthday this week", "/members/?birthday=week"),
)  # fmt: skip
_GIVEN = ("سارا", "رضا", "مریم", "علی", "زهرا")
_FAMILY = ("محمدی", "رضایی", "کریمی", "احمدی", "موسوی", "جعفری", "یوسفی", "کاظمی", "صادقی")
_RARE, _RARE_FAMILY = 50_000, "یکتاپور"
_MEMBER = """
    COPY members_member (id, club_id, number, first_name, last_name, mobile_sealed, birth_month,
        birth_day, joined_at, joined_by, joined_branch, folded, mobile_end) FROM STDIN
"""
# %(first)s is the first member's id, %(last)s the last one's; each buys four times, eight days
# to a year ago, and has ten movements: two of each purchase, two of credit spent.
_BOOK = """
    INSERT INTO ledger_member_state (member_id, club_id, kind, state_version, movement_seq, state)
    SELECT id, %(club)s, 1, 6, 10, jsonb_build_object(
        'tier', (ARRAY['bronze', 'bronze', 'bronze', 'silver', 'gold'])[1 + id %% 5])
    FROM generate_series(%(first)s::bigint, %(last)s) AS id;
    INSERT INTO ledger_wallet (member_id, unit, club_id, spendable, last_seq)
    SELECT id, unit, %(club)s, 100, 10 FROM generate_series(%(first)s::bigint, %(last)s) AS id
    CROSS JOIN generate_series(1, 2) AS unit;
    CREATE TEMP TABLE bought AS
    SELECT id AS member_id, id * 10 + n AS sale_id, n,
        now() - (1 + (hashint8(id * 31 + n) & 2147483647) %% (91 * n)) * interval '1 day'
            - (id %% 600) * interval '1 minute' AS at,
        'b' || (1 + id %% 8) AS branch,
        100000 * (1 + (hashint8(id + n * 7) & 2147483647) %% 60) AS rials
    FROM generate_series(%(first)s::bigint, %(last)s) AS id
    CROSS JOIN generate_series(1, 4) AS n;
    INSERT INTO ledger_sale (member_id, id, club_id, occurred_at, recorded_at, net_rials,
        vat_rials, to_pay_rials, qualifying_rials, document, branch, channel, detail, xact)
    SELECT member_id, sale_id, %(club)s, at, at, rials, rials / 10, rials, rials, sale_id::text,
        branch, CASE sale_id %% 7 WHEN 0 THEN 'online' ELSE 'till' END, '{}', '3'::xid8
    FROM bought;
    INSERT INTO ledger_sale_line (member_id, sale_id, number, club_id, quantity_milli, gross_rials,
        net_rials, vat_rials, product_group, product, kind)
    SELECT member_id, sale_id, 1, %(club)s, 1000, rials, rials, rials / 10, 'g' || sale_id %% 9,
        'p' || sale_id %% 150, 'goods' FROM bought;
    INSERT INTO ledger_event (member_id, id, club_id, event_at, recorded_at, credential_id,
        programme_version_id, state_version, first_seq, last_seq, status, kind, answer)
    SELECT member_id, sale_id, %(club)s, at, at, 10 + sale_id %% 20, 1, n, n * 2 - 1, n * 2, 200,
        'purchase', '{}' FROM bought;
    INSERT INTO ledger_movement (member_id, seq, club_id, event_id, lot_seq, amount, balance_after,
        effective_at, recorded_at, unit, kind, from_account, to_account, xact)
    SELECT member_id, n * 2 - 2 + unit, %(club)s, sale_id, n * 2 - 2 + unit, 50, 50 * n, at, at,
        unit, 1, 10, 1, '3'::xid8 FROM bought CROSS JOIN generate_series(1, 2) AS unit
    UNION ALL
    SELECT member_id, 8 + unit, %(club)s, NULL, NULL, 100, 100, at, at, unit, 2, 1, 11, '3'::xid8
    FROM bought CROSS JOIN generate_series(1, 2) AS unit WHERE n = 1;
    INSERT INTO ledger_lot (member_id, seq, club_id, issued, remaining, available_at, expires_at,
        unit, class, state)
    SELECT member_id, n * 2, %(club)s, 50, 50, at, at + interval '400 days', 2, 0, 2 FROM bought
    WHERE n < 3;
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How large the club is; each member has four purchases and ten movements."""

    members: int = 1_000_000


@dataclass(frozen=True, slots=True)
class LargeClub:
    """A large club, and a browser in which its owner has signed in."""

    club_id: int
    principal: Principal
    browser: Browser


def shown(config: Config, size: Size) -> Iterator[Measure]:
    """Fill a club, count it, and ask for its pages."""
    club = large_club(config, size)
    begun = time.monotonic()
    counted = count_reports(club_id=club.club_id, at=sources.now())
    assert counted
    yield Measure(ROW, "counting ten million movements", time.monotonic() - begun, "s")
    begun = time.monotonic()
    count_reports(club_id=club.club_id, at=sources.now())
    yield Measure(ROW, "counting on, nothing new", (time.monotonic() - begun) * 1000, "ms")
    for name, address in PAGES:
        yield Measure(ROW, name, page_ms(club, address), "ms", at_most=100)


def page_ms(club: LargeClub, address: str) -> float:
    """Give the middle of the times that a page takes, after a first time that warms up."""
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        answer = club.browser.get(address)
        taken.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == HTTPStatus.OK, answer.status_code
    return statistics.median(taken[1:])


def large_club(config: Config, size: Size) -> LargeClub:
    """Open a club, let its owner sign in, and write a year's book of so many members."""
    principal = ready_club(config, members=0).principal
    ids = {
        "club": principal.club_id,
        "first": FIRST_MEMBER,
        "last": FIRST_MEMBER + size.members - 1,
    }
    with admin(config) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET work_mem = '256MB'")
        for statement in _BOOK.split(";\n"):
            if statement.strip():
                connection.execute(statement, ids)
        _register(connection, ids)
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
    return LargeClub(principal.club_id, principal, _owner(principal))


def _register(connection: psycopg.Connection, ids: Mapping[str, int]) -> None:
    """Write the members with sealed mobiles, and bring their standing up to the book."""
    vault, now, club = sources.vault(), sources.now(), ids["club"]
    ends = {
        end: mobile_end(club_id=club, mobile=f"{end:04}", vault=vault) for end in range(10_000)
    }
    with connection.cursor().copy(_MEMBER) as copy:
        for member_id in range(ids["first"], ids["last"] + 1):
            place = member_id - ids["first"]
            first = _GIVEN[place % len(_GIVEN)]
            last = _FAMILY[place // 5 % len(_FAMILY)] if place % _RARE else _RARE_FAMILY
            mobile = f"+98929{place:07}"
            copy.write_row(
                (
                    member_id, club, f"{place + 10_000_000}", first, last,
                    vault.seal(value=mobile, place=mobile_place(member_id)), 1 + place % 12,
                    1 + place % 29, now - timedelta(days=place % 364), "bench", "b1",
                    folded_name(first_name=first, last_name=last), ends[place % 10_000],
                )
            )  # fmt: skip
    connection.execute("VACUUM ANALYZE")
    after: int | None = 0
    while after is not None:
        with club_scope(club):
            after = even_up(club_id=club, after_id=after, vault=vault)


def _owner(principal: Principal) -> Browser:
    login, user_id = f"{secrets.token_hex(6)}@example.com", sources.ids().next()
    invited = invite_staff(
        principal=principal, claim=claim(), at=sources.now(), ids=sources.ids(),
        staff=NewStaff("صاحب باشگاه", "owner", ()),
    )  # fmt: skip
    password = secrets.token_urlsafe(16)
    user = NewUser(login, "سارا", password, may_skip_second_factor=True)
    operations.make_user(user_id=user_id, user=user, at=sources.now())
    with club_scope(principal.club_id):
        staff.link_user(club_id=principal.club_id, staff_id=invited.staff_id, user_id=user_id)
    browser = Browser(SERVER_NAME="localhost")
    answer = browser.post("/sign-in/", {"login": login, "password": password})
    assert answer.status_code == HTTPStatus.FOUND, answer.content.decode()
    return browser
