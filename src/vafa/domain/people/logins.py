"""What people sign in with, in the form in which it is stored: an e-mail address or a mobile."""

import re
import unicodedata

from vafa.kit.errors import Refused
from vafa.kit.identity import InvalidMobile, normalise_mobile

LONGEST = 254
_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f.]+(\.[^@\s\x00-\x1f.]+)+")


class InvalidLogin(Refused):
    """It is neither an e-mail address nor a mobile number."""


def normalise_login(text: str) -> str:
    """Give the stored form: a small-letter address, or ``+989XXXXXXXXX``.

    :raises InvalidLogin: when it is neither.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if "@" in plain:
        if len(plain) > LONGEST or not _EMAIL.fullmatch(plain):
            raise InvalidLogin
        return plain.lower()
    try:
        return normalise_mobile(plain)
    except InvalidMobile as error:
        raise InvalidLogin from error
