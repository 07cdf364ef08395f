"""Rights, the words of keys, and the roles: one table that holds together."""

from typing import get_args

import pytest

from vafa.domain.clubs.rights import (
    MEANINGS,
    RIGHTS,
    ROLES,
    WORDS,
    Role,
    Word,
    rights_of,
    words_of,
)


def test_every_right_stands_under_one_word() -> None:
    named = [right for rights in WORDS.values() for right in rights]

    assert sorted(named) == sorted(RIGHTS)
    assert set(WORDS) == set(get_args(Word))
    assert set(MEANINGS) == RIGHTS
    assert not RIGHTS & set(WORDS)


def test_all_words_together_are_all_rights() -> None:
    """The first key of a club, of whatever release, may do everything."""
    assert rights_of(WORDS) == RIGHTS
    assert rights_of(RIGHTS) == RIGHTS
    assert rights_of({"everything"}) == frozenset()


def test_rights_are_shown_with_the_words_they_fill() -> None:
    assert words_of(rights_of({"credit"}) | {"members.read"}) == (
        "credit", "credit.apply", "members.read",
    )  # fmt: skip


@pytest.mark.parametrize("role", get_args(Role))
def test_a_role_has_rights_that_exist(role: Role) -> None:
    assert ROLES[role] <= RIGHTS
    assert "members.read" in ROLES[role]


def test_who_reads_changes_nothing_and_only_owners_manage_keys() -> None:
    changing = {
        right for right in RIGHTS if right.rpartition(".")[2] in {"write", "edit", "publish"}
    }

    assert not ROLES["auditor"] & (changing | {"approvals.decide", "credit.grant", "sales.refund"})
    assert [role for role, rights in ROLES.items() if "keys.manage" in rights] == ["owner"]
    assert "staff.manage" not in ROLES["cashier"] | ROLES["support"] | ROLES["marketer"]
