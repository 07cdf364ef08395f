"""Pages by key: the rows after (or before) the last one seen, in one query at any depth."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

_MAX_CURSOR: Final = 600


@dataclass(frozen=True)
class Cut:
    """A page and the cursors around it."""

    rows: Sequence[Any]
    next: str
    previous: str


def cut(
    found: QuerySet[Any, Any],
    fields: Sequence[str],
    *,
    descending: bool,
    after: str,
    before: str,
    rows: int,
) -> Cut:
    """Give the page after or before a cursor; a cursor that cannot be read gives the first."""
    backwards = bool(before) and not after
    values = decoded(before if backwards else after, len(fields))
    downwards = descending != backwards
    ordered = found.order_by(*(f"-{name}" if downwards else name for name in fields))
    if values is not None:
        try:
            ordered = ordered.filter(_beyond(fields, values, downwards=downwards))
        except (ValidationError, ValueError, TypeError):
            values, backwards = None, False
            ordered = found.order_by(*(f"-{name}" if descending else name for name in fields))
    taken = list(ordered[: rows + 1])
    more, page = len(taken) > rows, taken[:rows]
    if backwards and values is not None:
        page.reverse()
        more_after, more_before = True, more
    else:
        more_after, more_before = more, values is not None
    return Cut(
        rows=page,
        next=encoded(page[-1], fields) if page and more_after else "",
        previous=encoded(page[0], fields) if page and more_before else "",
    )


def row_id(cursor: str) -> int:
    """Give the row's number that a cursor is; 0 for none, or for what is no number."""
    is_id = cursor.isascii() and cursor.isdigit() and len(cursor) < 19  # noqa: PLR2004 - framework
    return int(cursor) if is_id else 0


def encoded(row: Any, fields: Sequence[str]) -> str:
    """Write where a row stands, for an address."""
    place = [_plain(_value(row, name)) for name in fields]
    text = json.dumps(place, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decoded(cursor: str, count: int) -> list[Any] | None:
    """Read where a row stood; None for what is not a cursor of this list."""
    if not cursor or len(cursor) > _MAX_CURSOR:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = json.loads(raw)
    except (binascii.Error, ValueError):
        return None
    is_place = isinstance(values, list) and len(values) == count
    return values if is_place and all(isinstance(one, (str, int)) for one in values) else None


def _beyond(fields: Sequence[str], values: Sequence[Any], *, downwards: bool) -> Q:
    side = "lt" if downwards else "gt"
    condition, same = Q(), Q()
    for name, value in zip(fields, values, strict=True):
        condition |= same & Q(**{f"{name}__{side}": value})
        same &= Q(**{name: value})
    # The first field alone lets an index narrow the rows before the alternatives are weighed.
    return Q(**{f"{fields[0]}__{side}e": values[0]}) & condition


def _value(row: Any, name: str) -> Any:
    if isinstance(row, dict):
        return row[name]
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (datetime, date)) else value
