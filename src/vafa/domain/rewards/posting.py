"""The one live flow: snapshot, decide, post; decide again when the member changed meanwhile.

On the second miss the member is locked first and all happens in one transaction. What a request
decides is the caller's `plan`; nothing here knows a rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.imported import answer_of
from vafa.domain.rewards.rulebook import Rulebook, rulebook
from vafa.kit.errors import Refused
from vafa.ledger import operations as book
from vafa.ledger.errors import ReferencesDiffer
from vafa.ledger.records import LedgerEvent, Posted, Request, Snapshot, SourceRef
from vafa.programme.refund_parts import NothingReturned

type_plan = Callable[[Snapshot, Rulebook], LedgerEvent]

_TRIES = 2
_CLOCK_SKEW = timedelta(minutes=5)


class InTheFuture(Refused):
    """The moment lies in the future."""


class NothingLeft(NothingReturned):
    """Nothing of this purchase is left: it has come back, or was voided, edited or moved."""


class TooLongAgo(Refused):
    """The moment is past the club's limit for back-dating: leave it out, or import it (E16)."""


class SecondDeclined(Refused):
    """What follows the return spends more than there is: nothing was recorded."""


class UnknownMoment(Refused):
    """A moment needs its time zone."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: whose, under which key, for which member, and the natural keys it claims."""

    principal: Principal
    claim: Claim
    member_id: int
    event_id: int
    refs: tuple[SourceRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What the book answered, and the rules it was decided under."""

    posted: Posted
    rules: Rulebook

    @property
    def replayed(self) -> bool:
        """Tell whether this is the stored answer of an earlier request."""
        return self.posted.outcome == "replayed"


type_then = Callable[[Done], tuple[Asked, type_plan]]


def run(*, asked: Asked, plan: type_plan, first: Snapshot | None = None) -> Done:
    """Answer a request once: plan on a snapshot and post, or give the stored answer of a repeat.

    `first` is the snapshot of a request that was claimed before.

    :raises NoSuchMember: when the book has no such member.
    :raises KeyReused: when the key came with another body before.
    """
    club_id = asked.principal.club_id
    while True:
        snapshot, first = first or claimed(asked=asked), None
        if snapshot.answer is not None:
            return replayed(club_id=club_id, snapshot=snapshot)
        try:
            done = _post(club_id, snapshot, plan)
        except Refused:  # perhaps because this very request was posted meanwhile, from elsewhere
            snapshot = claimed(asked=asked)
            if snapshot.answer is None:
                raise
            return replayed(club_id=club_id, snapshot=snapshot)
        if done.posted.outcome != "moved":
            return done
        # Merged just now: claimed again, the request goes to whoever has the units.


def claimed(*, asked: Asked) -> Snapshot:
    """Claim a request for its member, or for whom the member was merged into.

    :raises NoSuchMember: when the book has no such member.
    :raises KeyReused: when the key came with another body before.
    """
    principal, claim = asked.principal, asked.claim
    return book.snapshot(
        request=Request(principal.club_id, principal.credential_id, claim.key, claim.body_hash),
        member_id=asked.member_id,
        event_id=asked.event_id,
        refs=asked.refs,
    )


def replayed(*, club_id: int, snapshot: Snapshot) -> Done:
    """Give the stored answer that a claim found."""
    assert snapshot.answer is not None
    rules = rulebook(club_id, snapshot.programme_epoch)
    answer = answer_of(
        club_id=club_id,
        member_id=snapshot.member_id,
        event_id=snapshot.event_id,
        answer=snapshot.answer,
        rules=rules,
    )
    posted = Posted("replayed", snapshot.event_id, snapshot.state_version, snapshot.status, answer)
    return Done(posted, rules)


def run_both(*, asked: Asked, plan: type_plan, then: type_then) -> tuple[Done, Done]:
    """Post two events of one request in one transaction: both, or (on any refusal) neither.

    :raises ReferencesDiffer: when only one of them had been recorded before.
    :raises SecondDeclined: when the book declines the second.
    """
    with club_scope(asked.principal.club_id):
        first = run(asked=asked, plan=plan)
        second_asked, second_plan = then(first)
        second = run(asked=following(asked=second_asked, first=first), plan=second_plan)
        check_both(first=first, second=second)
    return first, second


def following(*, asked: Asked, first: Done) -> Asked:
    """Give the second event of a request under a key of its own: the first has bound the body."""
    key = f"after-{first.posted.event_id}"
    return replace(asked, claim=Claim(key, sha256(key.encode()).digest()))


def check_both(*, first: Done, second: Done) -> None:
    """Refuse both events of a request, unless both were posted now or both before.

    :raises ReferencesDiffer: when only one of them had been recorded before.
    :raises SecondDeclined: when the book declined the second.
    """
    if second.posted.outcome == "declined":
        answer = second.posted.answer
        unit = first.rules.codes.get(answer.get("unit", 0), "")
        raise SecondDeclined(unit=unit, available=answer.get("available", 0))
    if first.replayed != second.replayed:
        raise ReferencesDiffer


def run_unasked(*, club_id: int, member_id: int, event_id: int, plan: type_plan) -> Done:
    """Post an event that no request asked for: what a day brings."""
    while True:
        snapshot = book.peek(club_id=club_id, member_id=member_id)
        done = _post(club_id, replace(snapshot, event_id=event_id), plan)
        if done.posted.outcome != "moved":
            return done


def _post(club_id: int, first: Snapshot, plan: type_plan) -> Done:
    snapshot = first
    for _ in range(_TRIES):
        rules = rulebook(club_id, snapshot.programme_epoch)
        posted = book.post(event=plan(snapshot, rules))
        if posted.outcome != "stale":
            return Done(posted, rules)
        snapshot = _again(club_id, first)
        if snapshot.member_id != first.member_id:
            return _moved(first, snapshot, rules)
    with club_scope(club_id):
        snapshot = _again(club_id, first, is_locked=True)
        rules = rulebook(club_id, snapshot.programme_epoch)
        if snapshot.member_id != first.member_id:
            return _moved(first, snapshot, rules)
        return Done(book.post(event=plan(snapshot, rules)), rules)


def _again(club_id: int, first: Snapshot, *, is_locked: bool = False) -> Snapshot:
    snapshot = book.peek(club_id=club_id, member_id=first.member_id, lock=is_locked)
    return replace(snapshot, event_id=first.event_id)


def _moved(first: Snapshot, to: Snapshot, rules: Rulebook) -> Done:
    posted = Posted("moved", first.event_id, to.state_version, 0, {}, moved_to=to.member_id)
    return Done(posted, rules)


def check_moment(
    *, event_at: datetime, now: datetime, back_dating_days: int, is_approved: bool = False
) -> None:
    """Refuse a moment that is none, not yet, or too long ago for one person alone (E16).

    :raises UnknownMoment: when it has no time zone.
    :raises InTheFuture: when it is more than the clocks' difference ahead.
    :raises TooLongAgo: when it is past the limit and no second person has approved it.
    """
    if event_at.tzinfo is None:
        raise UnknownMoment
    if event_at > now + _CLOCK_SKEW:
        raise InTheFuture
    limit = now - timedelta(days=back_dating_days)
    if event_at < limit and not is_approved:
        raise TooLongAgo(limit_days=back_dating_days)
