"""Standard Webhooks: secrets, the bytes of a message and its signature (v1, HMAC-SHA256). Pure."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from vafa.domain.webhooks.records import Message

SECRET_PREFIX = "whsec_"  # noqa: S105  framework: the public prefix of every secret
SHORTEST, LONGEST = 24, 64


def secret_text(entropy: bytes) -> str:
    """Give the text of a secret made from 24 to 64 random bytes."""
    assert SHORTEST <= len(entropy) <= LONGEST
    return SECRET_PREFIX + base64.b64encode(entropy).decode()


def message(
    *,
    club_id: int,
    cursor: str,
    topic: str,
    member_id: int,
    recorded_at: datetime,
    payload: Mapping[str, Any],
) -> Message:
    """Give a change as it is sent; the same change gives the same id and bytes for ever."""
    body = {
        "type": topic,
        "timestamp": recorded_at.isoformat().replace("+00:00", "Z"),
        "data": {
            "cursor": cursor,
            "member_id": str(member_id) if member_id else None,
            "payload": payload,
        },
    }
    return Message(
        message_id=f"msg_{club_id}_{cursor}",
        place=int(cursor),
        topic=topic,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(),
    )


def headers(
    *, message: Message, secrets: Sequence[str], at: datetime
) -> tuple[tuple[str, str], ...]:
    """Give the three headers; each secret that is in force adds a signature."""
    seconds = int(at.timestamp())
    signed = f"{message.message_id}.{seconds}.".encode() + message.body
    return (
        ("webhook-id", message.message_id),
        ("webhook-timestamp", str(seconds)),
        ("webhook-signature", " ".join(_signature(secret, signed) for secret in secrets)),
    )


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
