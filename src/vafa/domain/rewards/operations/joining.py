"""What joining opens and gives: the member's book, and the welcome of the programme in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from vafa.domain.clubs.principal import Principal
from vafa.domain.rewards import answering
from vafa.domain.rewards.answers import Welcomed
from vafa.domain.rewards.operations.occasion import Happening, happen
from vafa.domain.rewards.posting import check_moment
from vafa.domain.rewards.rulebook import NoProgramme
from vafa.kit.ids import Ids
from vafa.ledger import operations as book

# A member joins before the shop has a programme, too; the limit for back-dating is then this.
_BACK_DATING_DAYS = 30


def open_member(*, principal: Principal, member_id: int, event_at: datetime) -> None:
    """Open the member's book; inside the transaction that registers the person.

    :raises Refused: when the moment of joining is none, not yet, or too long ago.
    """
    book.open_member(club_id=principal.club_id, member_id=member_id)
    now = book.peek(club_id=principal.club_id, member_id=member_id).now
    check_moment(event_at=event_at, now=now, back_dating_days=_BACK_DATING_DAYS)


def open_members(*, principal: Principal, member_ids: Sequence[int]) -> None:
    """Open the books of many who come in with a file; those that are open stay as they are."""
    book.open_members(club_id=principal.club_id, member_ids=member_ids)


def welcome(
    *,
    principal: Principal,
    joined_at: datetime,
    ids: Ids,
    member_id: int,
    birthday: tuple[int, int] | None,
    trigger: Literal["join", "invited"] = "join",
) -> Welcomed:
    """Post the joining of a member, once for ever, with what the rules of that moment give for it.

    What they give for having been invited is posted besides, as `invited`.

    The member itself is the natural key, so a crash between registering and this is mended by any
    later call. Who joins before the shop has a programme gets nothing.
    """
    happening = Happening(principal.club_id, principal.credential_id, trigger, joined_at, birthday)
    try:
        done = happen(happening=happening, holder_id=member_id, document=str(member_id), ids=ids)
    except NoProgramme:
        return Welcomed((), ())
    return answering.welcomed(done=done)
