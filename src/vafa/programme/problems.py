"""What is wrong with a programme document, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from vafa.kit.persian import Language, number
from vafa.programme.problem_texts import NOTES, TEXTS

Figure: TypeAlias = "int | str | Sequence[str]"

_COMMA = {"fa": "، ", "en": ", "}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem at `place`, a JSON pointer into the document; a note stops nothing."""

    place: str
    code: str
    level: Literal["error", "note"]
    message_fa: str
    message_en: str
    remedy_fa: str
    remedy_en: str

    @property
    def blocks(self) -> bool:
        """Tell whether the programme cannot be published as it is."""
        return self.level == "error"

    def as_json(self) -> dict[str, str]:
        """Give the problem as an API shows it."""
        return {
            "place": self.place,
            "code": self.code,
            "level": self.level,
            "message_fa": self.message_fa,
            "message_en": self.message_en,
            "remedy_fa": self.remedy_fa,
            "remedy_en": self.remedy_en,
        }


def problem(place: str, name: str, /, **figures: Figure) -> Problem:
    """Put a problem into words."""
    fa, en = (
        tuple(
            text.format(**{name: _said(value, language) for name, value in figures.items()})
            for text in TEXTS[language][name]
        )
        for language in ("fa", "en")
    )
    level: Literal["error", "note"] = "note" if name in NOTES else "error"
    return Problem(place, name, level, fa[0], en[0], fa[1], en[1])


def pointer(*parts: str | int) -> str:
    """Give the JSON pointer of a path."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def _said(value: Figure, language: Language) -> str:
    if isinstance(value, int):
        return number(value, language)
    return value if isinstance(value, str) else _COMMA[language].join(value)
