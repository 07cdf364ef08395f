"""Opening a club: its zone, VAT rate, branches and first key. Only the operator does it."""

from datetime import datetime

from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs.principal import RIGHTS
from vafa.domain.clubs.records import ClubOpened, NewClub, NewKey
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.operations import versions as rewards
from vafa.kit.ids import Ids

FIRST_KEY_NAME = "first key"


def open_club(*, ids: Ids, at: datetime, entropy: bytes, club: NewClub) -> ClubOpened:
    """Open a club with its branches and give its first key, which has every right.

    :raises CodeTaken: when another club has the code, or two branches share one.
    :raises UnknownZone: when there is no such time zone.
    """
    club_id = ids.next()
    with club_scope(club_id):
        clubs.register_club(club_id=club_id, club=club, at=at)
        for branch in club.branches:
            clubs.open_branch(club_id=club_id, branch_id=ids.next(), branch=branch, at=at)
        rewards.rules_changed(club_id=club_id)
        key = clubs.issue_key(
            club_id=club_id,
            key_id=ids.next(),
            key=NewKey(name=FIRST_KEY_NAME, rights=RIGHTS, test=club.test),
            entropy=entropy,
            at=at,
        )
    return ClubOpened(club_id, club.code, club.name, club.test, key)
