"""The clock of the application is two hours wrong: only the database's time decides.

Members get credit over HTTP; the drill's superuser then moves the end of their lots, half an hour
ahead for some and a minute back for others. Whoever goes by the wrong clock takes away what is
still good, or lets be spent what is over. Then tills whose own clocks are wrong date their sales.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bench.report import Measure
from drill.servers import PROJECT, Vafa
from vafa.ledger.verify import verify
from vafa.programme.presets import reference_programme
from vafa.server import database

if TYPE_CHECKING:  # its module needs Django, which needs a home first
    from drill.club import Club

CREATED, KEPT, DECLINED, REFUSED = 201, 202, 402, 422
UNITS = 5_000
SOME_TILLS = 5
PAST_THE_LIMIT_DAYS = reference_programme().back_dating_days + 1
WRONG = (
    "refused as being in the future",
    "units not spendable at once",
    "units ended too early",
    "units ended too late",
    "tills a day ahead, not refused as being in the future",
    "tills a day behind, not recorded",
    "tills a day behind, ended units spent",
    "sales past the club's limit, not kept for a second person",
)
_MOVE_END = """
    UPDATE ledger_lot SET expires_at = now() + %s WHERE member_id = ANY(%s)"""
_MOVE_DUE = """
    UPDATE ledger_member_state SET next_due_at = least(next_due_at, now() + %s)
    WHERE member_id = ANY(%s)"""
_HOLDS = """
    SELECT extract(epoch FROM max(expires_at) - now()), extract(epoch FROM min(expires_at) - now())
    FROM ledger_hold WHERE member_id = ANY(%s)"""


def with_wrong_clock(vafa: Vafa, skew: int) -> Vafa:
    """Give the same Vafa with a clock that is so many seconds wrong."""
    path = [str(PROJECT / "drill" / "skewed"), vafa.environment["PYTHONPATH"]]
    vafa.more = {"DRILL_SKEW_SECONDS": str(skew), "PYTHONPATH": ":".join(path)}
    return vafa


def judged(vafa: Vafa, club: Club) -> Counter[str]:
    """Let members earn, let units end or not, let members spend; count what went wrong."""
    half = len(club.members) // 2
    good, over = club.members[:half], club.members[half:]
    earned = [earn(vafa, club, member, document=f"P-{member}") for member in club.members]
    held = [_hold(vafa, club, member) for member in good[: half // 2]]
    _end(vafa, timedelta(minutes=30), good)
    _end(vafa, timedelta(minutes=-1), over)
    spent = [_redeem(vafa, club, member) for member in good]
    too_late = [_redeem(vafa, club, member) for member in over]
    asked = [*earned, *held, *spent, *too_late]
    seen: Counter[str] = Counter(
        {
            "requests": len(asked),
            "refused as being in the future": asked.count(REFUSED),
            "units not spendable at once": held.count(DECLINED),
            "units ended too early": spent.count(DECLINED),
            "units ended too late": too_late.count(CREATED),
        }
    )
    seen += _at_tills(vafa, club, over[:SOME_TILLS])
    with database.connect(vafa.config, "admin") as connection:
        row = connection.execute(_HOLDS, [list(good)]).fetchone()
        assert row is not None
        seen["longest hold"], seen["shortest hold"] = int(row[0] or 0), int(row[1] or 0)
    seen["book differs"] = verify(club_id=club.club_id).differences
    return seen


def measures(skew: int, seen: Counter[str]) -> Iterator[Measure]:
    """Give the figures with their aims."""
    row = f"clock {skew / 3600:+.0f} h"
    yield Measure(row, "requests", seen["requests"], "")
    for what in WRONG:
        yield Measure(row, what, seen[what], "", at_most=0)
    yield Measure(row, "longest hold still lasts", seen["longest hold"], "s")
    yield Measure(row, "shortest hold still lasts", seen["shortest hold"], "s")
    what = "rows that `ledger verify` finds wrong"
    yield Measure(row, what, seen["book differs"], "", at_most=0)


def earn(vafa: Vafa, club: Club, member: int, *, document: str) -> int:
    """Record a purchase; give the status of the answer."""
    return _buy(vafa, club, member, document)[0]


def redeemed(vafa: Vafa, club: Club, member: int, *, name: str) -> tuple[int, Any]:
    """Redeem some credit; give status and body of the answer."""
    body = {"unit": "credit", "units": UNITS, "source": "drill", "document": name}
    return _answered(vafa, club, member, "redemptions", body, key=name)


def _at_tills(vafa: Vafa, club: Club, members: tuple[int, ...]) -> Counter[str]:
    """Let tills date sales by clocks of their own, to members whose credit has ended."""
    seen: Counter[str] = Counter()
    true_now = datetime.fromtimestamp(time.time(), UTC)
    for member in members:

        def sold(days: int, member: int = member) -> tuple[int, dict[str, Any]]:
            at = (true_now + timedelta(days=days)).isoformat()
            more = {"occurred_at": at} | ({"spend": [{"unit": "credit"}]} if days == -1 else {})
            return _buy(vafa, club, member, f"T-{member}{days:+}", **more)

        ahead, behind, long_ago = sold(1), sold(-1), sold(-PAST_THE_LIMIT_DAYS)
        is_clear = ahead[0] == REFUSED and ahead[1].get("code") == "in_the_future"
        seen["tills a day ahead, not refused as being in the future"] += not is_clear
        seen["tills a day behind, not recorded"] += behind[0] != CREATED
        seen["tills a day behind, ended units spent"] += bool(behind[1].get("spent"))
        what = "sales past the club's limit, not kept for a second person"
        seen[what] += long_ago[0] != KEPT
    return seen


def _buy(vafa: Vafa, club: Club, member: int, document: str, **more: Any) -> tuple[int, Any]:
    body = {
        "source": "drill",
        "document": document,
        "currency": "IRR",
        "lines": [{"net_rials": 2_000_000, "group": "food"}],
        **more,
    }
    return _answered(vafa, club, member, "purchases", body, key=document)


def _hold(vafa: Vafa, club: Club, member: int) -> int:
    return _ask(vafa, club, member, "holds", {"unit": "credit", "units": UNITS}, key=f"H-{member}")


def _redeem(vafa: Vafa, club: Club, member: int) -> int:
    return redeemed(vafa, club, member, name=f"R-{member}")[0]


def _ask(vafa: Vafa, club: Club, member: int, what: str, body: dict[str, Any], *, key: str) -> int:
    return _answered(vafa, club, member, what, body, key=key)[0]


def _answered(
    vafa: Vafa, club: Club, member: int, what: str, body: dict[str, Any], *, key: str
) -> tuple[int, Any]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{vafa.config.port}/v1/{what}",
        json.dumps({"member": {"id": str(member)}, **body}).encode(),
        {
            "Authorization": f"Bearer {club.secret}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  framework
            return int(answer.status), json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def _end(vafa: Vafa, ends_in: timedelta, members: tuple[int, ...]) -> None:
    with database.connect(vafa.config, "admin") as connection, connection.transaction():
        for statement in (_MOVE_END, _MOVE_DUE):
            connection.execute(statement, [ends_in, list(members)])
