"""Codes that people type from paper: thirteen characters (64 bits) and one that checks them.

The alphabet leaves out what looks alike (0, 1, I, L, O). No number is made here: whoever gives it
sees to it that it cannot be guessed.
"""

from __future__ import annotations

from typing import Final

from vafa.kit.text import ascii_digits

_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH: Final = 13
_GROUP: Final = 5
_IGNORED: Final = str.maketrans("", "", " -\u2010\u2013\u2014\u0640\u200c\u200e\u200f")


def code_text(number: int) -> str:
    """Give the code of a number of at least 64 bits, in groups as it is printed."""
    number %= len(_ALPHABET) ** _LENGTH
    body = ""
    for _ in range(_LENGTH):
        number, digit = divmod(number, len(_ALPHABET))
        body += _ALPHABET[digit]
    whole = body + _check(body)
    return "-".join(whole[start : start + _GROUP] for start in range(0, len(whole), _GROUP))


def normalise_code(text: str) -> str:
    """Give the fourteen characters of a code however it was typed, or nothing when it is none."""
    whole = ascii_digits(text).translate(_IGNORED).upper()
    is_code = len(whole) == _LENGTH + 1 and set(whole) <= set(_ALPHABET)
    return whole if is_code and _check(whole[:_LENGTH]) == whole[_LENGTH] else ""


def _check(body: str) -> str:
    """Weigh the places 1 to 13; as 31 is a prime, one wrong or two swapped never fit."""
    places = enumerate(body, start=1)
    return _ALPHABET[sum(place * _ALPHABET.index(one) for place, one in places) % len(_ALPHABET)]
