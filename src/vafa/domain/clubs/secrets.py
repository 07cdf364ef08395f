"""The text of an API key: made from given randomness, recognised by its prefix, kept as a hash."""

import hashlib
import re

ENTROPY_BYTES = 40

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_PREFIX_CHARACTERS = 8
_SECRET_CHARACTERS = 43  # 32 bytes in base 62
_SHAPE = re.compile(r"vafa_(live|test)_([0-9A-Za-z]{8})_[0-9A-Za-z]{43}", re.ASCII)


def key_text(*, entropy: bytes, is_test: bool) -> tuple[str, str]:
    """Give the prefix and the whole text of a key: `vafa_live_<8>_<43>`."""
    assert len(entropy) == ENTROPY_BYTES
    prefix = _base62(entropy[:8], _PREFIX_CHARACTERS)
    secret = _base62(entropy[8:], _SECRET_CHARACTERS)
    return prefix, f"vafa_{'test' if is_test else 'live'}_{prefix}_{secret}"


def prefix_of(text: str) -> str:
    """Give the prefix of a key, or nothing when the text is no key of ours."""
    match = _SHAPE.fullmatch(text)
    return match.group(2) if match else ""


def hash_of(text: str) -> bytes:
    """Give the hash under which a key is kept: its 256 random bits need no slow one."""
    return hashlib.sha256(text.encode()).digest()


def _base62(source: bytes, length: int) -> str:
    number = int.from_bytes(source, "big")
    digits = []
    for _ in range(length):
        number, digit = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    return "".join(digits)
