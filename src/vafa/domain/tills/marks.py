"""Marks that a till keeps: by which it finds a member without a connection, and who sells there.

A member is found by a hash, so that a device keeps no list of mobiles. Who sells is told by a text
with the club's keyed hash: a till can pass it on, and can make none.
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
_DIGITS: Final = 10
_HASH_BYTES: Final = 16


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
    """Give the mark of a mobile or a membership number, by its last ten digits."""
    return hashlib.sha256(f"{salt}:{digits[-_DIGITS:]}".encode()).hexdigest()


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
