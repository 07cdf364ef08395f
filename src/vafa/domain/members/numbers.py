"""The membership number: ten digits that people can read out, the last one checking the others."""

from vafa.kit.text import ascii_digits

_DIGITS = 9
_SPREAD = 387_420_489  # odd and no multiple of 5: numbers of neighbours look unrelated


def number_from(seed: int) -> str:
    """Give the membership number of a seed; seeds within 10^9 of each other never share one."""
    body = f"{seed * _SPREAD % 10**_DIGITS:0{_DIGITS}}"
    return body + str(_check_digit(body))


def normalise_number(text: str) -> str:
    """Give a membership number as its ten digits, or nothing when it is none."""
    digits = ascii_digits(text).replace(" ", "").replace("-", "")
    is_number = len(digits) == _DIGITS + 1 and digits.isascii() and digits.isdigit()
    return digits if is_number and int(digits[-1]) == _check_digit(digits[:-1]) else ""


def _check_digit(body: str) -> int:
    """Luhn: every wrong digit and nearly every swap of neighbours shows."""
    total = 0
    for place, character in enumerate(reversed(body)):
        digit = int(character) * (2 if place % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit  # noqa: PLR2004 - framework
    return -total % 10
