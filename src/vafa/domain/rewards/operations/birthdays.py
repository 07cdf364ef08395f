"""Birthday gifts: once a Jalali year to everybody whose birthday it is (E19).

Whoever changes the birthday gets no second gift within 365 days.
"""

from __future__ import annotations

from datetime import datetime

from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import queries as members
from vafa.domain.members.erasure import was_erased
from vafa.domain.rewards.gifts import last_gift_at
from vafa.domain.rewards.operations.day import Counted, type_progress
from vafa.domain.rewards.operations.occasion import Happening, happen
from vafa.domain.rewards.rulebook import NoProgramme
from vafa.kit.calendar import is_leap_year, jalali_of, local_day
from vafa.kit.ids import Ids

_LAST_OF_COMMON_YEAR = (12, 29)
_LEAP_DAY = (12, 30)
# An unchanged birthday never comes sooner: from 30 Esfand to 29 Esfand of a common year is 365.
_BETWEEN_GIFTS_DAYS = 365


def give(
    *, club_id: int, day_at: datetime, day: int, ids: Ids, progress: type_progress
) -> Counted:
    """Give every birthday gift of a day; the year is the natural key, so none is given twice."""
    counted = Counted()
    year, month, day_of_month = jalali_of(day)
    birthdays = [(month, day_of_month)]
    if (month, day_of_month) == _LAST_OF_COMMON_YEAR and not is_leap_year(year):
        birthdays.append(_LEAP_DAY)
    with club_scope(club_id):
        found = members.born_on(club_id=club_id, days=tuple(birthdays))
        shared = members.wallets(member_ids=[member_id for member_id, _ in found])
        zone = club_facts(club_id=club_id).zone
    for member_id, birthday in found:
        last = _last_gift_at(club_id, member_id)
        if last is not None and day - local_day(last, zone) < _BETWEEN_GIFTS_DAYS:
            continue
        counted.gifts += _give_one(
            club_id, member_id, shared.get(member_id), birthday, year, day_at, ids
        )
        progress("birthdays", 1)
    return counted


def _last_gift_at(club_id: int, member_id: int) -> datetime | None:
    """Give the moment of the last gift, also to whoever had the mobile before an erasure (E79)."""
    with club_scope(club_id):
        erased = was_erased(club_id=club_id, member_id=member_id)
    last = last_gift_at(club_id=club_id, member_id=member_id, trigger="birthday")
    earlier = erased.birthday_gift_at if erased is not None else None
    return max((at for at in (last, earlier) if at is not None), default=None)


def _give_one(
    club_id: int,
    member_id: int,
    wallet_id: int | None,
    birthday: tuple[int, int],
    year: int,
    day_at: datetime,
    ids: Ids,
) -> int:
    """Give a person's gift, to the wallet they share when they do; the person is its key."""
    happening = Happening(
        club_id, 0, "birthday", day_at, birthday, person_id=member_id if wallet_id else 0
    )
    try:
        done = happen(
            happening=happening, holder_id=wallet_id or member_id,
            document=f"{member_id}.{year}", ids=ids,
        )  # fmt: skip
    except NoProgramme:
        return 0
    return int(done.posted.outcome == "posted" and bool(done.posted.answer["said"]["awards"]))
