"""Handing follow-ups on: out of the outbox in batches, at least once, and never by NOTIFY."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from vafa.ledger.calls import call_json, rows


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One outbox row; (event_id, number) names it for ever: a consumer can tell repeats."""

    club_id: int
    member_id: int
    event_id: int
    number: int
    topic: str
    payload: Mapping[str, Any]


def drain(*, handler: Callable[[Sequence[FollowUp]], None], batch: int = 500) -> int:
    """Hand one batch of each club that has follow-ups to `handler`; say how many were handed on.

    A batch is deleted when the handler returns, in one transaction with what the handler writes;
    when it raises, the batch stays and the error goes up. Several relays never share a row.
    """
    done = 0
    for row in rows("SELECT ledger_outbox_clubs_v1() AS club_id"):
        with transaction.atomic():
            taken = call_json("SELECT ledger_outbox_take_v1(%s, %s)", row["club_id"], batch)
            if taken:
                handler([_follow_up(one) for one in taken])
            done += len(taken)
    return done


def _follow_up(row: Mapping[str, Any]) -> FollowUp:
    return FollowUp(
        club_id=row["club"],
        member_id=row["member"],
        event_id=row["event"],
        number=row["number"],
        topic=row["topic"],
        payload=row["payload"],
    )
