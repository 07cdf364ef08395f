"""Reads of messaging: what is due over all clubs, what was sent, and what did not arrive."""

from datetime import datetime
from typing import Final, cast

from django.db import connection
from django.db.models import Q

from vafa.domain.members.vault import Vault
from vafa.domain.messaging.models import Message
from vafa.domain.messaging.records import (
    SECRET,
    MessageListed,
    MessageShown,
    MessagesSought,
    Reason,
    State,
)
from vafa.kit.errors import NotFound

NOT_COME: Final = Q(
    state__in=("failed", "refused", "dropped", "unknown"), due_at__isnull=True
) & ~Q(mobile_sealed=b"")


class NoSuchMessage(NotFound):
    """The club sent no such message in the last thirty days."""


def due(*, at: datetime) -> tuple[tuple[int, bool], ...]:
    """List (club, whether it is a test club) of all that have messages to look after now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT club_id, is_test FROM messaging_due_v1(%s)", [at])
        return tuple((row[0], row[1]) for row in cursor.fetchall())


def messages_to(*, club_id: int, mobile: str, vault: Vault) -> tuple[MessageListed, ...]:
    """List what was sent to a number in the last thirty days, oldest first; inside the scope.

    Texts are forgotten once a gateway has them, so only their purpose is left.
    """
    trace = trace_of(club_id=club_id, mobile=mobile, vault=vault)
    rows = Message.objects.filter(club_id=club_id, trace=trace).order_by("id")
    return tuple(MessageListed(row.purpose, row.state, row.stored_at) for row in rows)


def messages(*, club_id: int, sought: MessagesSought, vault: Vault) -> tuple[MessageShown, ...]:
    """List what the club sent in the last thirty days, newest first; inside the scope.

    What was promised and then not said is left out.
    """
    rows = Message.objects.filter(club_id=club_id).exclude(mobile_sealed=b"")
    if sought.did_not_come:
        rows = rows.filter(NOT_COME)
    if sought.state:
        rows = rows.filter(state=sought.state)
    if sought.purpose:
        rows = rows.filter(purpose=sought.purpose)
    if sought.mobile:
        rows = rows.filter(trace=trace_of(club_id=club_id, mobile=sought.mobile, vault=vault))
    last = Message.objects.filter(club_id=club_id, id=sought.before_id).first()
    if last is not None:
        rows = rows.filter(stored_at__lte=last.stored_at)
        rows = rows.exclude(stored_at=last.stored_at, id__gte=last.id)
    found = rows.order_by("-stored_at", "-id")[: sought.limit]
    return tuple(_shown(row, vault) for row in found)


def message(*, club_id: int, message_id: int, vault: Vault) -> MessageShown:
    """Give one message of the club; inside the scope.

    :raises NoSuchMessage: when the club sent none of this id, or it is forgotten.
    """
    rows = Message.objects.filter(club_id=club_id, id=message_id).exclude(mobile_sealed=b"")
    row = rows.first()
    if row is None:
        raise NoSuchMessage
    return _shown(row, vault)


def place_of(message_id: int, column: str) -> str:
    """Give where a sealed value of a message stands."""
    return f"messaging_message:{message_id}:{column}"


def _shown(row: Message, vault: Vault) -> MessageShown:
    sealed, place = bytes(row.mobile_sealed), place_of(row.id, "mobile")
    did_not_come = row.due_at is None and row.state in {"failed", "refused", "dropped", "unknown"}
    return MessageShown(
        message_id=row.id,
        purpose=row.purpose,
        state=cast("State", row.state),
        reason=cast("Reason", row.reason),
        stored_at=row.stored_at,
        due_at=row.due_at,
        mobile=vault.unseal(sealed=sealed, place=place),
        did_not_come=did_not_come,
        can_resend=did_not_come and row.purpose not in SECRET and bytes(row.text_sealed) != b"",
    )


def trace_of(*, club_id: int, mobile: str, vault: Vault) -> bytes:
    """Give the keyed hash under which the messages to a number are found."""
    return vault.trace(club_id=club_id, kind="message", value=mobile)
