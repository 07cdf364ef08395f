"""Sealing what a club posted since its last checkpoint, and the heads to keep elsewhere."""

from vafa.ledger import checkpoints as book
from vafa.ledger.checkpoints import Checkpoint


def close_checkpoint(*, club_id: int, is_whole: bool) -> Checkpoint | None:
    """Close the club's next checkpoint; None when nothing was posted since.

    Its head goes into the feed of changes. `is_whole` looks at every member, and not only at what
    was recorded of late.
    """
    return book.seal(club_id=club_id, is_whole=is_whole)


def closed_checkpoints(*, club_id: int, after: int = 0) -> list[Checkpoint]:
    """List the club's checkpoints after a number, oldest first."""
    return book.checkpoints(club_id=club_id, after=after)
