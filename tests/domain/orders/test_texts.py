"""What a member is told about an order."""

import pytest

from vafa.domain.orders.records import STATES
from vafa.domain.orders.texts import text_of


@pytest.mark.parametrize("state", STATES)
def test_each_state_has_its_words_in_both_languages(state: str) -> None:
    persian = text_of(state=state, club="کافه", number=12)
    english = text_of(state=state, club="Cafe", number=12, language="en")

    assert "۱۲" in persian
    assert "12" in english
    assert persian != english


def test_a_note_stands_below() -> None:
    said = text_of(state="review", club="کافه", number=1, note=" فردا زنگ می‌زنیم ")

    assert said.splitlines()[-1] == "فردا زنگ می‌زنیم"
