"""Rewarding invitations beside the relay, in every club.

Django must be set up before this module is imported.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from vafa.domain.clubs.queries import all_clubs
from vafa.interfaces.web import sources
from vafa.journeys.reward_invitations import PAGE, reward_invitations
from vafa.server.rounds import AGAIN, repeating

EVERY_SECONDS: Final = 5


def inviting() -> AbstractContextManager[Callable[[], None]]:
    """Give what is to be called again and again: it looks at invitations when it is time."""
    return repeating(look_at_all, name="inviting", every_seconds=EVERY_SECONDS)


def look_at_all() -> str:
    """Look at the invitations of every club; a club with more than a page wants another round."""
    looked = [reward_invitations(club_id=club.club_id, ids=sources.ids()) for club in all_clubs()]
    return AGAIN if PAGE in looked else ""
