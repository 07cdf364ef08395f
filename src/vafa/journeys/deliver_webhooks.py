"""Sending a club's changes to its endpoints, each endpoint's in the order of the feed."""

from collections.abc import Callable
from datetime import datetime, timedelta

from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import queries as rewards
from vafa.domain.rewards.answers import ChangeShown
from vafa.domain.rewards.operations import feed
from vafa.domain.webhooks import decide, operations, queries, signing
from vafa.domain.webhooks.ports import Sender
from vafa.domain.webhooks.records import Claimed, Message, Sending, Sent, Verdict
from vafa.kit.ids import Ids
from vafa.ledger.relay import FollowUp

PAGE = 20
TURN = timedelta(seconds=20)
DISABLED = "webhook.disabled"


def due_webhooks(*, at: datetime) -> tuple[tuple[int, int], ...]:
    """List (club, webhook) of every endpoint that has something to be sent at a moment."""
    return queries.due(at=at)


def deliver_webhook(
    *,
    club_id: int,
    webhook_id: int,
    ids: Ids,
    vault: Vault,
    send: Sender,
    clock: Callable[[], datetime],
) -> int:
    """Send an endpoint's next changes until one fails or its turn is over; gives how many.

    No transaction is open while a request is under way. A process that dies in between leaves the
    change unsettled: after a minute it is sent again, under the same id.
    """
    started = clock()
    with club_scope(club_id):
        claimed = operations.claim(club_id=club_id, webhook_id=webhook_id, vault=vault, at=started)
        if claimed is None:
            return 0
        page = rewards.changes(club_id=club_id, cursor=str(claimed.place), limit=PAGE).entries
    turn = _Turn(claimed, ids, send, clock, started + TURN)
    done = turn.replay() + turn.go_through(page)
    with club_scope(club_id):
        operations.release(claimed=claimed, at=clock())
    return done


class _Turn:
    """One endpoint's turn: who it is, and what the sending needs."""

    def __init__(
        self,
        claimed: Claimed,
        ids: Ids,
        send: Sender,
        clock: Callable[[], datetime],
        ends_at: datetime,
    ) -> None:
        self._claimed = claimed
        self._ids = ids
        self._send = send
        self._clock = clock
        self._ends_at = ends_at

    def replay(self) -> int:
        """Send what was asked for again, each once whatever comes of it."""
        done = 0
        for place in self._claimed.replays:
            if self._clock() >= self._ends_at:
                break
            with club_scope(self._claimed.club_id):
                found = rewards.changes(
                    club_id=self._claimed.club_id, cursor=str(place - 1), limit=1
                ).entries
            message = self._message(found[0])
            sent = self._sent(message)
            at = self._clock()
            outcome = "delivered" if decide.is_delivered(sent) else "given_up"
            with club_scope(self._claimed.club_id):
                operations.drop_replay(claimed=self._claimed, place=place)
                self._log(message, 1, sent, outcome, at)
            done += 1
        return done

    def go_through(self, page: tuple[ChangeShown, ...]) -> int:
        """Send the page's changes in order, until one has to wait."""
        done, settled = 0, self._claimed.place
        tries, failing_since = self._claimed.tries, self._claimed.failing_since
        for change in page:
            if not self._claimed.wants(change.topic):
                continue
            if self._clock() >= self._ends_at:
                return done
            message = self._message(change)
            sent = self._sent(message)
            at = self._clock()
            verdict = decide.judge(
                sent=sent, tries=tries, failing_since=failing_since, at=at,
                seed=f"{self._claimed.webhook_id}.{message.message_id}",
            )  # fmt: skip
            done += 1
            if not self._settle(settled, message, tries + 1, sent, verdict, at):
                return done
            settled, tries, failing_since = message.place, verdict.tries, verdict.failing_since
        if page:
            with club_scope(self._claimed.club_id):
                operations.pass_over(
                    claimed=self._claimed, before=settled, place=int(page[-1].cursor)
                )
        return done

    def _settle(
        self,
        before: int,
        message: Message,
        attempt: int,
        sent: Sent,
        verdict: Verdict,
        at: datetime,
    ) -> bool:
        """Write what came of it; say whether to go on with the next change."""
        with club_scope(self._claimed.club_id):
            self._log(message, attempt, sent, verdict.outcome, at)
            stands = operations.settle(
                claimed=self._claimed, before=before, place=message.place, verdict=verdict, at=at
            )
            if stands and verdict.outcome == "disabled":
                feed.append([_said_in_the_feed(self._claimed, verdict.why, self._ids.next())])
        return stands and verdict.outcome in {"delivered", "given_up"}

    def _message(self, change: ChangeShown) -> Message:
        return signing.message(
            club_id=self._claimed.club_id,
            cursor=change.cursor,
            topic=change.topic,
            member_id=change.member_id,
            recorded_at=change.recorded_at,
            payload=change.payload,
        )

    def _sent(self, message: Message) -> Sent:
        return self._send(
            Sending(
                url=self._claimed.url,
                headers=signing.headers(
                    message=message, secrets=self._claimed.secrets, at=self._clock()
                ),
                body=message.body,
                may_be_plain=self._claimed.is_test,
            )
        )

    def _log(self, message: Message, attempt: int, sent: Sent, outcome: str, at: datetime) -> None:
        operations.log(
            claimed=self._claimed, delivery_id=self._ids.next(), message=message, attempt=attempt,
            sent=sent, outcome=outcome, at=at,
        )  # fmt: skip


def _said_in_the_feed(claimed: Claimed, why: str, event_id: int) -> FollowUp:
    payload = {"webhook_id": str(claimed.webhook_id), "url": claimed.url, "why": why}
    return FollowUp(claimed.club_id, 0, event_id, 1, DISABLED, payload)
