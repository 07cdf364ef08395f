"""Reading a hold; the book itself declines one that has ended."""

from vafa.kit.errors import NotFound
from vafa.ledger import queries as book


class NoSuchHold(NotFound):
    """The member has no such hold."""


def find(*, club_id: int, member_id: int, hold_id: int) -> book.HoldFound:
    """Give a hold of a member, whatever its state.

    :raises NoSuchHold: when the member has none.
    """
    found = book.hold(club_id=club_id, member_id=member_id, hold_id=hold_id)
    if found is None:
        raise NoSuchHold
    return found
