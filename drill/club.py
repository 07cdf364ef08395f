"""The club that is drilled: the reference programme, and some members without anything."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from vafa.domain.clubs.principal import Claim
from vafa.domain.clubs.queries import authenticate
from vafa.domain.clubs.records import NewClub
from vafa.domain.members.records import NewMember
from vafa.interfaces.web import sources
from vafa.journeys import manage_programme
from vafa.journeys.join_club import join_club
from vafa.journeys.open_club import open_club
from vafa.programme.presets import reference_programme


@dataclass(frozen=True, slots=True)
class Club:
    """An open club, the key that opens it, and its members."""

    club_id: int
    secret: str
    members: tuple[int, ...]


def open_with(members: int) -> Club:
    """Open a club with so many members."""
    at = sources.now()
    opened = open_club(
        ids=sources.ids(),
        at=at,
        entropy=sources.entropy(),
        club=NewClub(code=f"drill-{secrets.token_hex(4)}", name="باشگاه آزمون"),
    )
    principal = authenticate(secret=opened.key.secret, at=at)
    saved = manage_programme.save_draft(
        principal=principal,
        claim=_claim(),
        ids=sources.ids(),
        at=at,
        document=reference_programme().model_dump(mode="json"),
    )
    manage_programme.publish(
        principal=principal,
        claim=_claim(),
        at=at,
        number=saved.version.number,
        starts_at=at - timedelta(days=60),  # before the oldest sale of the drills
    )
    joined = [
        join_club(
            principal=principal,
            claim=_claim(),
            ids=sources.ids(),
            vault=sources.vault(),
            event_at=sources.now(),
            member=NewMember(mobile=f"0912{number:07d}", consent_source="till", first_name="سارا"),
        )
        for number in range(members)
    ]
    return Club(opened.club_id, opened.key.secret, tuple(one.member.member_id for one in joined))


def _claim() -> Claim:
    return Claim(secrets.token_hex(16), secrets.token_bytes(32))
