"""What a version would have given for the last months' purchases, beside the one in force."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import InterfaceError, OperationalError

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import all_clubs
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import queries as members
from vafa.domain.members.records import Named
from vafa.domain.rewards.backtesting import BackTestCard, MemberTested
from vafa.domain.rewards.operations import back_tests
from vafa.kit.errors import NotFound

_log = logging.getLogger("vafa.back_tests")


class NoBackTest(NotFound):
    """Nobody has asked for a back-test of this version: ask for one first."""


@dataclass(frozen=True, slots=True)
class ChangedMember:
    """A member to whom the version gives something else; without a name for a shared account."""

    figures: MemberTested
    member: Named | None


def ask_back_test(*, principal: Principal, number: int, months: int, at: datetime) -> BackTestCard:
    """Ask for a back-test over the last months; a worker does it, nothing is posted.

    :raises BackTestSpan: when it is no such number of months.
    :raises NoSuchVersion: when the club has none of this number.
    :raises NotPublishable: when something in it must be solved first.
    :raises NoProgramme: when none is in force to compare with.
    """
    principal.require("programme.edit")
    return back_tests.ask(club_id=principal.club_id, number=number, months=months, at=at)


def show_back_test(*, principal: Principal, number: int) -> BackTestCard:
    """Show how far the back-test of a version is, and what came of it.

    :raises NoBackTest: when nobody has asked for one.
    """
    principal.require("programme.read")
    found = back_tests.card(club_id=principal.club_id, number=number)
    if found is None:
        raise NoBackTest
    return found


def list_changed_members(*, principal: Principal, number: int) -> tuple[ChangedMember, ...]:
    """List the members whom the version changes most, the largest difference first.

    :raises NoBackTest: when nobody has asked for one.
    """
    principal.require("members.read")
    result = show_back_test(principal=principal, number=number).result
    changed = result.changed if result else ()
    with club_scope(principal.club_id):
        people = members.named(member_ids=[one.member_id for one in changed])
    return tuple(ChangedMember(one, people.get(one.member_id)) for one in changed)


def work_back_tests(*, clock: Callable[[], datetime]) -> int:
    """Do what waits in every club; gives how many were done."""
    done = 0
    for club in all_clubs():
        for one in back_tests.waiting(club_id=club.club_id):
            try:
                done += back_tests.work(club_id=club.club_id, asked=one, at=clock())
            except (OperationalError, InterfaceError):  # the next worker does it anew
                raise
            except Exception:  # noqa: BLE001 - framework
                _log.exception("back-test of version %d broke", one.number)
                back_tests.fail(club_id=club.club_id, asked=one, at=clock())
    return done
