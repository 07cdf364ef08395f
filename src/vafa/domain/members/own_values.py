"""What lists are narrowed by of the club's own fields, kept as numbers beside the sealed profile.

A number is kept as it is, a day as its number, a choice as a keyed hash: without the vault's key
nobody reads from it what a member chose. Free text is kept in the profile alone, and so is a
number of ten digits or more: it is a national code or a telephone, and no quantity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from vafa.domain.members.fields import FieldDefinition, fields_of
from vafa.domain.members.models import OwnValue, Profile
from vafa.domain.members.queries import opened
from vafa.domain.members.vault import Vault
from vafa.kit.calendar import day_of_jalali

LISTED: Final = frozenset({"number", "date", "choice"})
_SOMEBODYS: Final = 10**9


@dataclass(frozen=True, slots=True)
class OwnSought:
    """What a field of the club's own must hold: one of its choices, or a number within bounds.

    For a date the bounds are day numbers.
    """

    code: str
    choice: str = ""
    least: int | None = None
    most: int | None = None


def keep(*, club_id: int, said: Mapping[int, Mapping[str, Any]], vault: Vault) -> None:
    """Keep the values of the club's own fields, by member, instead of those before them.

    Each member must have a profile: the values go with it. Inside the club's scope.
    """
    fields = {one.code: one for one in fields_of(club_id=club_id) if one.kind in LISTED}
    OwnValue.objects.filter(club_id=club_id, member_id__in=list(said)).delete()
    OwnValue.objects.bulk_create(
        OwnValue(
            member_id=member_id, code=code, club_id=club_id,
            value=_number(club_id, fields[code], value, vault),
        )
        for member_id, values in said.items()
        for code, value in values.items()
        if code in fields and not _is_somebodys(fields[code], value)
    )  # fmt: skip


def fill(*, club_id: int, member_ids: Sequence[int], vault: Vault) -> None:
    """Keep the values of these members from their profiles; inside the club's scope."""
    if not fields_of(club_id=club_id):
        return
    rows = Profile.objects.filter(club_id=club_id, member_id__in=list(member_ids))
    said = {row.member_id: opened(row=row, vault=vault).get("custom") or {} for row in rows}
    keep(club_id=club_id, said=said, vault=vault)


def asked(*, club_id: int, sought: OwnSought, vault: Vault) -> dict[str, Any]:
    """Give what is sought as `members_listed_v1` takes it: a code and bounds that belong to it."""
    least, most = sought.least, sought.most
    if sought.choice:
        least = most = _choice(club_id, sought.code, sought.choice, vault)
    bounds = {"code": sought.code, "least": least, "most": most}
    return {name: value for name, value in bounds.items() if value is not None}


def _is_somebodys(field: FieldDefinition, value: str | int) -> bool:
    return field.kind == "number" and abs(int(value)) >= _SOMEBODYS


def _number(club_id: int, field: FieldDefinition, value: str | int, vault: Vault) -> int:
    if field.kind == "date":
        year, month, day = (int(part) for part in str(value).split("-"))
        return day_of_jalali(year, month, day)
    if field.kind == "choice":
        return _choice(club_id, field.code, str(value), vault)
    return int(value)


def _choice(club_id: int, code: str, value: str, vault: Vault) -> int:
    trace = vault.trace(club_id=club_id, kind=f"own {code}", value=value)
    return int.from_bytes(trace[:8], "big", signed=True)
