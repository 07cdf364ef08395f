"""Branches: what is said of them, who works only there, and that one stays open."""

from __future__ import annotations

import pytest

from tests.factories.clubs import a_club
from vafa.domain.clubs import branches
from vafa.domain.clubs.branches import BranchWords
from vafa.domain.clubs.operations import EmptyName
from vafa.domain.clubs.scope import club_scope

pytestmark = pytest.mark.django_db


def test_a_branch_is_described_and_closed_but_the_last_one() -> None:
    club = a_club(branches=("north", "south"))
    with club_scope(club.club_id):
        words = BranchWords("شمال ", "021 8877", "تجریش", "۹ تا ۲۱")
        before, after = branches.describe(club_id=club.club_id, code="north", words=words)
        closed = [branches.close(club_id=club.club_id, code="north", at=club.at) for _ in range(2)]
        with pytest.raises(branches.LastBranch):
            branches.close(club_id=club.club_id, code="south", at=club.at)
        listed = branches.branches(club_id=club.club_id)
        opened = [branches.reopen(club_id=club.club_id, code="north") for _ in range(2)]

    assert (before.name, after) == ("north", BranchWords("شمال", "0218877", "تجریش", "۹ تا ۲۱"))
    assert (closed, opened) == ([True, False], [True, False])
    assert [(one.code, one.closed_at is None) for one in listed] == [
        ("south", True), ("north", False),
    ]  # fmt: skip


def test_what_is_no_branch_or_has_no_name_is_refused() -> None:
    club = a_club(branches=("north",))
    with club_scope(club.club_id):
        with pytest.raises(branches.NoBranch):
            branches.close(club_id=club.club_id, code="nowhere", at=club.at)
        with pytest.raises(branches.NoBranch):
            branches.reopen(club_id=club.club_id, code="nowhere")
        with pytest.raises(EmptyName):
            branches.describe(club_id=club.club_id, code="north", words=BranchWords(" "))
