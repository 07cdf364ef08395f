"""Marks that a till keeps: by which it finds a member without a connection, and who sells there.

A member is found by a short part of a hash, so that a device keeps no list of mobiles, nor one
that could be worked out (decision 0013). Who sells is told by a text with the club's keyed hash: a
till can pass it on, and can make none.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from vafa.domain.members.vault import Vault
from vafa.kit.errors import Refused

LONGEST: Final = timedelta(days=60)
FINDING_SIGNS: Final = 5  # 20 bits: of all mobiles there can be, some hundred share a mark
_DIGITS: Final = 10
_HASH_BYTES: Final = 16
_SALT_SIGNS: Final = 32


class SellerMarkWrong(Refused):
    """Who sold this is not told in a way that Vafa gave out: put the sale right, and record it."""


class SellerMarkOld(Refused):
    """It is too long ago that this page told who sells: put the sale right, and record it."""


@dataclass(frozen=True, slots=True)
class Seller:
    """Somebody of the staff who sold at a till, and the branches where that one worked then."""

    staff_id: int
    branch: str
    branches: frozenset[str]


def finding_mark(*, salt: str, digits: str) -> str:
    """Give the mark of a mobile or number, by its last ten digits; others may share it."""
    whole = hashlib.sha256(f"{salt}:{digits[-_DIGITS:]}".encode()).hexdigest()
    return whole[:FINDING_SIGNS]


def finding_salt(*, club_id: int, vault: Vault) -> str:
    """Give what a club's finding marks are made with, always the same.

    Marks of another salt would tell more of the same mobile: together they would name it.
    """
    return vault.trace(club_id=club_id, kind="till_finding", value="salt").hex()[:_SALT_SIGNS]


def finding_marks(*, salt: str, digits: Iterable[tuple[int, Iterable[str]]]) -> dict[str, int]:
    """Give members by the marks of their mobiles and numbers; whose mark is shared is left out."""
    found: dict[str, set[int]] = {}
    for member_id, named in digits:
        for one in named:
            found.setdefault(finding_mark(salt=salt, digits=one), set()).add(member_id)
    return {mark: min(ids) for mark, ids in found.items() if len(ids) == 1}


def seller_mark(
    *,
    club_id: int,
    staff_id: int,
    branch: str,
    branches: Iterable[str],
    at: datetime,
    vault: Vault,
) -> str:
    """Give the mark of who sells from now on, to be sent back with each sale."""
    told = [staff_id, int(at.timestamp()), branch, sorted(branches)]
    text = json.dumps(told, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_keyed(vault, club_id, text) + text).decode()


def read_seller_mark(*, club_id: int, mark: str, at: datetime, vault: Vault) -> Seller:
    """Tell who sold.

    :raises SellerMarkWrong: when the mark is none of this club's.
    :raises SellerMarkOld: when it was given out more than sixty days before.
    """
    try:
        whole = base64.b64decode(mark, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise SellerMarkWrong from error
    text = whole[_HASH_BYTES:]
    if not hmac.compare_digest(whole[:_HASH_BYTES], _keyed(vault, club_id, text)):
        raise SellerMarkWrong
    staff_id, seconds, branch, branches = json.loads(text)
    if at - datetime.fromtimestamp(seconds, UTC) > LONGEST:
        raise SellerMarkOld
    return Seller(staff_id, branch, frozenset(branches))


def _keyed(vault: Vault, club_id: int, text: bytes) -> bytes:
    value = text.decode("utf-8", "replace")
    return vault.trace(club_id=club_id, kind="till_seller", value=value)[:_HASH_BYTES]
