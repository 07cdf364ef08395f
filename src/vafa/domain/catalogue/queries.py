"""Reads of the catalogue; inside the club's scope."""

from vafa.domain.catalogue.models import Group


def group_names(*, club_id: int) -> dict[str, dict[str, str]]:
    """Give the groups' names by language, then code; a missing English one is the code."""
    groups = list(Group.objects.filter(club_id=club_id).order_by("code"))
    return {
        "fa": {group.code: group.name_fa for group in groups},
        "en": {group.code: group.name_en or group.code for group in groups},
    }
