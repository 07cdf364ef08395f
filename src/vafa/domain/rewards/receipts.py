"""The code on the receipt of a purchase without a member, and the token of any sale's page.

A code is short, typable, with a check. It follows from the sale by a keyed hash, so a repeat gives
the same one; what is stored is only a keyed hash of it. A token stands in the link of a receipt:
the sale's id with a keyed hash, so that nobody makes one; nothing is stored.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from typing import Final

from vafa.domain.members.vault import Vault
from vafa.kit.codes import code_text, normalise_code

_ID_BYTES: Final = 8
_HASH_BYTES: Final = 8


def code_of(*, vault: Vault, club_id: int, sale_id: int) -> str:
    """Give the code of a sale, in groups as it is printed."""
    digest = vault.trace(club_id=club_id, kind="receipt_code", value=str(sale_id))
    return code_text(int.from_bytes(digest, "big"))


def trace_of(*, vault: Vault, club_id: int, code: str) -> bytes:
    """Give the keyed hash under which a code is kept, or nothing when the text is no code."""
    text = normalise_code(code)
    return vault.trace(club_id=club_id, kind="receipt", value=text) if text else b""


def token_of(*, vault: Vault, club_id: int, sale_id: int) -> str:
    """Give the token of the page that shows a sale to whoever has its receipt."""
    whole = sale_id.to_bytes(_ID_BYTES, "big") + _token_hash(vault, club_id, sale_id)
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")


def sale_of(*, vault: Vault, club_id: int, token: str) -> int | None:
    """Give the sale of a token; nothing when we did not make it for this club."""
    try:
        whole = base64.b64decode(token + "==", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    sale_id = int.from_bytes(whole[:_ID_BYTES], "big")
    if len(whole) != _ID_BYTES + _HASH_BYTES or sale_id >= 1 << 63:
        return None
    fits = hmac.compare_digest(whole[_ID_BYTES:], _token_hash(vault, club_id, sale_id))
    return sale_id if fits else None


def _token_hash(vault: Vault, club_id: int, sale_id: int) -> bytes:
    return vault.trace(club_id=club_id, kind="e_receipt", value=str(sale_id))[:_HASH_BYTES]
