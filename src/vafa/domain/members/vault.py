"""Sealing personal fields (AES-256-GCM) and finding them again without opening (HMAC-SHA-256).

A sealed value is: one byte naming the key, 12 bytes of nonce, the cipher text. Its place (table,
row, column) is bound into it: a value copied to another row does not open. Keys are handed in.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vafa.kit.errors import VafaError

_NONCE_BYTES = 12


class SealBroken(VafaError):
    """A sealed value does not open here: it was changed, moved, or its key is missing."""


@dataclass(frozen=True, slots=True)
class Vault:
    """The keys by number, the number of the one that seals new values, and the key of look-ups."""

    keys: Mapping[int, bytes] = field(repr=False)
    current: int
    lookup_key: bytes = field(repr=False)

    def seal(self, *, value: str, place: str) -> bytes:
        """Encrypt a value for one place.

        The nonce comes from a keyed hash of value and place: no randomness is needed, and equal
        nonces can only mean equal plain text in the same place.
        """
        key = self.keys[self.current]
        nonce = hmac.digest(self.lookup_key, f"nonce\0{place}\0{value}".encode(), hashlib.sha256)
        nonce = nonce[:_NONCE_BYTES]
        sealed = AESGCM(key).encrypt(nonce, value.encode(), place.encode())
        return bytes([self.current]) + nonce + sealed

    def unseal(self, *, sealed: bytes, place: str) -> str:
        """Decrypt a value sealed for this place.

        :raises SealBroken: when it was changed, belongs elsewhere, or its key is missing.
        """
        key = self.keys.get(sealed[0]) if sealed else None
        if key is None:
            raise SealBroken
        nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return AESGCM(key).decrypt(nonce, body, place.encode()).decode()
        except InvalidTag as error:
            raise SealBroken from error

    def trace(self, *, club_id: int, kind: str, value: str) -> bytes:
        """Give the keyed hash by which a club finds a value; other clubs' differ."""
        message = f"{club_id}\0{kind}\0{value}".encode()
        return hmac.digest(self.lookup_key, message, hashlib.sha256)
