"""How far a new club is: what it has already of all that it needs, read in one question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vafa.ledger.calls import reading_club, rows

_SETUP: Final = """
    SELECT
        EXISTS (SELECT FROM clubs_branch WHERE club_id = %(club)s) AS has_branch,
        EXISTS (SELECT FROM rewards_programmeversion WHERE club_id = %(club)s) AS has_draft,
        EXISTS (
            SELECT FROM rewards_programmeversion
            WHERE club_id = %(club)s AND published_at IS NOT NULL
        ) AS has_programme,
        (
            SELECT count(*) > 1 FROM clubs_staff
            WHERE club_id = %(club)s AND role <> '' AND ended_at IS NULL
        ) AS has_staff,
        EXISTS (SELECT FROM members_member WHERE club_id = %(club)s) AS has_members,
        EXISTS (SELECT FROM ledger_sale WHERE club_id = %(club)s) AS has_sale
"""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a club has of what it begins with; staff are those beside the first person."""

    has_branch: bool
    has_draft: bool
    has_programme: bool
    has_staff: bool
    has_members: bool
    has_sale: bool

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is left to set up."""
        return all(
            (
                self.has_branch, self.has_programme, self.has_staff, self.has_members,
                self.has_sale,
            )
        )  # fmt: skip


def setup(*, club_id: int) -> Setup:
    """Tell how far a club is."""
    with reading_club(club_id):
        return Setup(**rows(_SETUP, {"club": club_id})[0])
