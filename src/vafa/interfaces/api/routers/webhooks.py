"""Webhooks: where the club's changes are sent, as Standard Webhooks has it."""

from django.http import HttpResponse
from ninja import Query, Router

from vafa.interfaces.api.answers import shown, written
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.webhooks import (
    DeliveriesAnswer,
    DeliveriesQuery,
    ReplayBody,
    WebhookAnswer,
    WebhookBody,
    WebhooksAnswer,
    WebhookSecretAnswer,
)
from vafa.interfaces.web import sources
from vafa.journeys import manage_webhooks as journeys

router = Router(tags=["webhooks"])


@writes(router, "/webhooks", right="keys.manage", gives={201: WebhookSecretAnswer})
def add_webhook(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: WebhookBody
) -> HttpResponse:
    """Send what happens from now on to an address. The secret is shown once, here.

    Every change of the feed is sent in its order as a signed POST (Standard Webhooks: webhook-id,
    webhook-timestamp, webhook-signature). Anything but a 2xx is tried again for three days; a 410,
    or five days without a 2xx, disables the endpoint, and the feed says so (webhook.disabled).
    """
    added = journeys.add_webhook(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        entropy=sources.entropy(),
        url=body.url,
        topics=body.topics,
    )
    return written(WebhookSecretAnswer, added, status=201)


@reads(router, "/webhooks", right="keys.manage", gives=WebhooksAnswer)
def list_webhooks(request: ApiRequest) -> HttpResponse:
    """List the club's webhooks, disabled ones included; a secret is never shown again."""
    found = journeys.list_webhooks(principal=request.auth)
    return shown(WebhooksAnswer, {"webhooks": found})


@writes(
    router, "/webhooks/{webhook_id}", method="DELETE", right="keys.manage", gives={204: None},
    refuses=(404,),
)  # fmt: skip
def remove_webhook(
    request: ApiRequest, webhook_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Send nothing more to a webhook and forget it with its log."""
    _ = idempotency_key  # a repeat finds nothing, so nothing is stored under it
    journeys.remove_webhook(principal=request.auth, webhook_id=webhook_id)
    return HttpResponse(status=204)


@writes(
    router, "/webhooks/{webhook_id}/pause", right="keys.manage", gives={200: WebhookAnswer},
    refuses=(404,),
)  # fmt: skip
def pause_webhook(
    request: ApiRequest, webhook_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Send nothing to a webhook until it is resumed; what happens meanwhile waits for it."""
    _ = idempotency_key  # a repeat is harmless, so nothing is stored under it
    card = journeys.pause_webhook(principal=request.auth, at=sources.now(), webhook_id=webhook_id)
    return shown(WebhookAnswer, {"webhook": card})


@writes(
    router, "/webhooks/{webhook_id}/resume", right="keys.manage", gives={200: WebhookAnswer},
    refuses=(404,),
)  # fmt: skip
def resume_webhook(
    request: ApiRequest, webhook_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Send to a webhook again, from where it stopped, whatever stopped it."""
    _ = idempotency_key  # a repeat is harmless, so nothing is stored under it
    card = journeys.resume_webhook(principal=request.auth, at=sources.now(), webhook_id=webhook_id)
    return shown(WebhookAnswer, {"webhook": card})


@writes(
    router, "/webhooks/{webhook_id}/rotate", right="keys.manage", gives={200: WebhookSecretAnswer},
    refuses=(404,),
)  # fmt: skip
def rotate_webhook_secret(
    request: ApiRequest, webhook_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Give a webhook a new secret, shown once. For a day both secrets sign every message."""
    rotated = journeys.rotate_secret(
        principal=request.auth,
        claim=claim_of(request, idempotency_key),
        vault=sources.vault(),
        at=sources.now(),
        entropy=sources.entropy(),
        webhook_id=webhook_id,
    )
    return written(WebhookSecretAnswer, rotated)


@writes(
    router, "/webhooks/{webhook_id}/replay", right="keys.manage", gives={200: WebhookAnswer},
    refuses=(404,),
)  # fmt: skip
def replay_webhook(
    request: ApiRequest, webhook_id: GivenId, idempotency_key: IdempotencyKey, body: ReplayBody
) -> HttpResponse:
    """Send again what comes after a cursor, or one delivery; a disabled webhook is enabled.

    What is sent again keeps its webhook-id. One delivery is tried once, ahead of what waits.
    """
    replayed = journeys.replay_webhook(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        at=sources.now(),
        webhook_id=webhook_id,
        cursor=body.cursor,
        delivery_id=body.delivery_id,
    )
    return written(WebhookAnswer, replayed)


@reads(
    router, "/webhooks/{webhook_id}/deliveries", right="keys.manage", gives=DeliveriesAnswer,
    refuses=(404,),
)  # fmt: skip
def list_deliveries(
    request: ApiRequest, webhook_id: GivenId, query: Query[DeliveriesQuery]
) -> HttpResponse:
    """List what was sent to a webhook in the last thirty days, newest first."""
    found = journeys.list_deliveries(
        principal=request.auth,
        webhook_id=webhook_id,
        before_id=int(query.cursor or 0),
        limit=query.limit + 1,
        at=sources.now(),
    )
    page = found[: query.limit]
    more = str(page[-1].delivery_id) if len(found) > query.limit else ""
    return shown(DeliveriesAnswer, {"deliveries": page, "next_cursor": more})
