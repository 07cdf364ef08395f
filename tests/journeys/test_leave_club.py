"""Leaving a club: thirty days to come back with everything; then it ends, the mobile is free."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock, ref
from vafa.domain.members.queries import MemberHasLeft
from vafa.domain.rewards.operations.ending import HoldsOpen
from vafa.journeys.find_member import find_member
from vafa.journeys.leave_club import Leaving, leave_club, preview_leaving
from vafa.journeys.show_statement import show_statement
from vafa.ledger.verify import verify
from vafa.programme.document import FixedAmount, Label, Rule
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db
MOBILE = "09361234567"


def leave(club: Club, key: str = "") -> Leaving:
    """Let Sara leave."""
    with clock(club.at):
        return leave_club(
            principal=club.principal, claim=claim(key), ids=IDS, vault=VAULT, at=club.at,
            member_id=club.members["Sara"], source="portal",
        )  # fmt: skip


def a_club_of_sara() -> Club:
    """Open a club that welcomes with 50 points; Sara has bought there."""
    document = reference_programme()
    welcome = Rule(
        code="welcome",
        name=Label(fa="خوش‌آمد", en="welcome"),
        trigger="join",
        effects=(FixedAmount(unit="points", units=50),),
    )
    club = a_club(document.model_copy(update={"rules": (*document.rules, welcome)}))
    club.join(mobile=MOBILE)
    club.buy(1_000_000)
    return club


def left_at(club: Club) -> datetime | None:
    """Tell since when Sara has left."""
    with clock(club.at):
        return preview_leaving(
            principal=club.principal, vault=VAULT, at=club.at, member_id=club.members["Sara"]
        ).left_at


def test_leaving_twice_is_leaving_once() -> None:
    club = a_club_of_sara()

    first = leave(club)
    club.pass_days(1)
    second = leave(club)

    assert (second.left_at, second.ends_at) == (first.left_at, first.ends_at)
    assert {one.unit: one.spendable for one in first.balances} == {"points": 60, "credit": 20_000}


def test_who_left_cannot_buy_and_is_told_how_to_come_back() -> None:
    club = a_club_of_sara()
    leave(club)

    with pytest.raises(MemberHasLeft):
        club.buy(1_000_000)


def test_open_holds_are_settled_before_leaving() -> None:
    club = a_club_of_sara()
    club.hold(10)

    with pytest.raises(HoldsOpen):
        leave(club)

    assert left_at(club) is None


def test_joining_again_within_thirty_days_continues() -> None:
    club = a_club_of_sara()
    before = club.members.pop("Sara")
    club.members["Sara"] = before
    leave(club)
    club.pass_days(29)
    club.run_day()
    del club.members["Sara"]

    club.join(mobile=MOBILE)

    assert club.members["Sara"] == before
    assert club.available("points") == 60
    club.pass_days(40)
    club.run_day()
    assert club.available("points") == 60


def test_after_thirty_days_all_ends_and_the_mobile_is_free_with_no_second_welcome() -> None:
    club = a_club_of_sara()
    before = club.members["Sara"]
    leave(club)
    club.pass_days(30)
    club.run_day()
    with clock(club.at):
        statement = show_statement(principal=club.principal, vault=VAULT, member=ref(before))
    del club.members["Sara"]

    club.join(mobile=MOBILE)

    assert {one.why.en for one in statement.entries[:2]} == {"Ended with the membership."}
    assert {one.unit: one.spendable for one in statement.balances} == {"points": 0, "credit": 0}
    assert club.members["Sara"] != before
    assert club.available("points") == 0
    assert verify(club_id=club.club_id).differences == 0


def test_who_left_is_still_shown_to_the_staff() -> None:
    club = a_club_of_sara()
    leave(club)

    with clock(club.at):
        card = find_member(
            principal=club.principal, vault=VAULT,
            member=replace(ref(1), kind="mobile", value=MOBILE),
        )  # fmt: skip

    assert card.member_id == club.members["Sara"]
