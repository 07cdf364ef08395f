"""What joining opens and gives: the member's book, and the welcome of the programme in force."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.rewards import answering
from vafa.domain.rewards.answers import Welcomed
from vafa.domain.rewards.budgets import Purse
from vafa.domain.rewards.operations.occasion import Happening, plan_occasion
from vafa.domain.rewards.posting import Asked, check_moment, run
from vafa.domain.rewards.rulebook import NoProgramme, Rulebook
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger.records import LedgerEvent, Snapshot, SourceRef

_SOURCE = "vafa"
# A member joins before the shop has a programme, too; the limit for back-dating is then this.
_BACK_DATING_DAYS = 30


def open_member(*, principal: Principal, member_id: int, event_at: datetime) -> None:
    """Open the member's book; inside the transaction that registers the person.

    :raises Refused: when the moment of joining is none, not yet, or too long ago.
    """
    book.open_member(club_id=principal.club_id, member_id=member_id)
    now = book.peek(club_id=principal.club_id, member_id=member_id).now
    check_moment(event_at=event_at, now=now, back_dating_days=_BACK_DATING_DAYS)


def welcome(
    *,
    principal: Principal,
    joined_at: datetime,
    ids: Ids,
    member_id: int,
    birthday: tuple[int, int] | None,
) -> Welcomed:
    """Post the joining of a member, once for ever, with what the rules of that moment give for it.

    The member itself is the natural key, so a crash between registering and this is mended by any
    later call. Who joins before the shop has a programme gets nothing.
    """
    happening = Happening(principal.club_id, principal.credential_id, "join", joined_at, birthday)
    purse = Purse(club_id=principal.club_id)
    key = f"join:{member_id}"
    asked = Asked(
        principal,
        Claim(key, sha256(key.encode()).digest()),
        member_id,
        ids.next(),
        (SourceRef(_SOURCE, str(member_id), "join"),),
    )

    def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        return plan_occasion(
            happening=happening, ids=ids, purse=purse, snapshot=snapshot, rules=rules
        )

    try:
        done = run(asked=asked, plan=plan)
    except NoProgramme:
        return Welcomed((), ())
    purse.close(is_posted=done.posted.outcome == "posted")
    return answering.welcomed(done=done)
