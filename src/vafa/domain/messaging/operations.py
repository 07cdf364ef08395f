"""Writes of messaging: a text is stored, claimed, sent outside of any transaction, and recorded.

Each runs inside the caller's `club_scope`. A message is `unknown` from before its call on: a
process that dies in the call leaves it so, and an inquiry tells what happened.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db.models import BinaryField, Case, F, Value, When

from vafa.domain.members.vault import Vault
from vafa.domain.messaging.models import Message
from vafa.domain.messaging.queries import NOT_COME, message, place_of, trace_of
from vafa.domain.messaging.records import NEWS, SECRET, NewMessage, Outgoing, Report, Sent
from vafa.kit.errors import Refused

KEPT: Final = timedelta(days=30)
# When to ask, after each inquiry; after the last one the message stays as it is, for a person.
_PAUSES: Final = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 300, 1800, 7200))
_LOST_AFTER: Final = timedelta(seconds=20)
_OPEN: Final = ("unknown", "accepted")
# The text of what may be sent again stays until it arrived; a secret is forgotten at once.
_TEXT_LEFT: Final = Case(
    When(purpose__in=SECRET, then=Value(b"")), default=F("text_sealed"),
    output_field=BinaryField(),
)  # fmt: skip


class NotToBeResent(Refused):
    """A message can be sent again when it did not arrive, holds no secret, and was not yet."""


def store(
    *, club_id: int, message_id: int, message: NewMessage, vault: Vault, at: datetime
) -> None:
    """Keep a text for a mobile, to be sent as soon as the caller's transaction is through."""
    Message.objects.create(
        id=message_id,
        club_id=club_id,
        purpose=message.purpose,
        mobile_sealed=vault.seal(value=message.mobile, place=place_of(message_id, "mobile")),
        trace=trace_of(club_id=club_id, mobile=message.mobile, vault=vault),
        text_sealed=vault.seal(value=message.text, place=place_of(message_id, "text")),
        stored_at=at,
        expires_at=message.expires_at,
        due_at=at,
    )


def promise(
    *,
    club_id: int,
    references: Iterable[int],
    purpose: str,
    due_at: datetime,
    expires_at: datetime,
) -> None:
    """Keep that something is to be sent from a moment on; `fill` says what, or `drop` that not.

    A reference that is there already stays as it is.
    """
    Message.objects.bulk_create(
        [
            Message(
                id=reference, club_id=club_id, purpose=purpose, mobile_sealed=b"", text_sealed=b"",
                stored_at=due_at, expires_at=expires_at, due_at=due_at,
            )
            for reference in references
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def promised(*, club_id: int, at: datetime, limit: int) -> tuple[int, ...]:
    """Take promises that are due, until the caller's transaction is through."""
    due = Message.objects.filter(
        club_id=club_id, state="waiting", mobile_sealed=b"", due_at__lte=at
    )
    rows = due.select_for_update(skip_locked=True).order_by("id")[:limit]
    return tuple(row.id for row in rows)


def fill(*, club_id: int, message_id: int, mobile: str, text: str, vault: Vault) -> None:
    """Say what is sent to whom for a promise: it waits like any message from now on."""
    Message.objects.filter(club_id=club_id, id=message_id, mobile_sealed=b"").update(
        mobile_sealed=vault.seal(value=mobile, place=place_of(message_id, "mobile")),
        trace=trace_of(club_id=club_id, mobile=mobile, vault=vault),
        text_sealed=vault.seal(value=text, place=place_of(message_id, "text")),
    )


def drop(*, club_id: int, message_id: int) -> None:
    """Send nothing for a promise after all."""
    rows = Message.objects.filter(club_id=club_id, id=message_id, mobile_sealed=b"")
    rows.update(state="dropped", due_at=None)


def rest(*, club_id: int, at: datetime, until: datetime) -> None:
    """Let what nobody asked for wait until a moment; the time that it rests does not count."""
    news = Message.objects.filter(club_id=club_id, state="waiting", purpose__in=NEWS)
    news.filter(due_at__lte=at).update(
        expires_at=F("expires_at") + (Value(until) - F("due_at")), due_at=until
    )


def claim(
    *, club_id: int, vault: Vault, at: datetime, limit: int, is_quiet: bool = False
) -> tuple[Outgoing, ...]:
    """Take waiting messages to send now; nobody else gets them. What is too late is dropped.

    In quiet hours only what somebody asked for is taken.
    """
    waiting = Message.objects.filter(club_id=club_id, state="waiting", due_at__lte=at)
    waiting.filter(expires_at__lte=at).update(state="dropped", due_at=None, text_sealed=_TEXT_LEFT)
    filled = waiting.exclude(mobile_sealed=b"").exclude(purpose__in=NEWS if is_quiet else ())
    rows = list(filled.select_for_update(skip_locked=True).order_by("id")[:limit])
    taken = Message.objects.filter(club_id=club_id, id__in=[row.id for row in rows])
    taken.update(state="unknown", due_at=at + _LOST_AFTER)
    return tuple(
        Outgoing(
            row.id,
            vault.unseal(sealed=bytes(row.mobile_sealed), place=place_of(row.id, "mobile")),
            vault.unseal(sealed=bytes(row.text_sealed), place=place_of(row.id, "text")),
        )
        for row in rows
    )


def record_sent(*, club_id: int, message_id: int, sent: Sent, at: datetime) -> None:
    """Keep what the gateway answered; without an answer the message stays unknown."""
    rows = Message.objects.filter(club_id=club_id, id=message_id, state="unknown")
    if sent.outcome == "accepted":
        rows.update(
            state="accepted", gateway_id=sent.gateway_id, due_at=at + _PAUSES[0],
            text_sealed=_TEXT_LEFT,
        )  # fmt: skip
    elif sent.outcome == "refused":
        rows.update(state="refused", reason=sent.reason, due_at=None, text_sealed=_TEXT_LEFT)


def claim_inquiries(*, club_id: int, at: datetime, limit: int) -> tuple[int, ...]:
    """Take the references to ask for now; each is asked a few times, ever more seldom."""
    due = Message.objects.filter(club_id=club_id, state__in=_OPEN, due_at__lte=at)
    rows = list(due.select_for_update(skip_locked=True).order_by("id")[:limit])
    for row in rows:
        row.due_at = at + _PAUSES[row.inquiries] if row.inquiries < len(_PAUSES) else None
        row.inquiries += 1
    Message.objects.bulk_update(rows, ["due_at", "inquiries"])
    return tuple(row.id for row in rows)


def record_report(*, club_id: int, message_id: int, report: Report, at: datetime) -> None:
    """Keep what an inquiry told; what never came waits again, under its own id, or is dropped."""
    rows = Message.objects.filter(club_id=club_id, id=message_id, state__in=_OPEN)
    if report.state == "delivered":
        rows.update(state="delivered", gateway_id=report.gateway_id, due_at=None, text_sealed=b"")
    elif report.state == "failed":
        rows.update(
            state="failed", gateway_id=report.gateway_id, due_at=None, text_sealed=_TEXT_LEFT
        )
    elif report.state == "accepted":
        rows.update(state="accepted", gateway_id=report.gateway_id, text_sealed=_TEXT_LEFT)
    elif report.state == "absent":
        never_came = rows.filter(state="unknown")
        never_came.filter(expires_at__gt=at).update(state="waiting", due_at=at)
        never_came.filter(expires_at__lte=at).update(
            state="dropped", due_at=None, text_sealed=_TEXT_LEFT
        )


def resend(
    *, club_id: int, message_id: int, new_id: int, vault: Vault, at: datetime, expires_at: datetime
) -> None:
    """Send what did not arrive again, as a message of its own; it happens once.

    :raises NoSuchMessage: when the club sent none of this id, or it is forgotten.
    :raises NotToBeResent: when it arrived or may still, holds a secret, or was sent again.
    """
    shown = message(club_id=club_id, message_id=message_id, vault=vault)
    rows = Message.objects.filter(club_id=club_id, id=message_id)
    row = rows.filter(NOT_COME).exclude(purpose__in=SECRET).exclude(text_sealed=b"")
    mine = row.select_for_update().first()
    if mine is None:
        raise NotToBeResent
    text = vault.unseal(sealed=bytes(mine.text_sealed), place=place_of(message_id, "text"))
    rows.update(state="resent", text_sealed=b"")
    again = NewMessage(shown.purpose, shown.mobile, text, expires_at)
    store(club_id=club_id, message_id=new_id, message=again, vault=vault, at=at)


def forget(*, club_id: int, before: datetime) -> int:
    """Delete messages stored before a moment; gives how many."""
    return Message.objects.filter(club_id=club_id, stored_at__lt=before).delete()[0]


def forget_mobile(*, club_id: int, mobile: str, vault: Vault) -> int:
    """Delete what was sent to a number, when its owner asks to be forgotten; gives how many."""
    trace = trace_of(club_id=club_id, mobile=mobile, vault=vault)
    return Message.objects.filter(club_id=club_id, trace=trace).delete()[0]
