"""Keys of people's own, as an owner who is signed in gives them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tests.factories.clubs import IDS, Club, claim, entropy
from vafa.domain.clubs.principal import RIGHTS, Principal
from vafa.domain.clubs.queries import authenticate
from vafa.domain.clubs.records import NewKey
from vafa.journeys.issue_api_key import issue_api_key


def own_key(
    *, club_id: int, name: str, rights: Iterable[str], at: datetime, key: str = "own key",
    is_test: bool = False,
) -> str:  # fmt: skip
    """Give somebody a key of their own; gives its secret."""
    owner = Principal(club_id, 0, RIGHTS, test=is_test, name="owner", staff_id=1)
    issued = issue_api_key(
        principal=owner, claim=claim(), ids=IDS, at=at, entropy=entropy(),
        key=NewKey(key, frozenset(rights), staff=name, test=is_test),
    )  # fmt: skip
    return issued.secret


def person(
    club: Club, name: str, key: str = "own key", rights: Iterable[str] = RIGHTS
) -> Principal:
    """Give somebody of the staff, with a key of their own."""
    secret = own_key(club_id=club.club_id, name=name, rights=rights, at=club.at, key=key)
    return authenticate(secret=secret, at=club.at)
