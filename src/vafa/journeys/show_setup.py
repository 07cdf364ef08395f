"""Showing how far a new club is with what it needs to begin."""

from vafa.domain.clubs.principal import Principal
from vafa.insight.setup import Setup, setup


def show_setup(*, principal: Principal) -> Setup:
    """Tell what the club has already of what it begins with."""
    principal.require("club.read")
    return setup(club_id=principal.club_id)
