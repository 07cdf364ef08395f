"""Stopping messages by the link that stands in each of them: one tap, no sign-in, with undo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import audit, consents, erasure, tokens
from vafa.domain.members.consents import Agreement, ConsentShown
from vafa.domain.members.vault import Vault
from vafa.kit.errors import NotFound
from vafa.kit.ids import Ids

_PURPOSE: Final = "sms"
_SOURCE: Final = "portal"


class NoSuchOptOut(NotFound):
    """The link is not one of this club's: open it once more from the message itself."""


@dataclass(frozen=True, slots=True)
class MessagesState:
    """Whether messages go to the member of a link, and whether stopping them can be undone."""

    is_on: bool
    can_undo: bool


def opt_out_token(*, vault: Vault, club_id: int, member_id: int) -> str:
    """Give the token that stands in the links of a member's messages."""
    return tokens.token_of(vault=vault, club_id=club_id, kind="opt_out", id_=member_id)


def show_messages(*, principal: Principal, vault: Vault, token: str) -> MessagesState:
    """Tell whether messages go to the member of a link; nothing else of the member.

    :raises NoSuchOptOut: when the token is none of this club.
    """
    principal.require("members.write")
    member_id = _member(principal, vault, token)
    with club_scope(principal.club_id):
        return _state(principal.club_id, member_id)


def stop_messages(
    *, principal: Principal, ids: Ids, vault: Vault, at: datetime, token: str
) -> MessagesState:
    """Send the member of a link no more messages by SMS; again changes nothing.

    :raises NoSuchOptOut: when the token is none of this club.
    """
    principal.require("members.write")
    club_id, member_id = principal.club_id, _member(principal, vault, token)
    with club_scope(club_id):
        if consents.end(
            club_id=club_id, member_id=member_id, purposes=(_PURPOSE,), source=_SOURCE, at=at
        ):
            doing = audit.Doing(principal, ids.next(), at)
            audit.note(
                doing=doing, member_id=member_id, kind="consent_withdrawn", fields=[_PURPOSE]
            )
        return _state(club_id, member_id)


def resume_messages(
    *, principal: Principal, ids: Ids, vault: Vault, at: datetime, token: str
) -> MessagesState:
    """Undo the stop: what was agreed to before is agreed to again, in the same words.

    :raises NoSuchOptOut: when the token is none of this club.
    """
    principal.require("members.write")
    club_id, member_id = principal.club_id, _member(principal, vault, token)
    with club_scope(club_id):
        before = _last(club_id, member_id)
        if before is not None and before.withdrawn_at is not None:
            agreement = Agreement(_PURPOSE, _SOURCE, before.wording)
            consents.give(club_id=club_id, member_id=member_id, agreement=agreement, at=at)
            doing = audit.Doing(principal, ids.next(), at)
            audit.note(doing=doing, member_id=member_id, kind="consent_given", fields=[_PURPOSE])
        return _state(club_id, member_id)


def _member(principal: Principal, vault: Vault, token: str) -> int:
    club_id = principal.club_id
    found = tokens.id_of(vault=vault, club_id=club_id, kind="opt_out", token=token)
    if found is None:
        raise NoSuchOptOut
    with club_scope(club_id):
        return erasure.survivor_of(club_id=club_id, member_id=found)


def _state(club_id: int, member_id: int) -> MessagesState:
    last = _last(club_id, member_id)
    is_on = last is not None and last.withdrawn_at is None
    return MessagesState(is_on, can_undo=last is not None and not is_on)


def _last(club_id: int, member_id: int) -> ConsentShown | None:
    given = consents.consents_of(club_id=club_id, member_id=member_id)
    mine = [one for one in given if one.purpose == _PURPOSE]
    return max(mine, key=lambda one: (one.withdrawn_at is None, one.given_at), default=None)
