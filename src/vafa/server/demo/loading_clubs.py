"""The clubs of the demo: opened once, each with a key and the demo programme in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from hashlib import sha256

from vafa.domain.clubs.principal import RIGHTS, Claim, Principal
from vafa.domain.clubs.queries import KeyRefused, all_clubs, authenticate
from vafa.domain.clubs.records import NewClub, NewKey
from vafa.interfaces.web import sources
from vafa.journeys import manage_programme
from vafa.journeys.issue_api_key import issue_api_key
from vafa.journeys.open_club import open_club
from vafa.kit.calendar import day_of, midnight
from vafa.programme.presets import demo_programme

_NO_CREDENTIAL = 0  # the operator's own acts have no key


@dataclass(frozen=True, slots=True)
class ClubReady:
    """A club of the demo, and a key that opens it."""

    club_id: int
    secret: str
    test: bool


def ready_club(*, club: NewClub, secret: str, opens_on: dt.date) -> ClubReady:
    """Open a club with the demo programme in force since a day, or find it as it was left.

    `secret` is the key that is remembered; when it opens the club no longer, a new one is issued.
    """
    at = sources.now()
    club_id = _club_id(club.code)
    if club_id is None:
        opened = open_club(ids=sources.ids(), at=at, entropy=sources.entropy(), club=club)
        club_id, secret = opened.club_id, opened.key.secret
    elif not _opens(secret, club_id):
        secret = _another_key(club_id, club)
    _put_in_force(club_id, midnight(day_of(opens_on), club.zone))
    return ClubReady(club_id, secret, club.test)


def principal_of(*, secret: str) -> Principal:
    """Give who a key of the demo stands for.

    :raises KeyRefused: when it opens nothing here.
    """
    return authenticate(secret=secret, at=sources.now())


def _club_id(code: str) -> int | None:
    return next((club.club_id for club in all_clubs() if club.code == code), None)


def _opens(secret: str, club_id: int) -> bool:
    try:
        return principal_of(secret=secret).club_id == club_id
    except KeyRefused:
        return False


def _another_key(club_id: int, club: NewClub) -> str:
    at = sources.now()
    issued = issue_api_key(
        principal=_operator(club_id, is_test=club.test),
        claim=_claim(f"demo-key-{at.isoformat()}"),
        ids=sources.ids(),
        at=at,
        entropy=sources.entropy(),
        key=NewKey(name="demo", rights=RIGHTS, test=club.test),
    )
    return issued.secret


def _put_in_force(club_id: int, starts_at: dt.datetime) -> None:
    operator, at = _operator(club_id, is_test=False), sources.now()
    if any(version.published_at for version in manage_programme.list_versions(principal=operator)):
        return
    document = demo_programme().model_dump(mode="json")
    saved = manage_programme.save_draft(
        principal=operator, claim=_claim("demo-draft"), ids=sources.ids(), at=at, document=document
    )
    manage_programme.publish(
        principal=operator,
        claim=_claim("demo-publish"),
        at=at,
        number=saved.version.number,
        starts_at=starts_at,
    )


def _operator(club_id: int, *, is_test: bool) -> Principal:
    return Principal(club_id, _NO_CREDENTIAL, RIGHTS, test=is_test, name="operator")


def _claim(key: str) -> Claim:
    return Claim(key, sha256(key.encode()).digest())
