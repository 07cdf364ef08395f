"""Reads of messaging: what is due over all clubs, and what was sent to one number."""

from datetime import datetime

from django.db import connection

from vafa.domain.members.vault import Vault
from vafa.domain.messaging.models import Message
from vafa.domain.messaging.records import MessageListed


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


def trace_of(*, club_id: int, mobile: str, vault: Vault) -> bytes:
    """Give the keyed hash under which the messages to a number are found."""
    return vault.trace(club_id=club_id, kind="message", value=mobile)
