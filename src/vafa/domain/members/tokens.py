"""Tokens of links that need no sign-in: an id with a keyed hash, so that nobody makes one.

Nothing is stored. A token opens one thing (`kind`) of one club, as long as it is there.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from typing import Final, Literal

from vafa.domain.members.vault import Vault

Kind = Literal["e_receipt", "invitation", "opt_out"]
_ID_BYTES: Final = 8
_HASH_BYTES: Final = 8
_ID_ENDS: Final = 1 << 63


def token_of(*, vault: Vault, club_id: int, kind: Kind, id_: int) -> str:
    """Give the token of a thing: 22 characters that fit into an address."""
    whole = id_.to_bytes(_ID_BYTES, "big") + _hash(vault, club_id, kind, id_)
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")


def id_of(*, vault: Vault, club_id: int, kind: Kind, token: str) -> int | None:
    """Give the id in a token; nothing when we did not make it for this club and kind."""
    try:
        whole = base64.b64decode(token + "==", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    id_ = int.from_bytes(whole[:_ID_BYTES], "big")
    if len(whole) != _ID_BYTES + _HASH_BYTES or id_ >= _ID_ENDS:
        return None
    fits = hmac.compare_digest(whole[_ID_BYTES:], _hash(vault, club_id, kind, id_))
    return id_ if fits else None


def _hash(vault: Vault, club_id: int, kind: Kind, id_: int) -> bytes:
    return vault.trace(club_id=club_id, kind=kind, value=str(id_))[:_HASH_BYTES]
