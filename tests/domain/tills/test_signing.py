"""An allowance carries the club's signature: a till can check it and forge none."""

from base64 import b64decode
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.factories.clubs import VAULT
from vafa.domain.tills.records import Allowed, Shift
from vafa.domain.tills.signing import Signed, signed

OPENED = datetime(2026, 11, 21, 5, tzinfo=UTC)
SHIFT = Shift(7, "till-1", 20_778, OPENED, OPENED + timedelta(hours=15))


def sign(club_id: int = 1, units: int = 50_000) -> Signed:
    return signed(
        club_id=club_id, shift=SHIFT, unit="credit", allowed=[Allowed(9, units, 0)], vault=VAULT
    )


def check(one: Signed, text: str) -> None:
    key = Ed25519PublicKey.from_public_bytes(b64decode(one.public_key))
    key.verify(b64decode(one.signature), text.encode())


def test_signature_holds_for_the_text_only() -> None:
    one = sign()

    check(one, one.text)
    with pytest.raises(InvalidSignature):
        check(one, one.text.replace("50000", "90000"))


def test_each_club_has_a_key_of_its_own_that_stays() -> None:
    assert sign(1).public_key == sign(1, units=5).public_key
    assert sign(1).public_key != sign(2).public_key
