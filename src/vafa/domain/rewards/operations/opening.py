"""Opening balances: what members had in the club that the shop kept before, brought once.

Each is an award of no rule, so that an undoing takes it back like any other award.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.rewards.posting import Asked, run, run_unasked
from vafa.domain.rewards.rulebook import Rulebook, Version, rulebook
from vafa.kit.calendar import end_of_nth_day, local_day, midnight
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger import totals
from vafa.ledger.history import UNDONE_KIND
from vafa.ledger.queries import club_now, reference
from vafa.ledger.records import AwardRow, Earn, LedgerEvent, Snapshot, SourceRef, TakeBack
from vafa.programme.document import AfterDays, Unit

KIND = "opening"


@dataclass(frozen=True, slots=True)
class OpeningBalance:
    """Units of one kind, and their last day; 0 leaves it to the unit's own expiry."""

    unit: str
    units: int
    last_day: int = 0


def units_in_force(*, club_id: int, at: datetime) -> tuple[Unit, ...]:
    """Give the units of the programme in force.

    :raises NoProgramme: when none is.
    """
    epoch, _ = club_now(club_id=club_id)
    return rulebook(club_id, epoch).in_force(at).document.units


def post_opening(
    *,
    principal: Principal,
    ids: Ids,
    at: datetime,
    source: str,
    member_id: int,
    holder_id: int,
    balances: Sequence[OpeningBalance],
) -> int | None:
    """Give a member, whose units `holder_id` holds, the opening balances of a source, once.

    Nobody is told.

    Gives the event's id, or None when the member has that source's already. What was undone may
    come again.

    :raises NoProgramme: when none is in force.
    """
    club_id, document = principal.club_id, str(member_id)
    book.open_member(club_id=club_id, member_id=holder_id)
    known = reference(club_id=club_id, source=source, document=document, effect=KIND)
    revision = 0
    if known is not None:
        if not totals.is_undone(club_id=club_id, member_id=holder_id, event_id=known.event_id):
            return None
        revision = known.revision + 1
    digest = sha256(f"{source}\0{document}\0{revision}".encode()).digest()
    asked = Asked(
        principal,
        Claim(f"opening-{digest.hex()}", digest),
        holder_id,
        ids.next(),
        (SourceRef(source, document, KIND, revision),),
    )

    def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        return _plan(principal, ids, at, balances, snapshot, rules.in_force(at))

    done = run(asked=asked, plan=plan)
    return None if done.replayed else done.posted.event_id


def undo_opening(
    *, principal: Principal, at: datetime, ids: Ids, member_id: int, event_id: int
) -> None:
    """Take opening balances back; what was spent of them since is owed."""
    awards = totals.awards_of(club_id=principal.club_id, member_id=member_id, event_id=event_id)

    def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        return LedgerEvent(
            club_id=principal.club_id,
            member_id=snapshot.member_id,
            event_id=snapshot.event_id,
            kind=UNDONE_KIND,
            event_at=at,
            expected_version=snapshot.state_version,
            programme_version_id=rules.latest(at).id,
            credential_id=principal.credential_id,
            legs=tuple(TakeBack(award_id, units, 0) for award_id, units in awards.items()),
            origin_event_id=event_id,
        )

    run_unasked(club_id=principal.club_id, member_id=member_id, event_id=ids.next(), plan=plan)


def _plan(
    principal: Principal,
    ids: Ids,
    at: datetime,
    balances: Sequence[OpeningBalance],
    snapshot: Snapshot,
    version: Version,
) -> LedgerEvent:
    zone = version.document.zone
    today = local_day(at, zone)
    units = [version.unit(one.unit) for one in balances]
    ends = [_ends(one, unit, today) for one, unit in zip(balances, units, strict=True)]
    return LedgerEvent(
        club_id=principal.club_id,
        member_id=snapshot.member_id,
        event_id=snapshot.event_id,
        kind=KIND,
        event_at=at,
        expected_version=snapshot.state_version,
        programme_version_id=version.id,
        credential_id=principal.credential_id,
        legs=tuple(
            Earn(
                unit.number,
                one.units,
                index,
                expires_at=midnight(end, zone) if end else None,
                kind=KIND,
            )
            for index, (one, unit, end) in enumerate(zip(balances, units, ends, strict=True))
        ),
        awards=tuple(
            _award(ids, one, unit, today, end)
            for one, unit, end in zip(balances, units, ends, strict=True)
        ),
        answer={"said": {"member_id": str(snapshot.member_id)}},
    )


def _ends(one: OpeningBalance, unit: Unit, today: int) -> int:
    """Give the day at whose first midnight a balance is gone; 0: never."""
    if one.last_day:
        return one.last_day + 1
    return end_of_nth_day(today, unit.expiry.days) if isinstance(unit.expiry, AfterDays) else 0


def _award(ids: Ids, one: OpeningBalance, unit: Unit, today: int, end: int) -> AwardRow:
    return AwardRow(
        id=ids.next(), rule=KIND, unit=unit.number, units=one.units, uncapped=one.units, basis=0,
        tier="", day=today, carry=0, qualifying=0,
        detail={
            "line_basis": {}, "lines": {}, "reasons": [], "budget": "", "available_day": 0,
            "expires_day": end,
        },
    )  # fmt: skip
