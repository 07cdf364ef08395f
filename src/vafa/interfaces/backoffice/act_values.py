"""What an act changed, in words: values of the trail without ids that only programs need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.interfaces.backoffice.staff import ROLES
from vafa.interfaces.web import formats

_WORDS: Final = {
    "name": _("Name"),
    "role": _("Role"),
    "roles": _("Roles"),
    "branch": _("Branch"),
    "branches": _("Branches"),
    "mobile": _("Mobile"),
    "number": _("Number"),
    "month": _("Month"),
    "rights": _("Rights"),
    "reason": _("Reason"),
    "fields": _("Fields"),
    "state": _("State"),
    "status": _("State"),
    "note": _("Note"),
    "kind": _("Kind"),
    "label": _("Label"),
    "file_name": _("File"),
    "count": _("How many"),
    "added": _("New"),
    "changed": _("Changed"),
    "coupons": _("Coupons"),
    "groups": _("Groups"),
    "members": _("Members"),
    "url": _("Address"),
    "topics": _("What is sent"),
    "since": _("From day"),
    "until": _("To day"),
    "starts_at": _("From"),
    "expires_at": _("Until"),
    "due_at": _("Due"),
    "suspended": _("Suspended"),
    "limit_rials": _("Limit"),
    "grant_rials": _("May give alone"),
    "apply_rials": _("May apply alone"),
    "manual_limit_rials": _("Limit of changes by hand"),
    "float_rials": _("Cash at the start"),
    "expected_rials": _("Expected in the drawer"),
    "difference_rials": _("Difference"),
}
_FOR_PROGRAMS: Final = ("_id", "_hash", "secret", "sequence", "carried")


def written(values: Mapping[str, Any]) -> str:
    """Write what stood before or after an act, for people; nothing when only ids changed."""
    told = {
        name: text
        for name, value in values.items()
        if not name.endswith(_FOR_PROGRAMS) and (text := _value(name, value))
    }
    return " · ".join(f"{_name(name)}: {text}" for name, text in told.items())


def _name(name: str) -> str:
    return str(_WORDS.get(name, name.removesuffix("_rials").replace("_", " ")))


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int):
        return formats.plain_money(value) if name.endswith("_rials") else formats.digits(value)
    if isinstance(value, Mapping):
        return written(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return gettext(", ").join(text for one in value if (text := _value(name, one)))
    if name in {"role", "roles"}:
        return str(ROLES.get(value, value))
    text = "" if value is None else str(value)
    return _moment(text) if name.endswith("_at") else text


def _moment(text: str) -> str:
    try:
        return formats.moment(datetime.fromisoformat(text))
    except ValueError:
        return text
