"""The club's thanks for a purchase: its text, and when it goes out.

A place in the text is a word in braces. The text is filled only when it is sent, so that a sale
that was undone in the meantime thanks nobody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from vafa.kit.errors import Refused

PURPOSE: Final = "thanks"
WAITS: Final = timedelta(seconds=15)
USEFUL_FOR: Final = timedelta(hours=2)
LONGEST: Final = 400
PLACES: Final[Mapping[str, str]] = {
    "نام": "name", "name": "name",
    "پاداش": "earned", "earned": "earned",
    "مانده": "balance", "balance": "balance",
    "باشگاه": "club", "club": "club",
}  # fmt: skip
_PLACE: Final = re.compile(r"\{([^{}]*)\}")


class UnfitThanks(Refused):
    """Thanks have at most 400 letters, and in braces only name, earned, balance or club."""


def check(text: str) -> None:
    """See that a text can be filled; an empty one means that nothing is sent.

    :raises UnfitThanks: when it is too long, or a word in braces is none of ours.
    """
    rest = _PLACE.sub("", text)
    is_known = all(place.strip() in PLACES for place in _PLACE.findall(text))
    if len(text) > LONGEST or not is_known or "{" in rest or "}" in rest:
        raise UnfitThanks


def filled(text: str, values: Mapping[str, str]) -> str:
    """Put the values into a text that was checked; no space stays where one is empty."""
    whole = _PLACE.sub(lambda found: values[PLACES[found[1].strip()]], text)
    return re.sub(r"[ \t]+", " ", whole).strip()
