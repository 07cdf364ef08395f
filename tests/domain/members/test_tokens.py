"""Tokens of links: ours only, of one club and one kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.clubs import VAULT
from vafa.domain.members.tokens import id_of, token_of


@given(st.integers(0, (1 << 63) - 1))
def test_a_token_gives_its_id_back_in_its_club_and_kind_only(id_: int) -> None:
    token = token_of(vault=VAULT, club_id=7, kind="opt_out", id_=id_)

    assert len(token) == 22
    assert id_of(vault=VAULT, club_id=7, kind="opt_out", token=token) == id_
    assert id_of(vault=VAULT, club_id=8, kind="opt_out", token=token) is None
    assert id_of(vault=VAULT, club_id=7, kind="e_receipt", token=token) is None


@pytest.mark.parametrize("text", ["", "A", "AAAA", "سلام", "A" * 22, "A" * 40, "_" * 22, "+/=="])
def test_what_is_no_token_is_none(text: str) -> None:
    assert id_of(vault=VAULT, club_id=7, kind="opt_out", token=text) is None
