"""The code on the receipt of a purchase without a member: short, typable, with a check.

It follows from the sale by a keyed hash, so a repeat gives the same one; what is stored is only a
keyed hash of it.
"""

from __future__ import annotations

from vafa.domain.members.vault import Vault
from vafa.kit.codes import code_text, normalise_code


def code_of(*, vault: Vault, club_id: int, sale_id: int) -> str:
    """Give the code of a sale, in groups as it is printed."""
    digest = vault.trace(club_id=club_id, kind="receipt_code", value=str(sale_id))
    return code_text(int.from_bytes(digest, "big"))


def trace_of(*, vault: Vault, club_id: int, code: str) -> bytes:
    """Give the keyed hash under which a code is kept, or nothing when the text is no code."""
    text = normalise_code(code)
    return vault.trace(club_id=club_id, kind="receipt", value=text) if text else b""
