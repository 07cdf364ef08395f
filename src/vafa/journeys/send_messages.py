"""Handing stored messages to a gateway, and asking what became of those without an answer."""

from collections.abc import Callable
from datetime import datetime

from vafa.domain.clubs import quiet
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.vault import Vault
from vafa.domain.messaging import operations, queries
from vafa.domain.messaging.ports import Senders

PAGE = 50


def clubs_with_messages(*, at: datetime) -> tuple[tuple[int, bool], ...]:
    """List (club, whether it is a test club) of all that have messages to look after now."""
    return queries.due(at=at)


def send_messages(
    *,
    club_id: int,
    is_test: bool,
    vault: Vault,
    senders: Senders,
    clock: Callable[[], datetime],
) -> int:
    """Send a club's waiting messages and ask for unanswered ones; gives how many of both.

    No transaction is open while a gateway is asked. A message whose answer was lost is never sent
    under another reference: the gateway is asked for the one that it has. What a test club sends
    never leaves. In the club's quiet hours only what somebody asked for goes out.
    """
    sender = senders.test if is_test else senders.live
    with club_scope(club_id):
        asked_for = operations.claim_inquiries(club_id=club_id, at=clock(), limit=PAGE)
    for reference in asked_for:
        report = sender.inquire(reference)
        with club_scope(club_id):
            operations.record_report(
                club_id=club_id, message_id=reference, report=report, at=clock()
            )
    with club_scope(club_id):
        at = clock()
        outgoing = operations.claim(
            club_id=club_id, vault=vault, at=at, limit=PAGE,
            is_quiet=keep_quiet(club_id=club_id, at=at),
        )  # fmt: skip
    for message in outgoing:
        sent = sender.send(message)
        with club_scope(club_id):
            operations.record_sent(
                club_id=club_id, message_id=message.reference, sent=sent, at=clock()
            )
    return len(asked_for) + len(outgoing)


def keep_quiet(*, club_id: int, at: datetime) -> bool:
    """Tell whether a club is quiet now, and let its news rest until that is over; in its scope."""
    every, zone = quiet.quiet_hours(club_id=club_id), club_facts(club_id=club_id).zone
    until = quiet.wakes_at(every=every, zone=zone, at=at)
    if until is not None:
        operations.rest(club_id=club_id, at=at, until=until)
    return until is not None
