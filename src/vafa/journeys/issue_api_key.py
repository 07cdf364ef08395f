"""Issuing a machine's key, and ending one."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs import queries, trail
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.records import IssuedKey, KeyCard, NewKey
from vafa.domain.clubs.scope import club_scope
from vafa.kit.ids import Ids


def issue_api_key(
    *, principal: Principal, claim: Claim, ids: Ids, at: datetime, entropy: bytes, key: NewKey
) -> IssuedKey:
    """Issue a key within the rights, branch and mode of the one that asks.

    A repeated request gives the same key without its secret, which is never stored.

    :raises RightsExceeded: when the key would be allowed more than its issuer.
    :raises UnknownRight: when one of the rights does not exist.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("keys.manage")
    clubs.refuse_excess(principal=principal, key=key)
    secret = ""

    def issue() -> Mapping[str, Any]:
        nonlocal secret
        issued = clubs.issue_key(
            club_id=principal.club_id, key_id=ids.next(), key=key, entropy=entropy, at=at
        )
        secret = issued.secret
        trail.note(
            principal=principal, at=at, act="key_issued", object_kind="api_key",
            object_id=issued.key_id,
            after={"name": key.name, "rights": sorted(key.rights), "branch": key.branch},
        )  # fmt: skip
        expires_at = issued.expires_at.isoformat() if issued.expires_at else None
        return {
            **asdict(issued), "secret": "",
            "rights": sorted(issued.rights), "expires_at": expires_at,
        }  # fmt: skip

    with club_scope(principal.club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=issue)
    expires_at = answer["expires_at"]
    return IssuedKey(
        **{
            **answer,
            "secret": secret,
            "rights": frozenset(answer["rights"]),
            "expires_at": datetime.fromisoformat(expires_at) if expires_at else None,
            "replayed": replayed,
        }
    )


def list_api_keys(*, principal: Principal) -> tuple[KeyCard, ...]:
    """List the club's keys, oldest first, ended ones included, none with its secret."""
    principal.require("keys.manage")
    with club_scope(principal.club_id):
        return queries.api_keys(club_id=principal.club_id)


def note_key_use(*, principal: Principal, on: date) -> None:
    """Keep the day on which a key was used last; that it may be used was asked before."""
    with club_scope(principal.club_id):
        clubs.note_key_use(club_id=principal.club_id, key_id=principal.credential_id, on=on)


def revoke_api_key(*, principal: Principal, key_id: int, at: datetime) -> None:
    """End a key of the club; ending it again changes nothing.

    :raises NoSuchKey: when the club has no such key.
    """
    principal.require("keys.manage")
    with club_scope(principal.club_id):
        clubs.revoke_key(club_id=principal.club_id, key_id=key_id, at=at)
        trail.note(
            principal=principal, at=at, act="key_revoked", object_kind="api_key",
            object_id=key_id,
        )  # fmt: skip
