"""Problems say the same in both languages, with the place as a JSON pointer."""

import re
import string

from tests.programme.editing import changed
from vafa.programme.problem_texts import NOTES, TEXTS
from vafa.programme.problems import pointer, problem
from vafa.programme.validate import read


def test_remedy_names_the_choices_in_both_languages() -> None:
    (one,) = read(changed("/rules/1/effects/0/by_tier/iron", 1)).problems

    assert one.message_fa == "سطح «iron» در نردبان نیست."
    assert one.remedy_fa == "یکی از اینها را بنویسید: regular، bronze، silver، gold."
    assert one.remedy_en == "Write one of: regular, bronze, silver, gold."


def figures(text: str) -> set[str]:
    """Give the names of a template's figures."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_codes_and_figures() -> None:
    assert TEXTS["fa"].keys() == TEXTS["en"].keys()
    assert TEXTS["fa"].keys() >= NOTES
    for code in TEXTS["fa"]:
        pairs = zip(TEXTS["fa"][code], TEXTS["en"][code], strict=True)
        assert all(figures(fa) == figures(en) for fa, en in pairs), code


def test_persian_texts_use_persian_letters_and_punctuation() -> None:
    allowed = {"JSON", "Asia", "Tehran"}
    for pair in TEXTS["fa"].values():
        for text in pair:
            words = re.findall(r"[A-Za-z]+", re.sub(r"\{\w+\}", "", text))
            assert set(words) <= allowed
            assert not re.search(r"[,;?يكۀ]", text)


def test_figures_are_written_in_the_digits_of_the_language() -> None:
    one = problem("/x", "too_many", limit=1500)

    assert one.message_fa == "شمار اینها بیش از ۱٬۵۰۰ است."
    assert one.message_en == "There are more than 1,500 of these."
    assert one.as_json()["level"] == "error"
    assert one.blocks


def test_pointer_escapes_what_separates() -> None:
    assert pointer("a", 0, "b/c~d") == "/a/0/b~1c~0d"
    assert pointer() == ""
