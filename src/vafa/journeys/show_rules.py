"""Showing the rules of a club to everybody: what its members are promised now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from vafa.domain.catalogue.queries import group_names
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards import version_queries as rewards
from vafa.domain.rewards.rulebook import NoProgramme
from vafa.programme.document import Programme


@dataclass(frozen=True, slots=True)
class RulesShown:
    """The programme in force since a moment, and the names of product groups by language."""

    document: Programme
    since: datetime
    groups: Mapping[str, Mapping[str, str]]


def show_rules(*, principal: Principal, at: datetime) -> RulesShown:
    """Show the programme that is in force at a moment.

    :raises NoProgramme: when none is.
    """
    principal.require("programme.read")
    club_id = principal.club_id
    with club_scope(club_id):
        begun = [
            (card.starts_at, card.number)
            for card in rewards.versions(club_id=club_id)
            if card.published_at is not None
            and card.starts_at is not None
            and card.starts_at <= at
        ]
        if not begun:
            raise NoProgramme
        since, number = max(begun)
        document = rewards.document(club_id=club_id, number=number)
        return RulesShown(document, since, group_names(club_id=club_id))
