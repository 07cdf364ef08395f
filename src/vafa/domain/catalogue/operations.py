"""Writes of the catalogue; inside the club's scope."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from vafa.domain.catalogue.models import Group
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.kit.text import clean
from vafa.programme.conditions import Code

_CODE: TypeAdapter[str] = TypeAdapter(Code)


class BadGroup(Refused):
    """A group needs a code of small letters, digits and dots, and a name."""


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A group by its code, which says its place: `food.dairy` lies in `food`."""

    code: str
    name_fa: str
    name_en: str = ""


def name_groups(*, club_id: int, ids: Ids, groups: Iterable[NamedGroup]) -> int:
    """Add groups or rename known ones; gives how many.

    :raises BadGroup: when a code or a name is none.
    """
    rows = [_row(club_id, ids, group) for group in groups]
    Group.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["club_id", "code"],
        update_fields=["name_fa", "name_en"],
    )
    return len(rows)


def _row(club_id: int, ids: Ids, group: NamedGroup) -> Group:
    try:
        code = _CODE.validate_python(group.code)
    except ValidationError as error:
        raise BadGroup(code=group.code) from error
    if not clean(group.name_fa):
        raise BadGroup(code=code)
    return Group(
        id=ids.next(), club_id=club_id, code=code,
        name_fa=clean(group.name_fa), name_en=clean(group.name_en),
    )  # fmt: skip
