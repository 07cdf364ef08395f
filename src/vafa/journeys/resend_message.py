"""The messages that the club sent: what became of each, and sending again what did not arrive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import consents, mobiles
from vafa.domain.members import queries as members
from vafa.domain.members.records import Named
from vafa.domain.members.vault import Vault
from vafa.domain.messaging import operations, queries
from vafa.domain.messaging.records import MessageShown, MessagesSought
from vafa.domain.messaging.thanks import PURPOSE
from vafa.kit.errors import Refused
from vafa.kit.identity import masked_mobile
from vafa.kit.ids import Ids

_USEFUL_FOR: Final = timedelta(hours=24)


class WantsNoMessages(Refused):
    """The member does not agree to messages, or not any more."""


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message, its number or address masked, and the member whose mobile that is, if any."""

    message: MessageShown
    to: str
    member: Named | None


def list_sent_messages(
    *, principal: Principal, vault: Vault, sought: MessagesSought
) -> tuple[SentMessage, ...]:
    """List what the club sent in the last thirty days, newest first; texts are never shown."""
    principal.require("members.read")
    with club_scope(principal.club_id):
        found = queries.messages(club_id=principal.club_id, sought=sought, vault=vault)
        return _with_members(principal.club_id, vault, found)


def show_sent_message(*, principal: Principal, vault: Vault, message_id: int) -> SentMessage:
    """Show one message.

    :raises NoSuchMessage: when the club sent none of this id, or it is forgotten.
    """
    principal.require("members.read")
    with club_scope(principal.club_id):
        found = queries.message(club_id=principal.club_id, message_id=message_id, vault=vault)
        return _with_members(principal.club_id, vault, (found,))[0]


def resend_message(
    *, principal: Principal, ids: Ids, vault: Vault, at: datetime, message_id: int
) -> SentMessage:
    """Send a message that did not arrive to the same number again, once; gives it as it is now.

    :raises NoSuchMessage: when the club sent none of this id, or it is forgotten.
    :raises NotToBeResent: when it arrived or may still, holds a secret, or was sent again.
    :raises WantsNoMessages: when it is news to a member who does not agree to it.
    """
    principal.require("members.write")
    club_id = principal.club_id
    with club_scope(club_id):
        found = queries.message(club_id=club_id, message_id=message_id, vault=vault)
        (sent,) = _with_members(club_id, vault, (found,))
        if found.purpose == PURPOSE and not (
            sent.member and consents.may_write_to(
                club_id=club_id, member_id=sent.member.member_id, purpose="sms"
            )
        ):  # fmt: skip
            raise WantsNoMessages
        operations.resend(
            club_id=club_id, message_id=message_id, new_id=ids.next(), vault=vault, at=at,
            expires_at=at + _USEFUL_FOR,
        )  # fmt: skip
        trail.note(
            principal=principal, at=at, act="message_resent", object_kind="message",
            object_id=message_id, after={"kind": found.purpose},
        )  # fmt: skip
        after = queries.message(club_id=club_id, message_id=message_id, vault=vault)
    return SentMessage(after, sent.to, sent.member)


def _with_members(
    club_id: int, vault: Vault, found: Sequence[MessageShown]
) -> tuple[SentMessage, ...]:
    """Find whose mobiles these are today: two queries, however many there are."""
    traces = {
        one.message_id: vault.trace(club_id=club_id, kind="mobile", value=one.mobile)
        for one in found
    }
    owners = mobiles.owners_of(club_id=club_id, traces=set(traces.values()))
    named = members.named(member_ids=list(owners.values()))
    return tuple(
        SentMessage(one, _masked(one.mobile), named.get(owners.get(traces[one.message_id], 0)))
        for one in found
    )


def _masked(to: str) -> str:
    """Hide most of a mobile, or of the e-mail address to which staff are invited."""
    name, at, host = to.partition("@")
    return f"{name[:1]}***@{host}" if at else masked_mobile(to)
