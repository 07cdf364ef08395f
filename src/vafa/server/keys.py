"""The three secrets of an installation: who makes them, where they are kept.

With the embedded database they are made once and kept in the home, readable by its owner only;
with a database of one's own they come from the environment, because losing the field key loses the
personal fields of every member.
"""

import base64
import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

FILE = "keys.json"
KEY_BYTES = 32
SHORTEST_SECRET = 32


@dataclass(frozen=True, slots=True)
class Secrets:
    """What signs sessions, what hashes mobiles and keys, what encrypts personal fields."""

    secret_key: str
    hash_pepper: bytes
    field_key: bytes


def kept_in(home: Path) -> Secrets:
    """Return the secrets of `home`, making them at the first call."""
    path = home / FILE
    if not path.exists():
        _make(path)
    found = json.loads(path.read_text(encoding="ascii"))
    return from_text(found["secret_key"], found["hash_pepper"], found["field_key"])


def from_text(secret_key: str, hash_pepper: str, field_key: str) -> Secrets:
    """Read the secrets from their written form: pepper and field key are 32 bytes in base64.

    :raises ValueError: when one of them is too short or not base64.
    """
    if len(secret_key) < SHORTEST_SECRET:
        message = f"VAFA_SECRET_KEY needs at least {SHORTEST_SECRET} characters"
        raise ValueError(message)
    pepper = _key("VAFA_HASH_PEPPER", hash_pepper)
    return Secrets(secret_key, pepper, _key("VAFA_FIELD_KEY", field_key))


def _make(path: Path) -> None:
    """Write new secrets; when two processes come at once, the first one's stand."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(
        {
            "secret_key": secrets.token_urlsafe(48),
            "hash_pepper": base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
            "field_key": base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
        }
    )
    descriptor, written = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
    try:
        os.link(written, path)
    except FileExistsError:
        pass
    finally:
        Path(written).unlink()


def _key(name: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        message = f"{name} must be {KEY_BYTES} random bytes written in base64"
        raise ValueError(message)
    return key
