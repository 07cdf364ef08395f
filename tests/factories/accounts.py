"""A club's books as an accountant sees them: its months, closing one, and the proof."""

from __future__ import annotations

from datetime import datetime

from tests.factories.clubs import Club, claim
from vafa.domain.accounting import reporting
from vafa.domain.accounting.records import Figures
from vafa.domain.clubs.principal import Claim
from vafa.domain.clubs.scope import club_scope
from vafa.journeys.close_month import MonthDone, TermsSet, close_month, set_terms
from vafa.journeys.show_liability import MonthShown, show_liability


def shown(club: Club, month: str) -> MonthShown:
    """Give a month as it is reported now."""
    (found,) = show_liability(principal=club.principal, at=club.at, first=month, last=month)
    return found


def figures(club: Club, month: str, unit: str) -> Figures:
    """Give a unit's figures in a month."""
    return next(one.figures for one in shown(club, month).units if one.code == unit)


def close(club: Club, month: str, *, asked: Claim | None = None) -> MonthDone:
    """Close a month."""
    return close_month(principal=club.principal, claim=asked or claim(), at=club.at, month=month)


def measure(club: Club, unit: str, month: str, *, use: int | None = None) -> None:
    """Set the share of a unit that is expected to be used, in basis points."""
    terms = TermsSet(unit, month, None, None, use)
    set_terms(principal=club.principal, claim=claim(), at=club.at, terms=terms)


def proof(club: Club, at: datetime | None = None) -> tuple[str, ...]:
    """Give every difference between what was reported, the book and the wallets."""
    with club_scope(club.club_id):
        return reporting.check(club_id=club.club_id, at=at or club.at).differences
