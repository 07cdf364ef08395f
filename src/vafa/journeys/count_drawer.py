"""The shift of a till: opened with money in the drawer, closed by counting it, and its report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from vafa.domain.accounting import queries as accounting
from vafa.domain.accounting.terms import UnitKnown
from vafa.domain.clubs import queries as clubs
from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.answers import Why
from vafa.domain.sales import tills as sales
from vafa.domain.sales.tills import TakenBy
from vafa.domain.tills import drawers, queries
from vafa.domain.tills.drawers import Count, Drawer
from vafa.domain.tills.operations import TillClosed
from vafa.domain.tills.records import Shift
from vafa.kit.calendar import local_day, midnight
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids

LONGEST = timedelta(days=400)
MOST = 1_000


class ShiftsOutOfBounds(Refused):
    """A list of shifts covers at most 400 days, and ends after it begins."""


@dataclass(frozen=True, slots=True)
class Earned:
    """What the sales of a shift earned of a unit; `is_money` when one of it is one Rial."""

    name: Why
    units: int
    is_money: bool


@dataclass(frozen=True, slots=True)
class DrawerShown:
    """A counted shift: who did what, what should be there by now, what its sales earned.

    `used_rials` is what was paid with credit, points, gift cards and rewards instead of money.
    `names` are those of the people.
    """

    drawer: Drawer
    taken: tuple[TakenBy, ...]
    names: Mapping[int, str]
    earned: tuple[Earned, ...]
    used_rials: int
    expected_rials: int


def open_drawer(
    *, principal: Principal, ids: Ids, at: datetime, till: str, float_rials: int
) -> Drawer:
    """Open a shift of a till with so much money in the drawer.

    :raises NoSuchTill: when the club has none of the code.
    :raises TillClosed: when it is closed.
    :raises OtherBranch: when the caller does not work in its branch.
    :raises CountOutOfBounds: when the amount is below 0 or too high.
    :raises DrawerOpen: when the till has an open shift.
    """
    principal.require("sales.write")
    club_id = principal.club_id
    with club_scope(club_id):
        card = queries.till(club_id=club_id, code=till)
        if card.closed_at is not None:
            raise TillClosed(till=till)
        principal.branch_for(card.branch)
        zone = clubs.club_facts(club_id=club_id).zone
        day = local_day(at, zone)
        shift = Shift(ids.next(), till, day, at, midnight(day + 1, zone))
        drawers.begin(
            club_id=club_id, shift=shift, by=principal.credential_id, float_rials=float_rials
        )
        trail.note(
            principal=principal, at=at, act="shift_opened", object_kind="till", object_id=till,
            after={"shift_id": str(shift.shift_id), "float_rials": float_rials},
        )  # fmt: skip
        return drawers.drawer(club_id=club_id, shift_id=shift.shift_id)


def open_drawer_at(*, principal: Principal, till: str) -> Drawer | None:
    """Give the shift that is open at a till, if there is one."""
    principal.require("sales.write")
    with club_scope(principal.club_id):
        return drawers.open_at(club_id=principal.club_id, till=till)


def show_drawer(*, principal: Principal, at: datetime, shift_id: int) -> DrawerShown:
    """Show a shift with what was done in it until its end, or until now.

    :raises NoSuchShift: when the club has none of this id.
    :raises OtherBranch: when the caller does not work in its till's branch.
    """
    principal.require("sales.read")
    club_id = principal.club_id
    with club_scope(club_id):
        drawer = drawers.drawer(club_id=club_id, shift_id=shift_id)
        principal.branch_for(queries.till(club_id=club_id, code=drawer.till).branch)
        names = {card.staff_id: card.name for card in clubs.staff(club_id=club_id)}
        zone = clubs.club_facts(club_id=club_id).zone
        units = {one.number: one for one in accounting.units(club_id=club_id, zone=zone)}
    until = drawer.closed_at or at
    taken = sales.taken(club_id=club_id, till=drawer.till, since=drawer.opened_at, until=until)
    earned = sales.earned(club_id=club_id, till=drawer.till, since=drawer.opened_at, until=until)
    money = sum(one.taken_rials - one.given_back_rials for one in taken)
    return DrawerShown(
        drawer, taken, names,
        tuple(_earned(units[number], count) for number, count in earned.items()),
        sum(one.sold_rials - one.taken_rials for one in taken),
        drawer.float_rials + money,
    )  # fmt: skip


def _earned(unit: UnitKnown, count: int) -> Earned:
    return Earned(unit.name, count, unit.rates[-1].rate.worth(count) == count)


def close_drawer(
    *, principal: Principal, at: datetime, shift_id: int, count: Count
) -> DrawerShown:
    """Close a shift with what was counted; a difference needs a reason. It is closed once.

    :raises NoSuchShift: when the club has none of this id.
    :raises OtherBranch: when the caller does not work in its till's branch.
    :raises CountOutOfBounds: when a count is below 0 or too high.
    :raises DifferenceUnexplained: when the count differs and no reason is given.
    :raises DrawerClosed: when it is closed.
    """
    principal.require("sales.write")
    shown = show_drawer(principal=principal, at=at, shift_id=shift_id)
    with club_scope(principal.club_id):
        drawers.end(
            club_id=principal.club_id, shift_id=shift_id, by=principal.credential_id, at=at,
            expected_rials=shown.expected_rials, count=count,
        )  # fmt: skip
        drawer = drawers.drawer(club_id=principal.club_id, shift_id=shift_id)
        trail.note(
            principal=principal, at=at, act="shift_closed", object_kind="till",
            object_id=drawer.till,
            after={
                "shift_id": str(shift_id), "expected_rials": drawer.expected_rials,
                "difference_rials": drawer.difference_rials, "reason": drawer.reason,
            },
        )  # fmt: skip
    return show_drawer(principal=principal, at=at, shift_id=shift_id)


def list_drawers(
    *, principal: Principal, since: datetime, until: datetime, limit: int = MOST
) -> tuple[Drawer, ...]:
    """List the shifts opened in a period, newest first, of the branches of the caller.

    :raises ShiftsOutOfBounds: when the period is too long or none.
    """
    principal.require("sales.read")
    if not timedelta() < until - since <= LONGEST or not 1 <= limit <= MOST:
        raise ShiftsOutOfBounds
    mine = principal.branches or frozenset(filter(None, [principal.branch]))
    with club_scope(principal.club_id):
        tills = [
            one.code
            for one in queries.tills(club_id=principal.club_id)
            if not mine or not one.branch or one.branch in mine
        ]
        return drawers.drawers(
            club_id=principal.club_id, since=since, until=until, tills=tills, limit=limit
        )


def names_of_staff(*, principal: Principal) -> Mapping[int, str]:
    """Give the names of the people in lists of shifts."""
    principal.require("sales.read")
    with club_scope(principal.club_id):
        return {card.staff_id: card.name for card in clubs.staff(club_id=principal.club_id)}
