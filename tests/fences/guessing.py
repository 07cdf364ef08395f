"""How far guessing gets: codes on paper, one-time codes, and floods of requests for them."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import datetime, timedelta

from tests.factories.clubs import IDS, VAULT, Club
from tests.factories.coupons import coupon_club, coupons, series
from vafa.domain.clubs.scope import club_scope
from vafa.domain.codes import operations as codes
from vafa.domain.codes.records import Given, NewCode
from vafa.domain.vouchers import operations as vouchers
from vafa.kit.codes import code_text
from vafa.ledger.calls import reading_club, rows

AT_ONCE = 1_000
LIVE_CODES = 1_000  # coupons that anybody may use, while somebody guesses
OUT_OF = 31**13  # the codes there are


def guess_codes(tries: int) -> Counter[str]:
    """Guess well-formed codes of a club with a thousand live ones; and name two that are right.

    Guesses are looked up a thousand at a time by their traces, as one is by `vouchers.find`.
    """
    club = coupon_club()
    made = coupons(club, series(club, uses=1), count=LIVE_CODES)
    member_id = club.join()
    counted: Counter[str] = Counter({"hit": 0})
    with club_scope(club.club_id):
        for start in range(0, tries, AT_ONCE):
            guesses = [
                code_text(secrets.randbits(256)) for _ in range(min(AT_ONCE, tries - start))
            ]
            counted["hit"] += _hits(club, guesses)
            counted["missed"] += len(guesses) - _hits(club, guesses)
        for right in (made[0].code, made[-1].code):
            trace = vouchers.trace_of(vault=VAULT, club_id=club.club_id, code=right)
            found = vouchers.find(club_id=club.club_id, trace=trace, member_id=member_id)
            counted["control"] += found is not None and _hits(club, [right]) == 1
    return counted


def _hits(club: Club, guesses: list[str]) -> int:
    traces = [vouchers.trace_of(vault=VAULT, club_id=club.club_id, code=code) for code in guesses]
    assert all(traces)
    (row,) = rows(
        "SELECT count(*) AS hits FROM vouchers_coupon"
        " WHERE club_id = %(club)s AND trace = ANY(%(traces)s)",
        {"club": club.club_id, "traces": traces},
    )
    return int(row["hits"])


def misses_until_locked(club: Club) -> int:
    """Miss with codes for a member until none is looked up any more."""
    member_id, missed = club.join(), 0
    with club_scope(club.club_id):
        while vouchers.may_try(club_id=club.club_id, member_id=member_id, at=club.at):
            vouchers.note_miss(club_id=club.club_id, member_id=member_id, at=club.at)
            missed += 1
    return missed


def guess_one_time_codes(club: Club, *, challenges: int) -> Counter[str]:
    """Guess each of some one-time codes until it is good no more; count tries and hits.

    Every code is then named rightly: after five wrong tries that is refused as well.
    """
    counted: Counter[str] = Counter()
    with club_scope(club.club_id):
        for number in range(challenges):
            at, right = club.at + timedelta(minutes=2 * number), "123456"
            challenge_id = _ask(club, f"0912{number:07d}", f"192.0.2.{number % 250}", at, right)
            for guess in range(20):
                wrong = f"{200_000 + guess:06d}"
                counted["hit"] += _typed(club, challenge_id, wrong, at)
            (row,) = rows(
                "SELECT tries FROM codes_challenge WHERE id = %(id)s", {"id": challenge_id}
            )
            counted["tries"] += row["tries"]
            counted["right but too late"] += _typed(club, challenge_id, right, at)
    return counted


def flood(club: Club, *, requests: int, addresses: int, numbers: int) -> Counter[str]:
    """Ask for codes through a day, from many addresses for some numbers; count what is sent."""
    counted: Counter[str] = Counter()
    step = timedelta(days=1) / requests
    for number in range(requests):
        mobile = f"0912{secrets.randbelow(numbers):07d}"
        address = f"198.51.{secrets.randbelow(addresses) // 250}.{secrets.randbelow(250)}"
        with club_scope(club.club_id):
            try:
                _ask(club, mobile, address, club.at + number * step, "123456")
            except (codes.CodeTooSoon, codes.TooManyCodes):
                counted["refused"] += 1
                continue
        counted["sent"] += 1
    with reading_club(club.club_id):
        (most,) = rows(
            "SELECT max(sent) AS most FROM (SELECT count(*) AS sent FROM codes_challenge"
            " WHERE club_id = %(club)s GROUP BY mobile_trace) AS numbers",
            {"club": club.club_id},
        )
    counted["most to one number"] = most["most"]
    return counted


def _ask(club: Club, mobile: str, address: str, at: datetime, code: str) -> int:
    asked = NewCode("mobile", mobile, code, address)
    issued = codes.issue(
        club_id=club.club_id, challenge_id=IDS.next(), asked=asked, vault=VAULT, at=at
    )
    return issued.challenge_id


def _typed(club: Club, challenge_id: int, code: str, at: datetime) -> bool:
    given = Given("mobile", challenge_id, code)
    return codes.verify(club_id=club.club_id, given=(given,), vault=VAULT, at=at)
