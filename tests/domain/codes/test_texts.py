"""Texts of messages: complete in both languages, and the code stays readable by phones."""

import pytest

from vafa.domain.codes.texts import KINDS, text_of


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("language", ["fa", "en"])
def test_text_names_the_club(kind: str, language: str) -> None:
    said = text_of(kind=kind, club="نان سحر", code="123456", language=language)  # type: ignore[arg-type]  # framework

    assert "نان سحر" in said
    assert ("123456" in said) == (not kind.startswith("changed"))
    assert "{" not in said
