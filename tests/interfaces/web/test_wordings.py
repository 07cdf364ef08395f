"""The words of errors: complete, in Persian letters, with the same places for figures."""

import string

from vafa.interfaces.web.persian_words import PERSIAN
from vafa.interfaces.web.wordings import ADVICE, FIELDS

FOREIGN_LETTERS = set("يكىة")


def places(text: str) -> set[str]:
    """Give the names of the figures in a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_persian_text_is_in_persian_letters() -> None:
    texts = [*PERSIAN.values(), *(pair[1] for pair in (*ADVICE.values(), *FIELDS.values()))]

    assert all(any("\u0600" <= char <= "\u06ff" for char in text) for text in texts)
    assert [text for text in texts if FOREIGN_LETTERS & set(text)] == []


def test_every_text_is_a_whole_sentence() -> None:
    pairs = (*ADVICE.values(), *FIELDS.values())

    assert [text for text in PERSIAN.values() if not text.endswith(".")] == []
    assert [pair for pair in pairs if not (pair[0].endswith(".") and pair[1].endswith("."))] == []


def test_both_languages_have_the_same_figures() -> None:
    assert [pair for pair in FIELDS.values() if places(pair[0]) != places(pair[1])] == []
