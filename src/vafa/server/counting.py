"""Counting what reports show beside the relay, and checking books when somebody asks for it.

Django must be set up before this module is imported.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from vafa.domain.clubs.queries import all_clubs
from vafa.insight.counting import Counted
from vafa.interfaces.web import sources
from vafa.journeys.count_reports import count_reports
from vafa.journeys.prove_book import work_checks
from vafa.server.rounds import AGAIN, repeating

COUNTED_EVERY_SECONDS: Final = 15
CHECKED_EVERY_SECONDS: Final = 2


@contextmanager
def counting() -> Iterator[Callable[[], None]]:
    """Give what is to be called again and again: it counts and checks when it is time.

    A check of a large book takes minutes; counting does not wait for it.
    """
    with ExitStack() as stack:
        looks = [
            stack.enter_context(
                repeating(count_all, name="counting", every_seconds=COUNTED_EVERY_SECONDS)
            ),
            stack.enter_context(
                repeating(check_all, name="checking", every_seconds=CHECKED_EVERY_SECONDS)
            ),
        ]

        def look() -> None:
            for one in looks:
                one()

        yield look


def count_all() -> int | str:
    """Count on in every club; gives in how many it was done, or AGAIN while a part is left."""
    counted = [count_reports(club_id=club.club_id, at=sources.now()) for club in all_clubs()]
    return AGAIN if Counted.MORE in counted else counted.count(Counted.DONE)


def check_all() -> int:
    """Check every book that somebody asked to be checked; gives how many."""
    return sum(work_checks(club_id=club.club_id, clock=sources.now) for club in all_clubs())
