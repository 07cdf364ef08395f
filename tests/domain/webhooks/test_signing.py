"""Signatures, checked by the reference library of Standard Webhooks."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from vafa.domain.webhooks import signing
from vafa.domain.webhooks.records import Message

OLD, NEW = signing.secret_text(b"o" * 40), signing.secret_text(b"n" * 40)


def now() -> datetime:
    """Give the time: the reference library reads the clock itself."""
    return datetime.fromtimestamp(time.time(), UTC)


def a_message() -> Message:
    return signing.message(
        club_id=7,
        cursor="12",
        topic="purchase.recorded",
        member_id=41,
        recorded_at=datetime(2026, 11, 21, 8, 30, tzinfo=UTC),
        payload={"why": "دو درصد", "units": 5},
    )


def signed(*secrets: str, at: datetime | None = None) -> dict[str, str]:
    return dict(signing.headers(message=a_message(), secrets=secrets, at=at or now()))


def test_message_is_the_same_bytes_at_every_try() -> None:
    message = a_message()

    assert message.message_id == "msg_7_12"
    assert message.body.decode() == (
        '{"type":"purchase.recorded","timestamp":"2026-11-21T08:30:00Z","data":{"cursor":"12",'
        '"member_id":"41","payload":{"why":"دو درصد","units":5}}}'
    )


def test_reference_library_accepts_what_was_signed() -> None:
    found = Webhook(NEW).verify(a_message().body, signed(NEW))

    assert found["data"]["cursor"] == "12"


def test_both_secrets_verify_while_they_are_rotated() -> None:
    both = signed(NEW, OLD)

    assert len(both["webhook-signature"].split()) == 2
    for secret in (OLD, NEW):
        Webhook(secret).verify(a_message().body, both)


@pytest.mark.parametrize("fault", ["body", "id", "timestamp", "secret", "old", "early", "nothing"])
def test_reference_library_refuses_what_is_not_so(fault: str) -> None:
    moved = {"old": timedelta(minutes=-6), "early": timedelta(minutes=6)}
    sent = signed(NEW, at=now() + moved.get(fault, timedelta()))
    body = a_message().body
    if fault == "body":
        body = body.replace(b"5", b"6")
    if fault == "id":
        sent["webhook-id"] = "msg_7_13"
    if fault == "timestamp":
        sent["webhook-timestamp"] = str(int(sent["webhook-timestamp"]) + 1)
    if fault == "nothing":
        sent["webhook-signature"] = ""

    with pytest.raises(WebhookVerificationError):
        Webhook(OLD if fault == "secret" else NEW).verify(body, sent)
