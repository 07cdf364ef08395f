"""What an invitation gives at the first purchase of who came, to both; and taking it back.

An invitation's document is the invited person and how often it was taken back before, so that
two first purchases at once are one, and one after a return counts anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Final

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.members.records import Present
from vafa.domain.rewards.operations.occasion import SOURCE, Happening, happen
from vafa.domain.rewards.posting import Asked, run
from vafa.domain.rewards.rulebook import NoProgramme, Rulebook, rulebook
from vafa.domain.sales.bought import Bought
from vafa.kit.calendar import date_of, local_day
from vafa.kit.ids import Ids
from vafa.ledger import totals
from vafa.ledger.queries import club_now, reference
from vafa.ledger.records import LedgerEvent, OutboxRow, Snapshot, SourceRef, TakeBack
from vafa.programme.inviting import is_valid, least_reached

INVITER: Final = "referral"
INVITED: Final = "invited_bought"
UNDONE_KIND: Final = "invitation_undone"


def first_that_counts(*, club_id: int, bought: Iterable[Bought]) -> tuple[Bought, int] | None:
    """Give the first purchase for which the rules of its time reward anybody, and its least."""
    epoch, _ = club_now(club_id=club_id)
    rules = rulebook(club_id, epoch)
    for one in bought:
        try:
            document = rules.in_force(one.occurred_at).document
        except NoProgramme:
            continue
        day = date_of(local_day(one.occurred_at, document.zone))
        least = least_reached(document, paid_rials=one.kept_rials, on=day)
        if least is not None:
            return one, least
    return None


def reward(
    *, club_id: int, ids: Ids, document: str, bought: Bought, people: dict[str, Present]
) -> None:
    """Give to each of these people (by what they are in it) what the rules give for a purchase.

    Holders are locked by id, in one order.
    """
    epoch, _ = club_now(club_id=club_id)
    programme = rulebook(club_id, epoch).in_force(bought.occurred_at).document
    day = date_of(local_day(bought.occurred_at, programme.zone))
    valid = {rule.trigger for rule in programme.rules if is_valid(rule, on=day)}
    for trigger, person in sorted(people.items(), key=lambda pair: _holder(pair[1])):
        if trigger not in valid:
            continue
        happening = Happening(
            club_id, 0, trigger, bought.occurred_at, person.birthday,
            person_id=person.member_id if person.wallet_id else 0, paid_rials=bought.kept_rials,
        )  # fmt: skip
        happen(happening=happening, holder_id=_holder(person), document=document, ids=ids)


def take_back(*, club_id: int, ids: Ids, document: str) -> None:
    """Take back what an invitation gave: what still waits is cancelled, what is spent is owed."""
    given = [
        (found.member_id, found.event_id, trigger)
        for trigger in (INVITER, INVITED)
        if (found := reference(
            club_id=club_id, source=SOURCE, document=document, effect=trigger
        ))
    ]  # fmt: skip
    for member_id, event_id, trigger in sorted(given):
        _take_back(club_id, member_id, event_id, f"{document}.{trigger}", ids)


def _take_back(club_id: int, member_id: int, event_id: int, document: str, ids: Ids) -> None:
    awards = totals.awards_of(club_id=club_id, member_id=member_id, event_id=event_id)
    _, now = club_now(club_id=club_id)
    key = f"{UNDONE_KIND}:{document}"
    asked = Asked(
        Principal(club_id, 0, frozenset()),
        Claim(key, sha256(key.encode()).digest()),
        member_id,
        ids.next(),
        (SourceRef(SOURCE, document, UNDONE_KIND),),
    )

    def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        return _undoing(club_id, snapshot, rules, now, event_id, awards)

    run(asked=asked, plan=plan)


def _undoing(
    club_id: int, snapshot: Snapshot, rules: Rulebook, at: datetime, event_id: int,
    awards: dict[int, int],
) -> LedgerEvent:  # fmt: skip
    version = rules.latest(at)
    shortfall = version.document.refunds.shortfall
    return LedgerEvent(
        club_id=club_id,
        member_id=snapshot.member_id,
        event_id=snapshot.event_id,
        kind=UNDONE_KIND,
        event_at=at,
        expected_version=snapshot.state_version,
        programme_version_id=version.id,
        credential_id=0,
        legs=tuple(
            TakeBack(award_id, units, 0, shortfall) for award_id, units in awards.items() if units
        ),
        outbox=(OutboxRow(f"member.{UNDONE_KIND}", {"event_id": str(snapshot.event_id)}),),
        origin_event_id=event_id,
        answer={"said": {"member_id": str(snapshot.member_id)}},
    )


def _holder(person: Present) -> int:
    return person.wallet_id or person.member_id
