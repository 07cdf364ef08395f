"""Vafa's customer club from Python: `Vafa(address, key=…)` has a method for every operation."""

from vafa_client.client import Vafa, pages
from vafa_client.errors import Declined, KeyRefused, NoAnswer, NotThere, VafaError, VafaProblem

__all__ = [
    "Declined",
    "KeyRefused",
    "NoAnswer",
    "NotThere",
    "Vafa",
    "VafaError",
    "VafaProblem",
    "pages",
]
