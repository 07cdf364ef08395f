"""A large club, a million members with ten million movements if asked, and who looks at it.

It is written by the superuser, as a club of that size would stand there: members with sealed
mobiles, consents, tags and orders, a year of purchases, and what was kept of them for lists. A
folder remembers it: whoever measures in a home that was kept need not wait until it is loaded.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Final

from django.test import Client as Browser

from bench.club import claim, ready_club
from bench.servers import admin
from vafa.domain.clubs import people as staff
from vafa.domain.clubs.branches import BranchWords
from vafa.domain.clubs.people import NewStaff
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import authenticate
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.numbers import number_from
from vafa.domain.members.queries import folded_name, mobile_end, mobile_place
from vafa.domain.members.standing import even_up
from vafa.domain.members.vault import Vault
from vafa.domain.people import operations
from vafa.domain.people.records import NewUser
from vafa.interfaces.web import sources
from vafa.journeys.manage_branches import open_branch
from vafa.journeys.manage_staff import invite_staff
from vafa.journeys.mark_members import Doing, save_tag
from vafa.kit.calendar import local_day
from vafa.server.config import Config

REMEMBERED: Final = "large-club.json"
FIRST_MEMBER = 7_000_000_000_000
BRANCHES = 8
_GIVEN = ("سارا", "رضا", "مریم", "علی", "زهرا")
_FAMILY = ("محمدی", "رضایی", "کریمی", "احمدی", "موسوی", "جعفری", "یوسفی", "کاظمی", "صادقی")
_RARE, _RARE_FAMILY = 50_000, "یکتاپور"
_LEFT = 60  # one member of so many has left the club
_MEMBER = """
    COPY members_member (id, club_id, number, first_name, last_name, mobile_sealed, birth_month,
        birth_day, joined_at, joined_by, joined_branch, folded, mobile_end, left_at, ends_at,
        manager_id) FROM STDIN
"""
_CONTACT = "COPY members_contact (club_id, kind, trace, member_id) FROM STDIN"
# %(first)s is the first member's id, %(last)s the last one's; each buys four times, one day
# to a year ago, and has ten movements: two of each purchase, two of credit spent. What is only
# ever added to lies in the order of its time, as it came.
_BOOK = """
    INSERT INTO ledger_member_state (member_id, club_id, kind, state_version, movement_seq, state)
    SELECT id, %(club)s, 1, 6, 10, jsonb_build_object(
        'tier', (ARRAY['bronze', 'bronze', 'bronze', 'silver', 'gold'])[1 + id %% 5],
        'purchases', 4, 'last_purchase_day', %(today)s - 1 - (id * 7919) %% 364)
    FROM generate_series(%(first)s::bigint, %(last)s) AS id;
    INSERT INTO ledger_wallet (member_id, unit, club_id, spendable, last_seq)
    SELECT id, unit, %(club)s, (id * 104729) %% 5000, 10
    FROM generate_series(%(first)s::bigint, %(last)s) AS id
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
    FROM bought ORDER BY at;
    INSERT INTO ledger_sale_line (member_id, sale_id, number, club_id, quantity_milli, gross_rials,
        net_rials, vat_rials, product_group, product, kind)
    SELECT member_id, sale_id, 1, %(club)s, 1000, rials, rials, rials / 10, 'g' || sale_id %% 9,
        'p' || sale_id %% 150, 'goods' FROM bought ORDER BY at;
    INSERT INTO ledger_event (member_id, id, club_id, event_at, recorded_at, credential_id,
        programme_version_id, state_version, first_seq, last_seq, status, kind, answer)
    SELECT member_id, sale_id, %(club)s, at, at, 10 + sale_id %% 20, 1, n, n * 2 - 1, n * 2, 200,
        'purchase', '{}' FROM bought ORDER BY at;
    INSERT INTO ledger_movement (member_id, seq, club_id, event_id, lot_seq, amount, balance_after,
        effective_at, recorded_at, unit, kind, from_account, to_account, xact)
    SELECT member_id, n * 2 - 2 + unit, %(club)s, sale_id, n * 2 - 2 + unit, 50, 50 * n, at, at,
        unit, 1, 10, 1, '3'::xid8 FROM bought CROSS JOIN generate_series(1, 2) AS unit
    UNION ALL
    SELECT member_id, 8 + unit, %(club)s, NULL, NULL, 100, 100, at, at, unit, 2, 1, 11, '3'::xid8
    FROM bought CROSS JOIN generate_series(1, 2) AS unit WHERE n = 1
    ORDER BY 9;
    INSERT INTO ledger_lot (member_id, seq, club_id, issued, remaining, available_at, expires_at,
        unit, class, state)
    SELECT member_id, n * 2, %(club)s, 50, 50, at, at + interval '400 days', 2, 0, 2 FROM bought
    WHERE n < 3
"""
# What the shop knows of its members: two in three may be sent an SMS, one in fifty is tagged, and
# every fifth ordered something.
_REGISTER = """
    INSERT INTO members_consent (member_id, purpose, given_at, club_id, source)
    SELECT id, purpose, now() - interval '1 day', %(club)s, 'till'
    FROM generate_series(%(first)s::bigint, %(last)s) AS id
    CROSS JOIN unnest(ARRAY['membership', 'sms', 'email']) AS purpose
    WHERE purpose = 'membership' OR (purpose = 'sms' AND id %% 3 > 0) OR id %% 20 = 0;
    INSERT INTO members_tagged (member_id, tag_id, club_id)
    SELECT id, %(tag)s, %(club)s FROM generate_series(%(first)s::bigint, %(last)s, 50) AS id;
    INSERT INTO orders_order (id, club_id, number, member_id, title, description, state, branch,
        placed_at, by_member, changed_at, cost_rials)
    SELECT %(first)s + n, %(club)s, n, %(first)s + n * 5, 'میز تحریر ' || n, '',
        (ARRAY['registered', 'review', 'started', 'delivered', 'delivered', 'delivered',
            'delivered', 'cancelled'])[1 + n %% 8],
        'b' || (1 + n %% 8), now() - (%(orders)s - n) * interval '2 minutes', n %% 2 = 0, now(),
        1000000 * (1 + n %% 40)
    FROM generate_series(0, %(orders)s - 1) AS n
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How large the club is, and how often each page is asked for.

    Each member has four purchases and ten movements. A hundred thousand are loaded and counted in
    minutes; a million, which the aims are for, take an hour with all that is asked of them.
    """

    members: int = 100_000
    times: int = 8


@dataclass(frozen=True, slots=True)
class LargeClub:
    """A large club, a browser in which its owner has signed in, and whom the lists name.

    `loading_seconds` is 0 for one that was loaded before.
    """

    club_id: int
    principal: Principal
    browser: Browser
    staff_id: int
    tag_id: int
    number: str
    loading_seconds: float


def large_club(config: Config, size: Size, folder: Path) -> LargeClub:
    """Give the club of this size that the folder remembers, or load it; its owner signs in."""
    note, begun = folder / REMEMBERED, time.monotonic()
    known = json.loads(note.read_text()) if note.exists() else {}
    is_new = known.get("members") != size.members
    if is_new:
        known = _loaded(config, size)
        note.write_text(json.dumps(known))
    taken = time.monotonic() - begun if is_new else 0.0
    principal = authenticate(secret=known["secret"], at=sources.now())
    _, browser = owner_of(principal=principal)
    number = _number(FIRST_MEMBER + size.members // 2)
    return LargeClub(
        principal.club_id, principal, browser, known["staff"], known["tag"], number, taken
    )


def _loaded(config: Config, size: Size) -> dict[str, int | str]:
    """Open a club and write a year's book of so many members; give what opens it again."""
    club = ready_club(config, members=0)
    principal = club.principal
    staff_id, _ = owner_of(principal=principal)
    tag_id = _marked_out(principal)
    ids = {
        "club": principal.club_id,
        "first": FIRST_MEMBER,
        "last": FIRST_MEMBER + size.members - 1,
        "today": local_day(sources.now(), "Asia/Tehran"),
        "orders": size.members // 5,
        "staff": staff_id,
        "tag": tag_id,
    }
    with ThreadPoolExecutor(2) as pool:  # sealing is Python's work, the book PostgreSQL's
        for part in [pool.submit(work, config, ids) for work in (_write_book, _enrol)]:
            part.result()
    _tidy_up(config)
    _even_up(principal.club_id)
    _tidy_up(config)
    return {
        "members": size.members, "secret": club.secret, "staff": staff_id, "tag": tag_id,
    }  # fmt: skip


def _write_book(config: Config, ids: Mapping[str, int]) -> None:
    with admin(config) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET work_mem = '256MB'")
        for statement in (_BOOK + ";\n" + _REGISTER).split(";\n"):
            connection.execute(statement, ids)


def _tidy_up(config: Config) -> None:
    """Let PostgreSQL know what is there, as it does of itself in a club that grew."""
    with admin(config) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _marked_out(principal: Principal) -> int:
    """Open the branches and make a tag; give its id."""
    at, ids = sources.now(), sources.ids()
    for number in range(1, BRANCHES + 1):
        open_branch(
            principal=principal, at=at, ids=ids, code=f"b{number}",
            words=BranchWords(f"شعبهٔ {number}"),
        )  # fmt: skip
    doing = Doing(principal, claim(), ids, sources.vault(), at)
    return save_tag(doing=doing, name="همکار", colour="success").tag_id


def _enrol(config: Config, ids: Mapping[str, int]) -> None:
    """Write the members with sealed mobiles, and what they are found by."""
    vault, now, club = sources.vault(), sources.now(), ids["club"]
    with admin(config) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        with cursor.copy(_MEMBER) as copy:
            for row in _members(ids, vault, now):
                copy.write_row(row)
        with cursor.copy(_CONTACT) as copy:
            for member_id in range(ids["first"], ids["last"] + 1):
                found_by = {"number": _number(member_id), "mobile": _mobile(member_id)}
                for kind, value in found_by.items():
                    trace = vault.trace(club_id=club, kind=kind, value=value)
                    copy.write_row((club, kind, trace, member_id))


def _members(ids: Mapping[str, int], vault: Vault, now: datetime) -> Iterator[tuple[object, ...]]:
    club = ids["club"]
    ends = {
        end: mobile_end(club_id=club, mobile=f"{end:04}", vault=vault) for end in range(10_000)
    }
    for member_id in range(ids["first"], ids["last"] + 1):
        place = member_id - ids["first"]
        first = _GIVEN[place % len(_GIVEN)]
        last = _FAMILY[place // 5 % len(_FAMILY)] if place % _RARE else _RARE_FAMILY
        sealed = vault.seal(value=_mobile(member_id), place=mobile_place(member_id))
        has_left = place % _LEFT == 0
        yield (
            member_id, club, _number(member_id), first, last, sealed, 1 + place % 12,
            1 + place % 29, now - timedelta(days=place % 364), "bench",
            f"b{1 + place % BRANCHES}", folded_name(first_name=first, last_name=last),
            ends[place % 10_000], now - timedelta(days=1) if has_left else None,
            now + timedelta(days=29) if has_left else None,
            ids["staff"] if place % 500 == 0 else None,
        )  # fmt: skip


def _number(member_id: int) -> str:
    return number_from(member_id - FIRST_MEMBER)


def _mobile(member_id: int) -> str:
    return f"+98929{member_id - FIRST_MEMBER:07}"


def _even_up(club_id: int) -> None:
    after: int | None = 0
    while after is not None:
        with club_scope(club_id):
            after = even_up(club_id=club_id, after_id=after, vault=sources.vault())


def owner_of(*, principal: Principal) -> tuple[int, Browser]:
    """Have the owner sign in; give their staff id and their browser."""
    login, user_id = f"{secrets.token_hex(6)}@example.com", sources.ids().next()
    invited = invite_staff(
        principal=principal, claim=claim(), at=sources.now(), ids=sources.ids(),
        staff=NewStaff(f"صاحب باشگاه {secrets.token_hex(3)}", "owner", ()),
    )  # fmt: skip
    password = secrets.token_urlsafe(16)
    user = NewUser(login, "سارا", password, may_skip_second_factor=True)
    operations.make_user(user_id=user_id, user=user, at=sources.now())
    with club_scope(principal.club_id):
        staff.link_user(club_id=principal.club_id, staff_id=invited.staff_id, user_id=user_id)
    browser = Browser(SERVER_NAME="localhost")
    answer = browser.post("/sign-in/", {"login": login, "password": password})
    assert answer.status_code == HTTPStatus.FOUND, answer.content.decode()
    return invited.staff_id, browser
