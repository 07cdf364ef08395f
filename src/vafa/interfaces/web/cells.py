"""One value of a table, written for the page or for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from vafa.interfaces.web import formats
from vafa.kit.identity import spaced_mobile
from vafa.kit.persian import fixed
from vafa.kit.text import ascii_digits

Kind = Literal[
    "text", "number", "money", "units", "percent", "day", "moment", "mobile", "code", "yes_no"
]

_NUMBERS: Final = frozenset({"number", "money", "units", "percent"})
_CELL: Final = '<td data-title="{}">{}</td>'
_WIDE_CELL: Final = '<td data-title="{}" class="wide">{}</td>'
_NUMBER_CELL: Final = '<td data-title="{}" class="n">{}</td>'
_LINK: Final = '<a class="row-link" href="{}">{}</a>'
_SENTENCE: Final = 60  # characters from which on a cell is a sentence
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Cell:
    """One cell of a table; `href` is where it leads."""

    title: str
    shown: str
    href: str
    is_number: bool

    @property
    def drawn(self) -> SafeString:
        """Draw it; a page has hundreds of them, which would take a template long."""
        is_sentence = len(self.shown) > _SENTENCE and not isinstance(self.shown, SafeString)
        shape = _WIDE_CELL if is_sentence else _CELL
        shape = _NUMBER_CELL if self.is_number else shape
        inside = format_html(_LINK, self.href, self.shown) if self.href else self.shown
        return format_html(shape, self.title, inside)


def is_number(kind: Kind) -> bool:
    """Tell whether a column lines its figures up."""
    return kind in _NUMBERS


def written(kind: Kind, value: Any) -> str:
    """Write a value for the page."""
    if value is None or value == "":
        return formats.NOTHING
    return _WRITERS[kind](value)


def exported(kind: Kind, value: Any) -> str | int:
    """Write a value for a spreadsheet: ASCII digits, no grouping, and never a formula."""
    if value is None or value == "":
        return ""
    if kind == "units":  # how many, and whether one is one Rial
        return exported("money" if value[1] else "number", value[0])
    places: dict[Kind, int] = {
        "number": 0,
        "money": formats.PLACES[formats.current().unit],
        "percent": 2,
    }
    if kind in places:
        return _exact(value, places[kind])
    if kind == "day":
        return ascii_digits(formats.short_date(value))
    if kind == "moment":
        return ascii_digits(f"{formats.short_date(value)} {formats.clock(value)}")
    return spaced_mobile(value).replace(" ", "") if kind == "mobile" else guarded(str(value))


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _number(value: int) -> str:
    return formats.isolated(formats.number(value), sign=formats.minus(value))


def _exact(value: int, places: int) -> str | int:
    whole, rest = divmod(value, int("1" + "0" * places))
    if rest == 0:
        return whole
    return fixed(value, places=places, language="en", grouped=False)


_WRITERS: Final[dict[Kind, Callable[[Any], str]]] = {
    "text": str,
    "number": _number,
    "money": formats.amount,
    "units": lambda held: (formats.amount if held[1] else _number)(held[0]),
    "percent": formats.percent,
    "day": formats.short_date,
    "moment": formats.moment,
    "mobile": formats.mobile,
    "code": formats.code,
    "yes_no": lambda yes: "✓" if yes else formats.NOTHING,
}
