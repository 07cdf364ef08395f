"""The code on the receipt of a purchase without a member: short, typable, with a check.

It follows from the sale by a keyed hash, so a repeat gives the same one; what is stored is only a
keyed hash of it. Thirteen characters of an alphabet of 31 (64 bits) and one that checks them.
"""

from __future__ import annotations

from typing import Final

from vafa.domain.members.vault import Vault
from vafa.kit.text import ascii_digits

# Without 0, 1, I, L and O, which look alike on a receipt.
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH: Final = 13
_GROUP: Final = 5
_IGNORED: Final = str.maketrans("", "", " -\u2010\u2013\u2014\u0640\u200c\u200e\u200f")


def code_of(*, vault: Vault, club_id: int, sale_id: int) -> str:
    """Give the code of a sale, in groups as it is printed."""
    digest = vault.trace(club_id=club_id, kind="receipt_code", value=str(sale_id))
    number = int.from_bytes(digest, "big") % len(_ALPHABET) ** _LENGTH
    body = ""
    for _ in range(_LENGTH):
        number, digit = divmod(number, len(_ALPHABET))
        body += _ALPHABET[digit]
    whole = body + _check(body)
    return "-".join(whole[start : start + _GROUP] for start in range(0, len(whole), _GROUP))


def trace_of(*, vault: Vault, club_id: int, code: str) -> bytes:
    """Give the keyed hash under which a code is kept, or nothing when the text is no code."""
    text = ascii_digits(code).translate(_IGNORED).upper()
    is_code = len(text) == _LENGTH + 1 and set(text) <= set(_ALPHABET)
    if not is_code or _check(text[:_LENGTH]) != text[_LENGTH]:
        return b""
    return vault.trace(club_id=club_id, kind="receipt", value=text)


def _check(body: str) -> str:
    """Weigh the places 1 to 13; as 31 is a prime, one wrong or two swapped never fit."""
    places = enumerate(body, start=1)
    return _ALPHABET[sum(place * _ALPHABET.index(one) for place, one in places) % len(_ALPHABET)]
