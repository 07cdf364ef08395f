"""Numbers that identify people, firms, places and accounts in Iran, checked and in stored form.

Each ``normalise_…`` takes digits of any script with the usual separators and gives the stored
form. Errors never repeat the number. Nothing here asks anybody whether the number is in use.
"""

import re
import unicodedata

from vafa.kit.errors import Refused
from vafa.kit.text import ascii_digits

_MOBILE = re.compile(r"(?:(?:\+98|0098)?0?|98)(9\d{9})", re.ASCII)
_SHEBA = re.compile(r"IR\d{24}", re.ASCII)
# No card begins like the year of a date, 13, 14 or 20: numbers of invoices do.
_CARD_SHAPE = re.compile(
    r"(?<!\d)(?=2[2-7]|[3-9])(?=(\d(?:[ \-_./\u200c]{0,2}\d){15})(?!\d))", re.ASCII
)
# Random names of programs, a UUID or a long word of hexadecimal digits: one UUID in 3,600 holds 16
# decimal digits in a row whose check digit is right.
_RANDOM_NAME = re.compile(
    r"(?<![0-9A-Za-z])(?=[\d-]*[a-f])"
    r"(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{24,})(?![0-9A-Za-z])",
    re.ASCII | re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212_./()\u200c]")
_LEGAL_WEIGHTS = (29, 27, 23, 19, 17) * 2
_NATIONAL_DIGITS = 10
_NATIONAL_MIN_DIGITS = 8
_LEGAL_DIGITS = 11
_NATURAL_ECONOMIC_DIGITS = 14
_POSTAL_DIGITS = 10
CARD_DIGITS = 16
_SHEBA_MODULUS = 97


class InvalidMobile(Refused):
    """The text is not an Iranian mobile number."""


class InvalidNationalId(Refused):
    """The text is not a national id."""


class InvalidLegalId(Refused):
    """The text is not the national id of a legal person."""


class InvalidEconomicCode(Refused):
    """The text is not an economic code."""


class InvalidPostalCode(Refused):
    """The text is not a postal code: one has 10 digits."""


class InvalidSheba(Refused):
    """The text is not a Sheba (an Iranian IBAN)."""


class InvalidCard(Refused):
    """The text is not a bank card number."""


def normalise_mobile(text: str) -> str:
    """Give a mobile number as ``+989XXXXXXXXX``.

    Takes +98, 0098, 98 and 0 in front, or nothing.

    :raises InvalidMobile: when it is anything but one Iranian mobile number.
    """
    match = _MOBILE.fullmatch(_compact(text))
    if match is None:
        raise InvalidMobile
    return f"+98{match.group(1)}"


def masked_mobile(mobile: str) -> str:
    """Give a stored mobile as ``0912***6789``: enough to recognise one's own."""
    return f"0{mobile[3:6]}***{mobile[-4:]}"


def spaced_mobile(mobile: str) -> str:
    """Give a stored mobile as ``0912 345 6789``, for reading."""
    return f"0{mobile[3:6]} {mobile[6:9]} {mobile[9:]}"


def normalise_national_id(text: str) -> str:
    """Give a national id as 10 digits; 8 or 9 are padded (spreadsheets drop leading zeros).

    :raises InvalidNationalId: when the length or check digit is wrong or all digits are equal.
    """
    digits = _compact(text)
    if len(digits) >= _NATIONAL_MIN_DIGITS:
        digits = digits.zfill(_NATIONAL_DIGITS)
    if not _is_digits(digits, _NATIONAL_DIGITS) or len(set(digits)) == 1:
        raise InvalidNationalId
    total = sum(int(digit) * (_NATIONAL_DIGITS - i) for i, digit in enumerate(digits[:-1]))
    remainder = total % 11
    if int(digits[-1]) != (remainder if remainder <= 1 else 11 - remainder):
        raise InvalidNationalId
    return digits


def normalise_legal_id(text: str) -> str:
    """Give the national id of a legal person as 11 digits.

    :raises InvalidLegalId: when the length or check digit is wrong.
    """
    digits = _compact(text)
    if not _is_digits(digits, _LEGAL_DIGITS):
        raise InvalidLegalId
    offset = int(digits[9]) + 2
    weighted = zip(digits[:-1], _LEGAL_WEIGHTS, strict=True)
    total = sum((int(digit) + offset) * weight for digit, weight in weighted)
    if int(digits[-1]) != total % 11 % 10:
        raise InvalidLegalId
    return digits


def normalise_economic_code(text: str) -> str:
    """Give an economic code: 11 digits that are a legal id, or the 14 of a natural person.

    :raises InvalidEconomicCode: when it is neither; the 14 digits have no public check digit.
    """
    digits = _compact(text)
    if _is_digits(digits, _NATURAL_ECONOMIC_DIGITS):
        return digits
    try:
        return normalise_legal_id(digits)
    except InvalidLegalId as error:
        raise InvalidEconomicCode from error


def normalise_postal_code(text: str) -> str:
    """Give a postal code as 10 digits; its structure is all that is checked.

    :raises InvalidPostalCode: when it has not 10 digits.
    """
    digits = _compact(text)
    if not _is_digits(digits, _POSTAL_DIGITS):
        raise InvalidPostalCode
    return digits


def normalise_sheba(text: str) -> str:
    """Give a Sheba as IR and 24 digits.

    :raises InvalidSheba: when its shape or check digits are wrong.
    """
    sheba = _compact(text).upper()
    if _SHEBA.fullmatch(sheba) is None:
        raise InvalidSheba
    number = "".join(str(int(char, 36)) for char in sheba[4:] + sheba[:4])
    if int(number) % _SHEBA_MODULUS != 1:
        raise InvalidSheba
    return sheba


def masked_card(text: str) -> str:
    """Give a card number as its first 6 and last 4 digits, the only form that may be stored.

    :raises InvalidCard: when it has not 16 digits or its check digit is wrong.
    """
    digits = _compact(text)
    if not _is_digits(digits, CARD_DIGITS) or not _has_luhn_digit(digits):
        raise InvalidCard
    return f"{digits[:6]}******{digits[-4:]}"


def looks_like_card(text: str) -> bool:
    """Tell whether free text holds a bank card number, which must then be refused.

    Finds 16 digits of any script, also in groups, whose check digit is right; not within a UUID
    or another long hexadecimal name.
    """
    plain = _without_marks(ascii_digits(text))
    return _holds_card(plain) and _holds_card(_RANDOM_NAME.sub("x", plain))


def _holds_card(plain: str) -> bool:
    return any(
        _has_luhn_digit(re.sub(r"\D", "", found.group(1))) for found in _CARD_SHAPE.finditer(plain)
    )


def _compact(text: str) -> str:
    plain = ascii_digits(unicodedata.normalize("NFKC", text))
    return _SEPARATORS.sub("", _without_marks(plain))


def _without_marks(text: str) -> str:
    if text.isascii():  # as most texts are, and then there are none
        return text
    return "".join(char for char in text if char == "\u200c" or unicodedata.category(char) != "Cf")


def _is_digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def _has_luhn_digit(digits: str) -> bool:
    total = 0
    for i, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + i % 2)
        total += value // 10 + value % 10
    return total % 10 == 0
