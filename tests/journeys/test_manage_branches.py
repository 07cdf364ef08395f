"""Branches opened, described and closed: what hangs on them is named first."""

from __future__ import annotations

import pytest

from tests.factories.clubs import IDS, Club, a_club
from vafa.domain.clubs.branches import BranchWords, LastBranch, NoBranch
from vafa.domain.clubs.operations import CodeTaken
from vafa.journeys import manage_branches, manage_tills
from vafa.journeys.manage_branches import TillsOpen

pytestmark = pytest.mark.django_db


def opened(club: Club, code: str = "south") -> manage_branches.BranchShown:
    return manage_branches.open_branch(
        principal=club.principal, at=club.at, ids=IDS, code=code,
        words=BranchWords("شعبهٔ جنوب", hours="۹ تا ۲۱"),
    )  # fmt: skip


def test_a_branch_is_opened_once_and_sells_at_once() -> None:
    club = a_club(branches=("north",))
    shown = opened(club)

    with pytest.raises(CodeTaken):
        opened(club)
    club.buy(1_000_000, branch="south")

    assert (shown.card.words.hours, shown.tills) == ("۹ تا ۲۱", ())
    listed = manage_branches.list_branches(principal=club.principal)
    assert {one.card.code for one in listed} == {"north", "south"}


def test_a_branch_with_open_tills_stays_and_one_branch_always_does() -> None:
    club = a_club(branches=("north",))
    opened(club)
    manage_tills.open_till(principal=club.principal, at=club.at, code="till-1", branch="south")

    def close(code: str) -> manage_branches.BranchShown:
        return manage_branches.close_branch(principal=club.principal, at=club.at, code=code)

    with pytest.raises(TillsOpen):
        close("south")
    manage_tills.close_till(principal=club.principal, at=club.at, code="till-1")
    closed, again = close("south"), close("south")
    with pytest.raises(LastBranch):
        close("north")
    back = manage_branches.reopen_branch(principal=club.principal, at=club.at, code="south")

    assert closed == again
    assert (closed.card.closed_at, back.card.closed_at) == (club.at, None)


def test_a_branch_gets_other_words() -> None:
    club = a_club(branches=("north",))
    shown = manage_branches.describe_branch(
        principal=club.principal, at=club.at, code="north", words=BranchWords("شمال")
    )

    assert shown.card.words == BranchWords("شمال")
    with pytest.raises(NoBranch):
        manage_branches.describe_branch(
            principal=club.principal, at=club.at, code="nowhere", words=BranchWords("x")
        )
