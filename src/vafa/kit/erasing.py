"""Finding a person in text that others typed, and blanking what was found.

The pattern is read alike by Python and PostgreSQL, regardless of case. It finds a mobile in every
script and usual spelling, and other texts of the person (an e-mail, a full name, an address).
"""

import re
from collections.abc import Iterable
from typing import Any

ERASED = "erased"

_SHORTEST = 5
_DIGITS = {str(digit): f"[{digit}{chr(0x6F0 + digit)}{chr(0x660 + digit)}]" for digit in range(10)}
_ANY_DIGIT = "[0-9۰-۹٠-٩]"
_NATIONAL_DIGITS = 10


def pattern_for(*, mobile: str, texts: Iterable[str] = ()) -> str:
    """Give the pattern that finds a stored mobile (+989…) and texts of five characters or more.

    Shorter texts are left out: they would be found in what has nothing to do with the person.
    """
    parts = [_escaped(text) for text in texts if len(text) >= _SHORTEST]
    if mobile:
        parts.insert(0, _number(mobile[-_NATIONAL_DIGITS:]))
    return "|".join(parts) or "(?!)"


def blank(*, value: Any, pattern: str) -> Any:
    """Give a JSON value in which every text found is "erased"; names and numbers stay."""
    if isinstance(value, str):
        return re.sub(pattern, ERASED, value, flags=re.IGNORECASE)
    if isinstance(value, list):
        return [blank(value=item, pattern=pattern) for item in value]
    if isinstance(value, dict):
        return {name: blank(value=item, pattern=pattern) for name, item in value.items()}
    return value


def _number(digits: str) -> str:
    """Ten digits with separators between them, with or without 0, 98, +98 or 0098 before them."""
    prefix = "\\+?98|0098|0".replace("98", f"{_DIGITS['9']}{_DIGITS['8']}").replace(
        "0", _DIGITS["0"]
    )
    body = "[-. \u200c]?".join(_DIGITS[digit] for digit in digits)
    return f"(?<!{_ANY_DIGIT})(?:(?:{prefix})[-. ]?)?{body}(?!{_ANY_DIGIT})"


def _escaped(text: str) -> str:
    """Escape what is special to either reader; a run of white space finds any other."""
    words = ("".join(_literal(char) for char in word) for word in text.split())
    return "[ \u200c]+".join(words)


def _literal(char: str) -> str:
    return f"\\{char}" if char.isascii() and not char.isalnum() and char != "_" else char
