"""Whoever types a command for one club: the operator, with every right in it."""

from __future__ import annotations

from vafa.domain.clubs.principal import RIGHTS, Principal
from vafa.domain.clubs.queries import NoSuchClub, all_clubs


def operator(code: str) -> Principal:
    """Give the operator of the club of this code; Django must be set up.

    :raises NoSuchClub: when there is none.
    """
    for club in all_clubs():
        if club.code == code:
            return Principal(club.club_id, 0, RIGHTS, name="operator")
    raise NoSuchClub(code=code)
