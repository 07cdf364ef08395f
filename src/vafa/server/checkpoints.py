"""Closing checkpoints beside the relay, and writing their heads where the operator wants them.

The folder's files are only added to: a git repository, another host's disk, a mailed copy. A line
is the number, the moment and the head. Django must be set up before this module is imported.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from vafa.domain.clubs.queries import all_clubs
from vafa.journeys.close_checkpoint import close_checkpoint, closed_checkpoints
from vafa.ledger.checkpoints import Checkpoint
from vafa.server.rounds import repeating

WHOLE_EVERY_SECONDS = 3600


@contextmanager
def closing(*, every_seconds: int, folder: Path | None) -> Iterator[Callable[[], None]]:
    """Give what is to be called again and again: it starts a round when one is due.

    A round of all members comes first, and then each hour.
    """
    whole_due = time.monotonic()

    def close() -> None:
        nonlocal whole_due
        now = time.monotonic()
        is_whole = now >= whole_due
        whole_due = now + WHOLE_EVERY_SECONDS if is_whole else whole_due
        close_all(folder=folder, is_whole=is_whole)

    with repeating(close, name="checkpoints", every_seconds=every_seconds) as look:
        yield look


def close_all(*, folder: Path | None, is_whole: bool) -> list[Checkpoint]:
    """Close every club's next checkpoint; give the new ones. All heads not yet told are told."""
    made = []
    for club in all_clubs():
        checkpoint = close_checkpoint(club_id=club.club_id, is_whole=is_whole)
        if checkpoint is not None:
            made.append(checkpoint)
        if folder is not None:
            tell(folder, club.club_id)
    return made


def tell(folder: Path, club_id: int) -> None:
    """Add to the club's file in the folder every head that it does not hold yet."""
    file = folder / f"{club_id}.txt"
    known = _heads_of(file) if file.exists() else {}
    news = closed_checkpoints(club_id=club_id, after=max(known, default=0))
    if news:
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as lines:
            lines.writelines(f"{line(one)}\n" for one in news)


def line(checkpoint: Checkpoint) -> str:
    """Write a checkpoint as a line of a file of heads."""
    return f"{checkpoint.number} {checkpoint.sealed_at.isoformat()} {checkpoint.head}"


def heads_kept(place: Path) -> dict[int, dict[int, str]]:
    """Read the heads of a folder, or of one club's file in it, by club and number."""
    files = sorted(place.glob("*.txt")) if place.is_dir() else [place]
    return {int(file.stem): _heads_of(file) for file in files if file.stem.isdigit()}


def _heads_of(file: Path) -> dict[int, str]:
    told = [text.split() for text in file.read_text("utf-8").splitlines() if text.strip()]
    return {int(number): head for number, _moment, head in told}
