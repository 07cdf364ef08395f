"""What somebody who shares a wallet may still spend: own limits, less what the month has seen.

Nothing is counted beside the book: what a person spent is the sum of what the wallet's events
say. It is read after the wallet's state, and a posting on another state is refused: so a limit
holds to the last Rial, however many tills there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from vafa.domain.accounts import queries as accounts
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.records import MemberFound
from vafa.domain.rewards.own_limits import OwnLimit
from vafa.domain.rewards.rulebook import Version, rulebook
from vafa.domain.rewards.translate import type_json
from vafa.kit.amounts import muldiv
from vafa.kit.calendar import add_months, local_day, midnight, start_of_month
from vafa.kit.errors import Refused
from vafa.kit.persian import MoneyUnit, money
from vafa.ledger.calls import reading_club, rows
from vafa.ledger.queries import club_now
from vafa.programme.document import Label, Redemption
from vafa.programme.records import Balance, MemberSnapshot, Spend


class AboveOwnLimit(Refused):
    """So much is above this person's own limit in the shared account: use at most what is left."""


class NoLongerInAccount(Refused):
    """The person has just left the shared account: ask again, for their own wallet."""


@dataclass(frozen=True, slots=True)
class Spending:
    """What a person did on an account in a month: purchases, their net, and what was spent."""

    person_id: int
    purchases: int
    bought_rials: int
    spent_rials: int


def allowance(*, club_id: int, member: MemberFound, at: datetime, zone: str) -> OwnLimit | None:
    """Give what a person may spend now, at once; None without any limit.

    :raises NoLongerInAccount: when the person is not in the account any more.
    """
    if not member.person_id:
        return None
    with club_scope(club_id):
        person = accounts.person_of(club_id=club_id, member_id=member.person_id)
    if person is None or person.account_id != member.member_id:
        raise NoLongerInAccount
    month, once = person.limits.month_rials, person.limits.purchase_rials
    if month is None and once is None:
        return None
    spent = 0
    if month is not None:
        spent = spent_rials(
            club_id=club_id, account_id=member.member_id, person_id=member.person_id, at=at,
            zone=zone,
        )  # fmt: skip
    left = [] if month is None else [max(0, month - spent)]
    left += [] if once is None else [once]
    epoch, _ = club_now(club_id=club_id)
    unit = rulebook(club_id, epoch).money
    return OwnLimit(min(left), month, spent, once, _why(min(left), month, spent, once, unit))


def own_limit(*, club_id: int, member: MemberFound, at: datetime) -> OwnLimit | None:
    """Give what a person may spend now, at once; None on one's own wallet or without a limit.

    :raises NoLongerInAccount: when the person is not in the account any more.
    """
    if not member.person_id:
        return None
    with club_scope(club_id):
        zone = club_facts(club_id=club_id).zone
    return allowance(club_id=club_id, member=member, at=at, zone=zone)


def spent_rials(*, club_id: int, account_id: int, person_id: int, at: datetime, zone: str) -> int:
    """Give what a person spent of an account's wallet in the Jalali month of a moment, in Rial.

    What is held counts as spent, in the month it was held in; what came back in that month of a
    purchase of that month does not count. An edited purchase counts as it stands now.
    """
    first = start_of_month(local_day(at, zone))
    found = spendings(
        club_id=club_id, account_id=account_id, person_id=person_id, zone=zone, first_day=first
    )
    return sum(one.spent_rials for one in found)


def spendings(
    *, club_id: int, account_id: int, zone: str, first_day: int, person_id: int = 0
) -> tuple[Spending, ...]:
    """Give what each person (or one) bought and spent on an account in a Jalali month."""
    values = {
        "club": club_id, "account": account_id, "person": str(person_id or ""),
        "since": midnight(first_day, zone), "until": midnight(add_months(first_day, 1), zone),
    }  # fmt: skip
    with reading_club(club_id):
        found = rows(_SPENT, values)
    return tuple(Spending(**row) for row in found)


def holds_open(*, club_id: int, account_id: int, person_id: int) -> bool:
    """Tell whether a person keeps units of an account's wallet for something unfinished."""
    with reading_club(club_id):
        found = rows(_HOLDS, {"club": club_id, "account": account_id, "person": str(person_id)})
    return bool(found)


def within(
    *, allowed: OwnLimit, seen: MemberSnapshot, spend: Iterable[Spend], version: Version
) -> MemberSnapshot:
    """Give a wallet with as much available as a person may spend of it.

    Of several units in one purchase each leaves to the next what it cannot take itself.

    :raises AboveOwnLimit: when so many units are wished for that they are worth more than is left.
    """
    left = allowed.left_rials
    balances = {
        unit: _capped(held, version.unit(unit).redemption, left)
        for unit, held in seen.balances.items()
    }
    for one in spend:
        policy = version.unit(one.unit).redemption
        if one.hold_id is not None or policy is None:
            continue
        balances[one.unit] = _capped(seen.balances.get(one.unit, Balance()), policy, left)
        units = one.units
        if units is None:
            units = balances[one.unit].available
        elif muldiv(units, policy.value_rials, policy.per_units) > left:
            raise AboveOwnLimit(unit=one.unit, left_rials=max(0, left))
        left -= muldiv(units, policy.value_rials, policy.per_units)
    return replace(seen, balances=balances)


def check(*, allowed: OwnLimit | None, unit: str, rials: int) -> None:
    """Let pass what is worth at most what a person may spend.

    :raises AboveOwnLimit: when it is worth more.
    """
    if allowed is not None and rials > allowed.left_rials:
        raise AboveOwnLimit(unit=unit, left_rials=allowed.left_rials)


def who(member: MemberFound) -> type_json:
    """Give what an event of a shared wallet says of who caused it; nothing of one's own wallet."""
    return {"person_id": str(member.person_id)} if member.person_id else {}


def _why(left: int, month: int | None, spent: int, once: int | None, unit: MoneyUnit) -> Label:
    if 0 in (month, once):
        return Label(
            fa="این شخص از کیف پول مشترک خرج نمی‌کند.",
            en="This person does not spend from the shared wallet.",
        )
    if once is not None and left == once:
        return Label(
            fa=f"سقف هر خرید این شخص {money(once, unit=unit)} است.",
            en=f"This person's limit at once is {money(once, unit=unit, language='en')}.",
        )
    assert month is not None
    of_month, used = money(month, unit=unit), money(spent, unit=unit)
    limit, gone = (money(one, unit=unit, language="en") for one in (month, spent))
    return Label(
        fa=f"از سقف ماهانهٔ {of_month} این شخص {used} خرج شده است.",
        en=f"Of this person's {limit} a month {gone} are spent.",
    )


def _capped(held: Balance, policy: Redemption | None, left_rials: int) -> Balance:
    if policy is None:
        return held
    most = muldiv(max(0, left_rials), policy.per_units, policy.value_rials)
    return replace(held, held=max(held.held, held.spendable - most))


_SPENT = """
    WITH mine AS (
        SELECT e.id, e.kind, e.answer -> 'said' AS said,
            e.answer -> 'said' ->> 'person_id' AS person
        FROM ledger_event AS e
        WHERE e.member_id = %(account)s AND e.club_id = %(club)s AND e.status = 200
            AND e.event_at >= %(since)s AND e.event_at < %(until)s
            AND e.kind IN ('purchase', 'redeem', 'hold')
            AND e.answer -> 'said' ? 'person_id'
            AND %(person)s IN ('', e.answer -> 'said' ->> 'person_id')
            AND NOT EXISTS (
                SELECT FROM ledger_event AS later
                WHERE later.member_id = %(account)s AND later.club_id = %(club)s
                    AND later.origin_event_id = e.id AND later.kind = 'edit'
                    AND later.status = 200
            )
    ), part AS (
        SELECT m.person, 1 AS purchases, (m.said ->> 'net_rials')::bigint AS bought, 0 AS spent
        FROM mine AS m WHERE m.kind = 'purchase'
        UNION ALL
        SELECT m.person, 0, 0, (s.value ->> 'rials')::bigint
        FROM mine AS m CROSS JOIN jsonb_array_elements(m.said -> 'spent') AS s
        WHERE m.kind = 'purchase' AND s.value ->> 'hold_id' IS NULL
        UNION ALL
        SELECT m.person, 0, 0, (m.said ->> 'rials')::bigint FROM mine AS m
        WHERE m.kind = 'redeem'
        UNION ALL
        SELECT m.person, 0, 0, CASE h.state WHEN 1 THEN h.amount WHEN 2 THEN h.captured ELSE 0 END
            * (m.said ->> 'rials')::bigint / (m.said ->> 'units')::bigint
        FROM mine AS m JOIN ledger_hold AS h ON h.member_id = %(account)s AND h.id = m.id
        WHERE m.kind = 'hold'
        UNION ALL
        SELECT m.person, 0, 0, -(r.value ->> 'rials')::bigint
        FROM mine AS m
        JOIN ledger_event AS e ON e.member_id = %(account)s AND e.club_id = %(club)s
            AND e.origin_event_id = m.id AND e.status = 200
        CROSS JOIN jsonb_array_elements(e.answer -> 'said' -> 'restored') AS r
        WHERE m.kind = 'purchase' AND NOT r.value ? 'card'
            AND e.event_at >= %(since)s AND e.event_at < %(until)s
    )
    SELECT person::bigint AS person_id, sum(purchases)::bigint AS purchases,
        sum(bought)::bigint AS bought_rials, sum(spent)::bigint AS spent_rials
    FROM part GROUP BY person ORDER BY person::bigint
"""
_HOLDS = """
    SELECT h.id FROM ledger_hold AS h
    JOIN ledger_event AS e ON e.member_id = h.member_id AND e.id = h.id
    WHERE h.member_id = %(account)s AND h.club_id = %(club)s AND h.state = 1
        AND e.answer -> 'said' ->> 'person_id' = %(person)s
    LIMIT 1
"""
