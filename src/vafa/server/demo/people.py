"""The demo club's members: invented names and mobiles, made from the buyer's number at the source.

The same number always gives the same person. The mobiles are well formed, but their prefixes
belong to no operator, so that no message of a demo can reach anybody.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib import resources
from typing import Final

CREDIT_SHARE_PERCENT: Final = 40
UNUSED_PREFIXES: Final = {"complete_journey": "+98929", "cdnow": "+98928"}
BUYER_LIMIT: Final = 10_000_000

# Odd and no multiple of five, so that it takes each seven-digit number to another one.
_STEP: Final = 7_368_787
_NAMES: Final = json.loads(resources.files(__package__).joinpath("names.json").read_bytes())


@dataclass(frozen=True)
class Person:
    """One invented member; `reference` is the buyer's number at the source."""

    reference: str
    given_name: str
    family_name: str
    mobile: str
    wants_credit: bool


def person(*, source: str, buyer: int) -> Person:
    """Invent the member who stands for a buyer: same source and number, same member."""
    assert 0 <= buyer < BUYER_LIMIT
    digest = hashlib.blake2b(f"{source}:{buyer}".encode(), digest_size=12).digest()
    given, family, credit = (int.from_bytes(digest[at : at + 4], "big") for at in (0, 4, 8))
    return Person(
        reference=str(buyer),
        given_name=_NAMES["given"][given % len(_NAMES["given"])],
        family_name=_NAMES["family"][family % len(_NAMES["family"])],
        mobile=f"{UNUSED_PREFIXES[source]}{buyer * _STEP % BUYER_LIMIT:07}",
        wants_credit=credit % 100 < CREDIT_SHARE_PERCENT,
    )
