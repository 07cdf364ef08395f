"""Counting what reports show, club by club, beside the tills; and proving the counts."""

from __future__ import annotations

from datetime import datetime

from vafa.domain.clubs.queries import zone_of
from vafa.domain.clubs.scope import club_scope
from vafa.insight import counting
from vafa.insight.counting import Counted, Difference


def count_reports(*, club_id: int, at: datetime) -> Counted:
    """Add what came in a club since the last time, or count a part of a book never counted."""
    return counting.count_on(club_id=club_id, zone=_zone(club_id), at=at)


def count_whole(*, club_id: int, at: datetime) -> bool:
    """Count a club until nothing is left; tell whether it was done."""
    while (counted := count_reports(club_id=club_id, at=at)) is Counted.MORE:
        pass
    return counted is Counted.DONE


def recount_reports(*, club_id: int, at: datetime) -> bool:
    """Throw a club's counts away and count its whole book; tell whether it was done."""
    counting.forget_counts(club_id=club_id, zone=_zone(club_id))
    return count_whole(club_id=club_id, at=at)


def check_reports(*, club_id: int) -> tuple[Difference, ...] | None:
    """Compare a club's counts with its whole book; None when it is not counted yet."""
    return counting.differences(club_id=club_id, zone=_zone(club_id))


def _zone(club_id: int) -> str:
    with club_scope(club_id):
        return zone_of(club_id=club_id)
