"""Damages a preset in one place, and tells what is then found wrong."""

from collections.abc import Callable
from typing import Any

from vafa.programme.document import Programme
from vafa.programme.presets import demo_programme
from vafa.programme.transfer import export
from vafa.programme.validate import Known, read

CREDIT = {"kind": "fixed", "unit": "credit", "units": 5}
POINTS = {"kind": "per_amount", "unit": "points", "units": 1, "rials": 1000}


def changed(
    place: str, value: Any, start: Callable[[], Programme] = demo_programme
) -> dict[str, Any]:
    """Give a preset as JSON with one place of it changed, or removed when the value is ...."""
    data = export(start())
    *path, last = place.strip("/").split("/")
    here: Any = data
    for part in path:
        here = here[int(part) if isinstance(here, list) else part]
    key = int(last) if isinstance(here, list) else last
    if value is ...:
        del here[key]
    elif isinstance(here, list) and key == len(here):
        here.append(value)
    else:
        here[key] = value
    return data


def found(data: object, **known: frozenset[str]) -> list[tuple[str, str]]:
    """Give the places and codes of what is wrong."""
    names = Known(**known)  # type: ignore[arg-type]  # framework: names only, no units
    return [(one.place, one.code) for one in read(data, known=names).problems]


def weekday(*days: str) -> dict[str, Any]:
    """Give a weekday condition."""
    return {"kind": "weekday", "days": days}


def nested(depth: int) -> dict[str, Any]:
    """Give a condition of so many levels."""
    condition: dict[str, Any] = weekday("friday")
    for _ in range(depth - 1):
        condition = {"kind": "any", "of": [condition, {"kind": "first_purchase"}]}
    return condition


def all_of(*of: dict[str, Any]) -> dict[str, Any]:
    """Give a conjunction."""
    return {"kind": "all", "of": list(of)}
