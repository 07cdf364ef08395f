"""The end of a membership: what is held goes to breakage, and what was typed of a person goes.

A programme is not asked: nothing is decided here. What the member owes stays owed in the book.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Final, Literal

from django.db.models import TextField
from django.db.models.functions import Cast

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import audit, leaving
from vafa.domain.rewards.models import Change
from vafa.domain.rewards.operations.day import Counted, type_progress
from vafa.domain.rewards.posting import Asked, run
from vafa.domain.rewards.rulebook import NoProgramme, Rulebook
from vafa.kit.erasing import blank
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger.records import EndAll, LedgerEvent, OutboxRow, Snapshot, SourceRef

_SOURCE: Final = "vafa"
_TOPICS: Final = {"leave": "member.left", "erase": "member.erased"}


class HoldsOpen(Refused):
    """Units are held for something unfinished: capture or cancel those holds first."""


def end_all(
    *,
    principal: Principal,
    event_at: datetime,
    ids: Ids,
    member_id: int,
    kind: Literal["leave", "erase"],
    key: str = "",
    may_release: bool = False,
) -> dict[str, int]:
    """Let everything a member holds end as breakage, once for each kind and key; gives the units.

    :raises HoldsOpen: when something is held, unless holds may be released.
    """
    document = f"{member_id}.{key}" if key else str(member_id)
    name = f"{kind}:{document}"
    asked = Asked(
        principal,
        Claim(name, sha256(name.encode()).digest()),
        member_id,
        ids.next(),
        (SourceRef(_SOURCE, document, kind),),
    )

    def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        if not may_release and any(one.held for one in snapshot.balances.values()):
            raise HoldsOpen
        said = {"member_id": str(snapshot.member_id)}
        outbox = OutboxRow(_TOPICS[kind], {"event_id": str(snapshot.event_id), **said})
        return LedgerEvent(
            club_id=principal.club_id,
            member_id=snapshot.member_id,
            event_id=snapshot.event_id,
            kind=kind,
            event_at=event_at,
            expected_version=snapshot.state_version,
            programme_version_id=rules.in_force(event_at).id,
            credential_id=principal.credential_id,
            legs=(EndAll(),),
            outbox=(outbox,),
            answer={"said": said},
        )

    try:
        done = run(asked=asked, plan=plan)
    except NoProgramme:  # then nothing was ever given
        return {}
    (leg,) = done.posted.answer["legs"]
    return {done.rules.codes[int(unit)]: units for unit, units in leg["ended"].items()}


def end_memberships(
    *, club_id: int, day_at: datetime, day: int, ids: Ids, progress: type_progress
) -> Counted:
    """End the membership of those who left and whose days of grace are over."""
    principal = Principal(club_id, 0, frozenset())
    with club_scope(club_id):
        found = leaving.leavers(club_id=club_id, at=day_at)
    for leaver in found:
        with club_scope(club_id):
            if not leaving.end(club_id=club_id, member_id=leaver.member_id, at=day_at):
                continue
            doing = audit.Doing(principal, ids.next(), day_at)
            audit.note(doing=doing, member_id=leaver.member_id, kind="ended")
            end_all(
                principal=principal,
                event_at=day_at,
                ids=ids,
                member_id=leaver.member_id,
                kind="leave",
                key=leaver.left_at.isoformat(),
                may_release=True,
            )
        progress("memberships", 1)
    return Counted()


def erase_texts(*, club_id: int, member_id: int, pattern: str) -> None:
    """Blank what people typed of a member in the book and in the feed; inside the club's scope."""
    book.erase_texts(club_id=club_id, member_id=member_id, pattern=pattern)
    rows = Change.objects.filter(club_id=club_id, member_id=member_id)
    typed = rows.annotate(text=Cast("payload", TextField())).filter(text__iregex=pattern)
    for row in typed:
        payload = blank(value=row.payload, pattern=pattern)
        Change.objects.filter(club_id=club_id, place=row.place).update(payload=payload)
