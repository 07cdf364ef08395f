"""What a caller may do, and where."""

import pytest

from vafa.domain.clubs.principal import BranchNeeded, OtherBranch, Principal, RightMissing
from vafa.domain.clubs.rights import RIGHTS, rights_of


def test_a_caller_passes_with_the_right_only() -> None:
    till = Principal(1, 2, rights_of({"purchases"}))

    till.require("sales.write")
    with pytest.raises(RightMissing) as refused:
        till.require("sales.refund")
    assert refused.value.details == {"right": "sales.refund"}


def test_the_keys_branch_is_the_one_to_book_on() -> None:
    free, bound = Principal(1, 2, RIGHTS), Principal(1, 2, RIGHTS, branch="north")

    assert [free.branch_for(""), free.branch_for("south")] == ["", "south"]
    assert [bound.branch_for(""), bound.branch_for("north")] == ["north", "north"]
    with pytest.raises(OtherBranch):
        bound.branch_for("south")


def test_somebody_of_several_branches_says_which() -> None:
    both = Principal(1, 2, RIGHTS, branches=frozenset({"north", "south"}))
    one = Principal(1, 2, RIGHTS, branches=frozenset({"north"}))
    chosen = Principal(1, 2, RIGHTS, branch="south", branches=both.branches)

    assert (both.branch_for("north"), one.branch_for(""), chosen.branch_for("")) == (
        "north", "north", "south",
    )  # fmt: skip
    with pytest.raises(BranchNeeded):
        both.branch_for("")
    with pytest.raises(OtherBranch):
        both.branch_for("east")
