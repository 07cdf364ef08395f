"""Reads of webhooks: the endpoints, the log, and which endpoints have something to be sent."""

from datetime import datetime, timedelta

from django.db import connection

from vafa.domain.webhooks.models import Delivery, Webhook
from vafa.domain.webhooks.records import DeliveryCard, WebhookCard
from vafa.kit.errors import NotFound

KEPT = timedelta(days=30)


class NoSuchWebhook(NotFound):
    """The club has no such webhook."""


class NoSuchDelivery(NotFound):
    """The webhook has no such delivery in its log of thirty days."""


def due(*, at: datetime) -> tuple[tuple[int, int], ...]:
    """List (club, webhook) of every club's endpoints that have something to be sent now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT club_id, id FROM webhooks_due_v1(%s) ORDER BY id", [at])
        return tuple(cursor.fetchall())


def card(*, club_id: int, webhook_id: int) -> WebhookCard:
    """Give an endpoint; inside the club's scope.

    :raises NoSuchWebhook: when the club has none of this id.
    """
    row = Webhook.objects.filter(club_id=club_id, id=webhook_id).first()
    if row is None:
        raise NoSuchWebhook
    return _card(row)


def cards(*, club_id: int) -> tuple[WebhookCard, ...]:
    """List the club's endpoints, oldest first; inside the club's scope."""
    return tuple(_card(row) for row in Webhook.objects.filter(club_id=club_id).order_by("id"))


def deliveries(
    *, club_id: int, webhook_id: int, before_id: int, limit: int, at: datetime
) -> tuple[DeliveryCard, ...]:
    """List the tries of the last thirty days, newest first; inside the club's scope."""
    rows = Delivery.objects.filter(
        club_id=club_id, webhook_id=webhook_id, sent_at__gte=at - KEPT
    ).order_by("-id")
    if before_id:
        rows = rows.filter(id__lt=before_id)
    return tuple(_delivery(row) for row in rows[:limit])


def place_of(*, club_id: int, webhook_id: int, delivery_id: int) -> int:
    """Give the place in the feed of what was sent; inside the club's scope.

    :raises NoSuchDelivery: when the log has none of this id.
    """
    row = Delivery.objects.filter(club_id=club_id, webhook_id=webhook_id, id=delivery_id).first()
    if row is None:
        raise NoSuchDelivery
    return row.place


def _card(row: Webhook) -> WebhookCard:
    return WebhookCard(
        webhook_id=row.id,
        url=row.url,
        topics=tuple(row.topics),
        cursor=str(row.place),
        failing_since=row.failing_since,
        disabled_at=row.disabled_at,
        disabled_why=row.disabled_why,
        created_at=row.created_at,
    )


def _delivery(row: Delivery) -> DeliveryCard:
    return DeliveryCard(
        delivery_id=row.id,
        cursor=str(row.place),
        topic=row.topic,
        attempt=row.attempt,
        outcome=row.outcome,
        status=row.status,
        error=row.error,
        sent_at=row.sent_at,
    )
