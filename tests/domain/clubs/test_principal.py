"""What a caller may do, and where."""

import pytest

from vafa.domain.clubs.principal import RIGHTS, OtherBranch, Principal, RightMissing


def test_a_caller_passes_with_the_right_only() -> None:
    till = Principal(1, 2, frozenset({"purchases"}))

    till.require("purchases")
    with pytest.raises(RightMissing) as refused:
        till.require("refunds")
    assert refused.value.details == {"right": "refunds"}


def test_the_keys_branch_is_the_one_to_book_on() -> None:
    free, bound = Principal(1, 2, RIGHTS), Principal(1, 2, RIGHTS, branch="north")

    assert [free.branch_for(""), free.branch_for("south")] == ["", "south"]
    assert [bound.branch_for(""), bound.branch_for("north")] == ["north", "north"]
    with pytest.raises(OtherBranch):
        bound.branch_for("south")
