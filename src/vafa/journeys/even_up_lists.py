"""What lists of members are sorted by, brought up to the book: for what the relay did not see."""

from __future__ import annotations

from vafa.domain.clubs.queries import all_clubs
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.standing import even_up
from vafa.domain.members.vault import Vault


def even_up_lists(*, vault: Vault) -> None:
    """Look at every member of every club: what time changed, what was brought in from files."""
    for club in all_clubs():
        last: int | None = 0
        while last is not None:
            with club_scope(club.club_id):
                last = even_up(club_id=club.club_id, after_id=last, vault=vault)
