"""The club's feed of changes, for who keeps a copy."""

from vafa.domain.clubs.principal import Principal
from vafa.domain.rewards import queries as rewards
from vafa.domain.rewards.answers import Changes


def show_changes(*, principal: Principal, cursor: str = "", limit: int = 100) -> Changes:
    """Show the changes after a cursor, oldest first; none is ever skipped or shown out of order.

    :raises BadCursor: when the cursor is not one that was given.
    :raises PageOutOfBounds: when the page is to have less than 1 or more than 200 entries.
    """
    principal.require("changes.read")
    return rewards.changes(club_id=principal.club_id, cursor=cursor, limit=limit)
