"""Saying where changes are sent: within the right, the bounds and the club."""

from collections.abc import Callable

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, entropy
from vafa.domain.clubs.principal import Claim, Principal, RightMissing
from vafa.domain.clubs.rights import rights_of
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.queries import BadCursor
from vafa.domain.webhooks import operations
from vafa.domain.webhooks.addresses import UnfitUrl
from vafa.domain.webhooks.operations import TooManyReplays
from vafa.domain.webhooks.queries import NoSuchWebhook
from vafa.domain.webhooks.records import Verdict, WebhookCard, WebhookSecret
from vafa.journeys.manage_webhooks import (
    add_webhook,
    list_deliveries,
    list_webhooks,
    pause_webhook,
    remove_webhook,
    replay_webhook,
    resume_webhook,
    rotate_secret,
)

pytestmark = pytest.mark.django_db


def add(
    club: Club, *, url: str = "https://shop.example.com/", asked: Claim | None = None
) -> WebhookSecret:
    """Add a webhook."""
    return add_webhook(
        principal=club.principal, claim=asked or claim(), ids=IDS, vault=VAULT, at=club.at,
        entropy=entropy(), url=url,
    )  # fmt: skip


def test_repeated_request_gives_the_same_webhook_without_its_secret() -> None:
    club, asked = a_club(), claim()

    first, again = add(club, asked=asked), add(club, asked=asked)

    assert (again.webhook, again.secret, again.replayed) == (first.webhook, "", True)
    assert list_webhooks(principal=club.principal) == (first.webhook,)


def test_plain_http_is_for_a_test_club() -> None:
    url = "http://shop.example.com/"

    assert add(a_club(is_test=True), url=url).webhook.url == url
    with pytest.raises(UnfitUrl):
        add(a_club(), url=url)


def test_every_question_needs_the_right() -> None:
    club = a_club()
    webhook_id = add(club).webhook.webhook_id
    till = Principal(club.club_id, 1, rights_of({"read"}))
    questions: list[Callable[[], object]] = [
        lambda: list_webhooks(principal=till),
        lambda: remove_webhook(principal=till, webhook_id=webhook_id),
        lambda: list_deliveries(
            principal=till, webhook_id=webhook_id, before_id=0, limit=1, at=club.at
        ),
    ]

    for ask in questions:
        with pytest.raises(RightMissing):
            ask()


def test_another_clubs_webhook_is_not_found() -> None:
    club, other = a_club(), a_club()
    webhook_id = add(other).webhook.webhook_id

    with pytest.raises(NoSuchWebhook):
        remove_webhook(principal=club.principal, webhook_id=webhook_id)
    with pytest.raises(NoSuchWebhook):
        rotate_secret(
            principal=club.principal, claim=claim(), vault=VAULT, at=club.at, entropy=entropy(),
            webhook_id=webhook_id,
        )  # fmt: skip

    assert len(list_webhooks(principal=other.principal)) == 1


def test_replay_goes_no_further_than_the_feed_and_takes_only_its_cursors() -> None:
    club = a_club()
    webhook_id = add(club).webhook.webhook_id

    replay_webhook(
        principal=club.principal, claim=claim(), at=club.at, webhook_id=webhook_id, cursor="999"
    )
    with pytest.raises(BadCursor):
        replay_webhook(
            principal=club.principal, claim=claim(), at=club.at, webhook_id=webhook_id, cursor="x"
        )

    assert list_webhooks(principal=club.principal)[0].cursor == "0"


def test_a_hundred_single_replays_may_wait() -> None:
    club = a_club()
    webhook_id = add(club).webhook.webhook_id

    with club_scope(club.club_id):
        for _ in range(operations.MOST_REPLAYS):
            operations.replay_one(club_id=club.club_id, webhook_id=webhook_id, place=1, at=club.at)
        with pytest.raises(TooManyReplays):
            operations.replay_one(club_id=club.club_id, webhook_id=webhook_id, place=1, at=club.at)


def test_a_paused_webhook_waits_where_it_stopped_also_when_something_was_on_its_way() -> None:
    club = a_club()
    webhook_id = add(club).webhook.webhook_id
    with club_scope(club.club_id):
        under_way = operations.claim(
            club_id=club.club_id, webhook_id=webhook_id, vault=VAULT, at=club.at
        )
    assert under_way is not None

    def switch(turn: Callable[..., WebhookCard]) -> WebhookCard:
        return turn(principal=club.principal, at=club.at, webhook_id=webhook_id)

    paused, again = switch(pause_webhook), switch(pause_webhook)
    with club_scope(club.club_id):
        verdict = Verdict("delivered", 0, None, club.at)
        is_settled = operations.settle(
            claimed=under_way, before=under_way.place, place=under_way.place + 1,
            verdict=verdict, at=club.at,
        )  # fmt: skip
        due = operations.claim(
            club_id=club.club_id, webhook_id=webhook_id, vault=VAULT, at=club.at
        )
    resumed, twice = switch(resume_webhook), switch(resume_webhook)

    assert (paused.disabled_at, paused.disabled_why) == (club.at, "paused")
    assert (again, is_settled, due) == (paused, False, None)
    assert (resumed.disabled_at, resumed.disabled_why) == (None, "")
    assert resumed == twice
    assert resumed.cursor == paused.cursor
    with pytest.raises(NoSuchWebhook):
        pause_webhook(principal=club.principal, at=club.at, webhook_id=1)
    with pytest.raises(NoSuchWebhook):
        resume_webhook(principal=club.principal, at=club.at, webhook_id=1)
