"""A club to measure with: the demo programme in force, and members who shop every week.

Members join through the journey. The year of shopping behind each is written into its state by the
superuser, so that the ladder's window is as long as a real one.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bench.servers import admin
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.queries import authenticate
from vafa.domain.clubs.records import NewClub
from vafa.domain.members.records import NewMember
from vafa.interfaces.web import sources
from vafa.journeys import manage_programme
from vafa.journeys.join_club import join_club
from vafa.journeys.open_club import open_club
from vafa.kit.calendar import local_day
from vafa.programme.presets import demo_programme
from vafa.programme.records import MemberState
from vafa.server.config import Config

WEEKS = 52
WEEKLY_RIALS = 2_000_000


@dataclass(frozen=True, slots=True)
class Club:
    """An open club, the key that opens it, and its members."""

    principal: Principal
    secret: str
    members: tuple[int, ...]


def ready_club(config: Config, *, members: int) -> Club:
    """Open a club with so many members."""
    at = sources.now()
    opened = open_club(
        ids=sources.ids(),
        at=at,
        entropy=sources.entropy(),
        club=NewClub(code=f"bench-{secrets.token_hex(4)}", name="باشگاه آزمون"),
    )
    principal = authenticate(secret=opened.key.secret, at=at)
    saved = manage_programme.save_draft(
        principal=principal,
        claim=claim(),
        ids=sources.ids(),
        at=at,
        document=demo_programme().model_dump(mode="json"),
    )
    manage_programme.publish(
        principal=principal,
        claim=claim(),
        at=at,
        number=saved.version.number,
        starts_at=at - timedelta(days=1),
    )
    joined = tuple(_joined(principal, number) for number in range(members))
    _shopped_for_a_year(config, joined)
    return Club(principal, opened.key.secret, joined)


def claim() -> Claim:
    """Give an idempotency key that nobody used."""
    return Claim(secrets.token_hex(16), secrets.token_bytes(32))


def weekly_shopper() -> MemberState:
    """Give the state of a member who has shopped every week of the last year."""
    today = local_day(sources.now(), "Asia/Tehran")
    days = [today - 1 - 7 * week for week in reversed(range(WEEKS))]
    return MemberState(
        day=today - 1,
        tier="bronze",
        tier_since=today - 150,
        purchases=WEEKS,
        first_purchase_day=days[0],
        last_purchase_day=days[-1],
        window=tuple((day, WEEKLY_RIALS) for day in days),
    )


def _joined(principal: Principal, number: int) -> int:
    joined = join_club(
        principal=principal,
        claim=claim(),
        ids=sources.ids(),
        vault=sources.vault(),
        event_at=sources.now(),
        member=NewMember(mobile=f"0912{number:07d}", consent_source="till", first_name="سارا"),
    )
    return joined.member.member_id


def _shopped_for_a_year(config: Config, members: Iterable[int]) -> None:
    with admin(config) as connection:
        connection.execute(
            "UPDATE ledger_member_state SET state = %s WHERE member_id = ANY(%s)",
            [json.dumps(weekly_shopper().as_json()), list(members)],
        )
