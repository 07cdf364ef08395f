"""The allowance as a till takes it offline: a text that says it, and the club's signature on it.

Ed25519 (RFC 8032): a till checks it with the public key and can forge none. The club's key comes
from the installation's look-up key, so that nothing more must be stored or kept secret.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vafa.domain.members.vault import Vault
from vafa.domain.tills.records import Allowed, Shift

FORMAT = "vafa.allowance/1"


@dataclass(frozen=True, slots=True)
class Signed:
    """The text of an allowance, its signature and the public key, both in Base64."""

    text: str
    signature: str
    public_key: str


def signed(
    *, club_id: int, shift: Shift, unit: str, allowed: Sequence[Allowed], vault: Vault
) -> Signed:
    """Say and sign what a till may let its members spend on the day of the shift."""
    text = json.dumps(
        {
            "format": FORMAT,
            "club": str(club_id),
            "till": shift.till,
            "shift": str(shift.shift_id),
            "opened_at": shift.opened_at.isoformat(),
            "ends_at": shift.ends_at.isoformat(),
            "unit": unit,
            "members": {str(one.member_id): one.units for one in allowed},
        },
        sort_keys=True,
        separators=(",", ":"),
    )
    key = Ed25519PrivateKey.from_private_bytes(
        vault.trace(club_id=club_id, kind="till_allowance", value="signing key")
    )
    return Signed(
        text,
        b64encode(key.sign(text.encode())).decode(),
        b64encode(key.public_key().public_bytes_raw()).decode(),
    )
