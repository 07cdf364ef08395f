"""Delivery: in the feed's order, again until taken, given up, disabled, replayed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook as Verifier

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, entropy
from vafa.domain.clubs.scope import club_scope
from vafa.domain.webhooks import operations
from vafa.domain.webhooks.models import Delivery, Webhook
from vafa.domain.webhooks.records import DeliveryCard, Sending, Sent, WebhookCard
from vafa.interfaces.web import sources
from vafa.journeys import manage_webhooks
from vafa.journeys.deliver_webhooks import deliver_webhook, due_webhooks
from vafa.journeys.relay_changes import relay_changes
from vafa.journeys.run_day import run_day
from vafa.journeys.show_changes import show_changes

pytestmark = pytest.mark.django_db


@dataclass
class Shop:
    """Somebody who takes webhooks as told: answers in turn, then always the last one."""

    answers: list[Sent] = field(default_factory=lambda: [Sent(200)])
    sendings: list[Sending] = field(default_factory=list)

    def __call__(self, sending: Sending) -> Sent:
        """Take one."""
        self.sendings.append(sending)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def ids(self) -> list[str]:
        """Give the ids of what came."""
        return [dict(sending.headers)["webhook-id"] for sending in self.sendings]


@dataclass
class Line:
    """A club with one webhook, and its time."""

    club: Club
    webhook_id: int
    secret: str
    at: datetime

    def deliver(self, shop: Shop, at: datetime | None = None) -> int:
        """Have the endpoint's turn."""
        self.at = at or self.at
        return deliver_webhook(
            club_id=self.club.club_id, webhook_id=self.webhook_id, ids=IDS, vault=VAULT,
            send=shop, clock=lambda: self.at,
        )  # fmt: skip

    def card(self) -> WebhookCard:
        """Show the endpoint."""
        (found,) = manage_webhooks.list_webhooks(principal=self.club.principal)
        return found

    def log(self) -> Sequence[DeliveryCard]:
        """Show the log."""
        return manage_webhooks.list_deliveries(
            principal=self.club.principal, webhook_id=self.webhook_id, before_id=0, limit=200,
            at=self.at,
        )  # fmt: skip

    def row(self) -> Webhook:
        """Read the row as it is stored."""
        with club_scope(self.club.club_id):
            return Webhook.objects.get(id=self.webhook_id)

    def replay(self, **what: Any) -> None:
        """Ask for something again."""
        manage_webhooks.replay_webhook(
            principal=self.club.principal, claim=claim(), at=self.at, webhook_id=self.webhook_id,
            **what,
        )  # fmt: skip


def a_line(*topics: str) -> Line:
    """Open a club with a webhook."""
    club = a_club()
    added = manage_webhooks.add_webhook(
        principal=club.principal, claim=claim(), ids=IDS, vault=VAULT, at=sources.now(),
        entropy=entropy(), url="https://shop.example.com/vafa", topics=topics,
    )  # fmt: skip
    return Line(club, added.webhook.webhook_id, added.secret, sources.now())


def happen(line: Line, purchases: int = 1) -> None:
    """Let something happen and be in the feed."""
    for _ in range(purchases):
        line.club.buy(10_000)
    while relay_changes():
        pass


def ids_of(line: Line, *places: int) -> list[str]:
    """Give the ids under which places of the feed are sent."""
    return [f"msg_{line.club.club_id}_{place}" for place in places]


def test_changes_are_sent_in_order_signed_and_once() -> None:
    line, shop = a_line(), Shop()
    happen(line, 3)

    done = [line.deliver(shop), line.deliver(shop)]

    assert done == [4, 0]
    assert shop.ids() == ids_of(line, 1, 2, 3, 4)
    for sending in shop.sendings:
        Verifier(line.secret).verify(sending.body, dict(sending.headers))
    assert [one.outcome for one in line.log()] == ["delivered"] * 4
    assert line.card().cursor == "4"


def test_what_was_before_the_webhook_is_not_sent() -> None:
    line = a_line()
    happen(line)
    second = manage_webhooks.add_webhook(
        principal=line.club.principal, claim=claim(), ids=IDS, vault=VAULT, at=line.at,
        entropy=entropy(), url="https://other.example.com/",
    )  # fmt: skip

    assert second.webhook.cursor == "2"


def test_only_the_topics_asked_for_are_sent() -> None:
    line, shop = a_line("purchase.recorded"), Shop()
    happen(line, 2)

    line.deliver(shop)

    assert shop.ids() == ids_of(line, 2, 3)


def test_unwanted_changes_are_passed_over() -> None:
    line, shop = a_line("refund.recorded"), Shop()
    happen(line, 2)

    assert (line.deliver(shop), line.card().cursor) == (0, "3")
    assert (line.club.club_id, line.webhook_id) not in due_webhooks(at=line.at)


def test_failure_holds_up_what_follows_and_is_tried_again_under_the_same_id() -> None:
    line, shop = a_line(), Shop([Sent(200), Sent(500), Sent(0, "timeout"), Sent(200)])
    happen(line, 2)

    first = line.deliver(shop)
    at_once = line.deliver(shop)
    second = line.deliver(shop, line.row().due_at)
    third = line.deliver(shop, line.row().due_at)

    assert (first, at_once, second, third) == (2, 0, 1, 2)
    assert shop.ids() == ids_of(line, 1, 2, 2, 2, 3)
    assert len({sending.body for sending in shop.sendings[1:4]}) == 1
    log = [(one.attempt, one.outcome, one.status, one.error) for one in reversed(line.log())]
    assert log == [
        (1, "delivered", 200, ""), (1, "retry", 500, ""), (2, "retry", 0, "timeout"),
        (3, "delivered", 200, ""), (1, "delivered", 200, ""),
    ]  # fmt: skip
    assert line.card().failing_since is None


def test_message_that_is_never_taken_is_given_up_after_three_days_and_the_next_one_goes() -> None:
    line, shop = a_line(), Shop([Sent(500)] * 10 + [Sent(200)])
    happen(line, 1)

    for _ in range(9):
        line.deliver(shop, line.row().due_at)
    line.deliver(shop, line.row().due_at)

    assert shop.ids() == ids_of(line, *[1] * 10, 2)
    assert [one.outcome for one in line.log()][:2] == ["delivered", "given_up"]
    assert line.card().cursor == "2"


@pytest.mark.parametrize(("answer", "days", "why"), [(410, 0, "gone"), (500, 5, "failing")])
def test_endpoint_is_disabled_and_the_feed_says_so(answer: int, days: int, why: str) -> None:
    line, shop = a_line(), Shop([Sent(answer)])
    happen(line)

    line.deliver(shop)
    if days:
        line.deliver(shop, line.at + timedelta(days=days))

    card = line.card()
    assert (card.disabled_why, card.disabled_at, card.cursor) == (why, line.at, "0")
    newest = show_changes(principal=line.club.principal).entries[-1]
    assert (newest.topic, newest.member_id) == ("webhook.disabled", 0)
    assert newest.payload["webhook_id"] == str(line.webhook_id)
    assert line.deliver(shop, line.at + timedelta(days=1)) == 0


def test_replay_from_a_cursor_enables_and_sends_all_after_it_again() -> None:
    line, shop = a_line(), Shop([Sent(200), Sent(200), Sent(410), Sent(200)])
    happen(line, 2)
    line.deliver(shop)

    line.replay(cursor="1")
    line.deliver(shop)

    assert shop.ids() == ids_of(line, 1, 2, 3, 2, 3, 4)
    assert line.card().disabled_why == ""


def test_replay_of_one_delivery_sends_that_one_ahead_of_what_waits() -> None:
    line, shop = a_line(), Shop()
    happen(line, 1)
    line.deliver(shop)
    first = line.log()[-1]
    happen(line, 1)

    line.replay(delivery_id=first.delivery_id)
    line.deliver(shop)

    assert shop.ids() == ids_of(line, 1, 2, 1, 3)
    assert line.deliver(shop) == 0


def test_replay_asked_for_during_a_sending_is_not_lost() -> None:
    line = a_line()
    happen(line, 2)
    shop = Shop()

    def asks_again(sending: Sending) -> Sent:
        if len(shop.sendings) == 1:
            line.replay(cursor="")
        return shop(sending)

    deliver_webhook(
        club_id=line.club.club_id, webhook_id=line.webhook_id, ids=IDS, vault=VAULT,
        send=asks_again, clock=lambda: line.at,
    )  # fmt: skip
    line.deliver(shop)

    assert shop.ids()[-3:] == ids_of(line, 1, 2, 3)
    assert line.card().cursor == "3"


def test_two_processes_do_not_have_one_endpoint_at_once() -> None:
    line, shop = a_line(), Shop()
    happen(line)
    done: list[int] = []

    def another_comes(sending: Sending) -> Sent:
        done.append(line.deliver(shop))
        return Sent(200)

    deliver_webhook(
        club_id=line.club.club_id, webhook_id=line.webhook_id, ids=IDS, vault=VAULT,
        send=another_comes, clock=lambda: line.at,
    )  # fmt: skip

    assert (done, shop.sendings) == ([0, 0], [])


def test_process_that_dies_while_sending_is_made_good_for_after_its_lease() -> None:
    line, shop = a_line(), Shop()
    happen(line)

    def dies(_sending: Sending) -> Sent:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver_webhook(
            club_id=line.club.club_id, webhook_id=line.webhook_id, ids=IDS, vault=VAULT,
            send=dies, clock=lambda: line.at,
        )  # fmt: skip

    assert line.deliver(shop) == 0
    assert line.deliver(shop, line.at + operations.LEASE) == 2
    assert shop.ids() == ids_of(line, 1, 2)


def test_both_secrets_sign_for_a_day_after_a_rotation() -> None:
    line, shop = a_line(), Shop()
    new = manage_webhooks.rotate_secret(
        principal=line.club.principal, claim=claim(), vault=VAULT, at=line.at, entropy=entropy(),
        webhook_id=line.webhook_id,
    ).secret  # fmt: skip
    happen(line)

    line.deliver(shop)
    happen(line)
    line.deliver(shop, line.at + timedelta(hours=25))

    first, last = shop.sendings[0], shop.sendings[-1]
    for secret in (line.secret, new):
        Verifier(secret).verify(first.body, dict(first.headers))
    assert len(dict(last.headers)["webhook-signature"].split()) == 1


def test_log_is_kept_for_thirty_days() -> None:
    """The day's batch forgets it, also of an endpoint that gets nothing any more."""
    line, shop = a_line(), Shop([Sent(410)])
    happen(line)
    line.deliver(shop)
    club_id = line.club.club_id
    with club_scope(club_id):
        kept = Delivery.objects.filter(webhook_id=line.webhook_id).count()

    run_day(
        club_id=club_id, day_at=line.at + timedelta(days=31), ids=IDS, progress=lambda *_: None
    )

    assert kept == 1
    with club_scope(line.club.club_id):
        assert Delivery.objects.filter(webhook_id=line.webhook_id).count() == 0


def test_secret_is_not_stored_in_the_clear() -> None:
    line = a_line()

    stored = bytes(line.row().secret)

    assert line.secret.encode() not in stored
    assert VAULT.unseal(sealed=stored, place=f"webhooks.secret:{line.webhook_id}") == line.secret


def test_due_is_what_has_something_to_be_sent() -> None:
    line, shop = a_line(), Shop([Sent(500)])
    due = (line.club.club_id, line.webhook_id)
    before = due in due_webhooks(at=line.at)
    happen(line)
    now = due in due_webhooks(at=line.at)
    line.deliver(shop)

    assert (before, now) == (False, True)
    assert due not in due_webhooks(at=line.at)
    assert due in due_webhooks(at=line.row().due_at)
