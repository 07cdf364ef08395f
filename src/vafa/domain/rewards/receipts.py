"""The code on the receipt of a purchase without a member, and the token of any sale's page.

A code is short, typable, with a check. It follows from the sale by a keyed hash, so a repeat gives
the same one; what is stored is only a keyed hash of it. A token stands in the link of a receipt.
"""

from __future__ import annotations

from vafa.domain.members import tokens
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


def token_of(*, vault: Vault, club_id: int, sale_id: int) -> str:
    """Give the token of the page that shows a sale to whoever has its receipt."""
    return tokens.token_of(vault=vault, club_id=club_id, kind="e_receipt", id_=sale_id)


def sale_of(*, vault: Vault, club_id: int, token: str) -> int | None:
    """Give the sale of a token; nothing when we did not make it for this club."""
    return tokens.id_of(vault=vault, club_id=club_id, kind="e_receipt", token=token)
