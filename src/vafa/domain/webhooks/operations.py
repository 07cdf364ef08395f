"""Writes of webhooks: endpoints, their secrets, and what came of each sending.

Each runs inside the caller's `club_scope`. A sending happens outside of any transaction: a lease
keeps other processes away, and what was moved meanwhile (a replay) is never overwritten.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F, Func, QuerySet, Value

from vafa.domain.clubs.models import Club
from vafa.domain.members.vault import Vault
from vafa.domain.webhooks import signing
from vafa.domain.webhooks.addresses import check_url
from vafa.domain.webhooks.models import Delivery, Webhook
from vafa.domain.webhooks.queries import KEPT, NoSuchWebhook
from vafa.domain.webhooks.records import Claimed, Message, Sent, Verdict
from vafa.kit.errors import Refused

MOST_PER_CLUB = 20
MOST_REPLAYS = 100
LEASE = timedelta(seconds=60)
BOTH_SECRETS_FOR = timedelta(hours=24)


class TooManyWebhooks(Refused):
    """A club has at most twenty webhooks; delete one first."""


class TooManyReplays(Refused):
    """At most a hundred deliveries wait to be sent again; replay from a cursor instead."""


def register(
    *,
    club_id: int,
    webhook_id: int,
    url: str,
    topics: Sequence[str],
    place: int,
    entropy: bytes,
    vault: Vault,
    at: datetime,
) -> str:
    """Register an endpoint that gets what happens from now on; give its secret.

    :raises UnfitUrl: when the address is not one that a webhook may have.
    :raises TooManyWebhooks: when the club has twenty.
    """
    club = Club.objects.select_for_update(no_key=True).get(id=club_id)
    check_url(url, may_be_plain=club.is_test)
    if Webhook.objects.filter(club_id=club_id).count() >= MOST_PER_CLUB:
        raise TooManyWebhooks
    secret = signing.secret_text(entropy)
    Webhook.objects.create(
        id=webhook_id,
        club_id=club_id,
        url=url,
        topics=sorted(set(topics)),
        secret=vault.seal(value=secret, place=_place_of_secret(webhook_id)),
        place=place,
        due_at=at,
        leased_until=at,
        created_at=at,
    )
    return secret


def remove(*, club_id: int, webhook_id: int) -> None:
    """Delete an endpoint and its log.

    :raises NoSuchWebhook: when the club has none of this id.
    """
    if not Webhook.objects.filter(club_id=club_id, id=webhook_id).delete()[0]:
        raise NoSuchWebhook
    Delivery.objects.filter(club_id=club_id, webhook_id=webhook_id).delete()


def rotate(*, club_id: int, webhook_id: int, entropy: bytes, vault: Vault, at: datetime) -> str:
    """Give the endpoint a new secret; for a day both sign.

    :raises NoSuchWebhook: when the club has none of this id.
    """
    secret = signing.secret_text(entropy)
    changed = Webhook.objects.filter(club_id=club_id, id=webhook_id).update(
        previous_secret=F("secret"),
        previous_ends_at=at + BOTH_SECRETS_FOR,
        secret=vault.seal(value=secret, place=_place_of_secret(webhook_id)),
    )
    if not changed:
        raise NoSuchWebhook
    return secret


def switch_off(*, club_id: int, webhook_id: int, at: datetime) -> bool:
    """Send nothing to an endpoint until it is switched on; False when it is off already.

    Its lease ends: what is being sent just now is sent again later rather than lost.

    :raises NoSuchWebhook: when the club has none of this id.
    """
    rows = Webhook.objects.filter(club_id=club_id, id=webhook_id)
    if rows.filter(disabled_at=None).update(
        disabled_at=at, disabled_why="paused", leased_until=at
    ):
        return True
    if not rows.exists():
        raise NoSuchWebhook
    return False


def switch_on(*, club_id: int, webhook_id: int, at: datetime) -> bool:
    """Go on sending from where it stopped; False when the endpoint is on already.

    :raises NoSuchWebhook: when the club has none of this id.
    """
    rows = Webhook.objects.filter(club_id=club_id, id=webhook_id)
    if rows.exclude(disabled_at=None).exists():
        _enable(club_id, webhook_id, at)
        return True
    if not rows.exists():
        raise NoSuchWebhook
    return False


def replay_from(*, club_id: int, webhook_id: int, place: int, at: datetime) -> None:
    """Send again everything after a place of the feed; this also enables a disabled endpoint.

    :raises NoSuchWebhook: when the club has none of this id.
    """
    _enable(club_id, webhook_id, at)
    Webhook.objects.filter(club_id=club_id, id=webhook_id).update(place=place)


def replay_one(*, club_id: int, webhook_id: int, place: int, at: datetime) -> None:
    """Send one change again, once; this also enables a disabled endpoint.

    :raises NoSuchWebhook: when the club has none of this id.
    :raises TooManyReplays: when a hundred wait already.
    """
    _enable(club_id, webhook_id, at)
    rows = Webhook.objects.filter(club_id=club_id, id=webhook_id)
    if not rows.filter(replays__len__lt=MOST_REPLAYS).update(
        replays=Func(F("replays"), Value(place), function="array_append")
    ):
        raise TooManyReplays


def claim(*, club_id: int, webhook_id: int, vault: Vault, at: datetime) -> Claimed | None:
    """Take the endpoint for a minute; None when it is not due or another process has it."""
    lease = at + LEASE
    rows = Webhook.objects.filter(club_id=club_id, id=webhook_id)
    if not rows.filter(disabled_at__isnull=True, due_at__lte=at, leased_until__lte=at).update(
        leased_until=lease
    ):
        return None
    row = rows.get()
    sealed = [row.secret]
    if row.previous_secret and row.previous_ends_at and at < row.previous_ends_at:
        sealed.append(row.previous_secret)
    where = _place_of_secret(webhook_id)
    return Claimed(
        club_id=club_id,
        webhook_id=webhook_id,
        url=row.url,
        topics=tuple(row.topics),
        secrets=tuple(vault.unseal(sealed=bytes(one), place=where) for one in sealed),
        place=row.place,
        replays=tuple(row.replays),
        tries=row.tries,
        failing_since=row.failing_since,
        leased_until=lease,
        is_test=Club.objects.get(id=club_id).is_test,
    )


def log(
    *,
    claimed: Claimed,
    delivery_id: int,
    message: Message,
    attempt: int,
    sent: Sent,
    outcome: str,
    at: datetime,
) -> None:
    """Write one try into the log."""
    Delivery.objects.create(
        id=delivery_id,
        club_id=claimed.club_id,
        webhook_id=claimed.webhook_id,
        place=message.place,
        topic=message.topic,
        attempt=attempt,
        outcome=outcome,
        status=sent.status,
        error=sent.error,
        sent_at=at,
    )


def settle(*, claimed: Claimed, before: int, place: int, verdict: Verdict, at: datetime) -> bool:
    """Write what follows from a sending; False when the endpoint was moved or lost meanwhile."""
    is_disabled = verdict.outcome == "disabled"
    keeps_place = verdict.outcome in {"retry", "disabled"}
    return bool(
        _held(claimed)
        .filter(place=before)
        .update(
            place=before if keeps_place else place,
            tries=verdict.tries,
            failing_since=verdict.failing_since,
            due_at=verdict.due_at,
            disabled_at=at if is_disabled else None,
            disabled_why=verdict.why,
        )
    )


def pass_over(*, claimed: Claimed, before: int, place: int) -> None:
    """Move on past changes that the endpoint does not want."""
    _held(claimed).filter(place=before).update(place=place)


def drop_replay(*, claimed: Claimed, place: int) -> None:
    """Take the first replay off the list: it was tried."""
    _held(claimed).update(replays=Func(F("replays"), Value(place), function="array_remove"))


def release(*, claimed: Claimed, at: datetime) -> None:
    """Let others have the endpoint."""
    _held(claimed).update(leased_until=at)


def forget_deliveries(*, club_id: int, at: datetime) -> int:
    """Delete what the log has kept for thirty days, of ended endpoints too; gives how many."""
    return Delivery.objects.filter(club_id=club_id, sent_at__lt=at - KEPT).delete()[0]


def _held(claimed: Claimed) -> QuerySet[Webhook]:
    return Webhook.objects.filter(
        club_id=claimed.club_id, id=claimed.webhook_id, leased_until=claimed.leased_until
    )


def _enable(club_id: int, webhook_id: int, at: datetime) -> None:
    if not Webhook.objects.filter(club_id=club_id, id=webhook_id).update(
        disabled_at=None, disabled_why="", tries=0, failing_since=None, due_at=at
    ):
        raise NoSuchWebhook


def _place_of_secret(webhook_id: int) -> str:
    return f"webhooks.secret:{webhook_id}"
