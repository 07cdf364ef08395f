"""Saying where a club's changes are sent: endpoints, their secrets, replays, the log."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from vafa.domain.clubs import trail
from vafa.domain.clubs.operations import answer_once
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import queries as rewards
from vafa.domain.webhooks import operations, queries
from vafa.domain.webhooks.records import DeliveryCard, WebhookCard, WebhookSecret
from vafa.kit.ids import Ids

_MOMENTS = ("failing_since", "disabled_at", "created_at")


def add_webhook(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    vault: Vault,
    at: datetime,
    entropy: bytes,
    url: str,
    topics: Sequence[str] = (),
) -> WebhookSecret:
    """Send what happens from now on to an address: these topics, or all without any.

    A repeated request gives the same endpoint without its secret.

    :raises UnfitUrl: when the address is not one that a webhook may have.
    :raises TooManyWebhooks: when the club has twenty.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("keys.manage")
    club_id = principal.club_id
    secret = ""

    def add() -> Mapping[str, Any]:
        nonlocal secret
        webhook_id = ids.next()
        secret = operations.register(
            club_id=club_id, webhook_id=webhook_id, url=url, topics=topics, vault=vault, at=at,
            place=rewards.newest_change(club_id=club_id), entropy=entropy,
        )  # fmt: skip
        trail.note(
            principal=principal, at=at, act="webhook_added", object_kind="webhook",
            object_id=webhook_id, after={"url": url, "topics": list(topics)},
        )  # fmt: skip
        return _stored(queries.card(club_id=club_id, webhook_id=webhook_id))

    with club_scope(club_id):
        answer, replayed = answer_once(principal=principal, claim=claim, at=at, work=add)
    return WebhookSecret(_card(answer), secret, replayed)


def list_webhooks(*, principal: Principal) -> tuple[WebhookCard, ...]:
    """List the club's endpoints, disabled ones included, none with its secret."""
    principal.require("keys.manage")
    with club_scope(principal.club_id):
        return queries.cards(club_id=principal.club_id)


def remove_webhook(*, principal: Principal, webhook_id: int) -> None:
    """Send nothing more to an endpoint and forget it.

    :raises NoSuchWebhook: when the club has none of this id.
    """
    principal.require("keys.manage")
    with club_scope(principal.club_id):
        operations.remove(club_id=principal.club_id, webhook_id=webhook_id)
        trail.note(
            principal=principal, act="webhook_removed", object_kind="webhook",
            object_id=webhook_id,
        )  # fmt: skip


def pause_webhook(*, principal: Principal, at: datetime, webhook_id: int) -> WebhookCard:
    """Send nothing to an endpoint until it is resumed; what happens meanwhile waits for it.

    :raises NoSuchWebhook: when the club has none of this id.
    """
    return _switched(principal, at, webhook_id, operations.switch_off, "webhook_paused")


def resume_webhook(*, principal: Principal, at: datetime, webhook_id: int) -> WebhookCard:
    """Send to an endpoint again, from where it stopped, whatever stopped it.

    :raises NoSuchWebhook: when the club has none of this id.
    """
    return _switched(principal, at, webhook_id, operations.switch_on, "webhook_resumed")


def rotate_secret(
    *,
    principal: Principal,
    claim: Claim,
    vault: Vault,
    at: datetime,
    entropy: bytes,
    webhook_id: int,
) -> WebhookSecret:
    """Give an endpoint a new secret; for a day the old one signs too.

    :raises NoSuchWebhook: when the club has none of this id.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("keys.manage")
    club_id = principal.club_id
    secret = ""

    def rotate() -> Mapping[str, Any]:
        nonlocal secret
        secret = operations.rotate(
            club_id=club_id, webhook_id=webhook_id, entropy=entropy, vault=vault, at=at
        )
        trail.note(
            principal=principal, at=at, act="webhook_secret_rotated", object_kind="webhook",
            object_id=webhook_id,
        )  # fmt: skip
        return _stored(queries.card(club_id=club_id, webhook_id=webhook_id))

    with club_scope(club_id):
        answer, replayed = answer_once(principal=principal, claim=claim, at=at, work=rotate)
    return WebhookSecret(_card(answer), secret, replayed)


def replay_webhook(
    *,
    principal: Principal,
    claim: Claim,
    at: datetime,
    webhook_id: int,
    cursor: str | None = None,
    delivery_id: int | None = None,
) -> WebhookSecret:
    """Send again everything after a cursor, or one delivery; a disabled endpoint is enabled.

    :raises NoSuchWebhook: when the club has none of this id.
    :raises NoSuchDelivery: when the log has none of this id.
    :raises BadCursor: when the cursor is not one that was given.
    :raises TooManyReplays: when a hundred deliveries wait to be sent again.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("keys.manage")
    assert (cursor is None) != (delivery_id is None)
    club_id = principal.club_id

    def replay() -> Mapping[str, Any]:
        queries.card(club_id=club_id, webhook_id=webhook_id)
        if delivery_id is None:
            place = rewards.place_of_cursor(cursor or "")
            newest = rewards.newest_change(club_id=club_id)
            operations.replay_from(
                club_id=club_id, webhook_id=webhook_id, place=min(place, newest), at=at
            )
        else:
            place = queries.place_of(
                club_id=club_id, webhook_id=webhook_id, delivery_id=delivery_id
            )
            operations.replay_one(club_id=club_id, webhook_id=webhook_id, place=place, at=at)
        trail.note(
            principal=principal, at=at, act="webhook_replayed", object_kind="webhook",
            object_id=webhook_id,
        )  # fmt: skip
        return _stored(queries.card(club_id=club_id, webhook_id=webhook_id))

    with club_scope(club_id):
        answer, replayed = answer_once(principal=principal, claim=claim, at=at, work=replay)
    return WebhookSecret(_card(answer), "", replayed)


def list_deliveries(
    *, principal: Principal, webhook_id: int, before_id: int, limit: int, at: datetime
) -> tuple[DeliveryCard, ...]:
    """List the tries of the last thirty days, newest first.

    :raises NoSuchWebhook: when the club has none of this id.
    """
    principal.require("keys.manage")
    with club_scope(principal.club_id):
        queries.card(club_id=principal.club_id, webhook_id=webhook_id)
        return queries.deliveries(
            club_id=principal.club_id, webhook_id=webhook_id, before_id=before_id, limit=limit,
            at=at,
        )  # fmt: skip


def _switched(
    principal: Principal, at: datetime, webhook_id: int, switch: Callable[..., bool], act: str
) -> WebhookCard:
    principal.require("keys.manage")
    club_id = principal.club_id
    with club_scope(club_id):
        if switch(club_id=club_id, webhook_id=webhook_id, at=at):
            trail.note(
                principal=principal, at=at, act=act, object_kind="webhook", object_id=webhook_id
            )
        return queries.card(club_id=club_id, webhook_id=webhook_id)


def _stored(card: WebhookCard) -> Mapping[str, Any]:
    stored = asdict(card)
    return {
        **stored,
        **{name: stored[name].isoformat() for name in _MOMENTS if stored[name]},
    }


def _card(stored: Mapping[str, Any]) -> WebhookCard:
    moments = {
        name: datetime.fromisoformat(stored[name]) if stored[name] else None for name in _MOMENTS
    }
    return WebhookCard(**{**stored, **moments, "topics": tuple(stored["topics"])})
