"""From decoded JSON to a programme document, or to where its shape is wrong.

Size and depth are bounded before anything is built. Whole numbers must be whole numbers: no text,
no fraction, no true or false in their place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from vafa.programme.document import Programme
from vafa.programme.problems import Problem, pointer, problem

MAX_BYTES: Final = 1_000_000
MAX_LEVELS: Final = 60
MAX_PROBLEMS: Final = 100
FORMAT: Final = "vafa.programme/1"

# What pydantic calls it: (our code, the figure that its context holds).
_CODES: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("missing", ""),
    "extra_forbidden": ("unknown_field", ""),
    "int_type": ("not_whole_number", ""),
    "int_parsing": ("not_whole_number", ""),
    "int_parsing_size": ("not_whole_number", ""),
    "int_from_float": ("not_whole_number", ""),
    "greater_than_equal": ("below_minimum", "ge"),
    "less_than_equal": ("above_maximum", "le"),
    "string_too_short": ("text_too_short", "min_length"),
    "string_too_long": ("text_too_long", "max_length"),
    "string_pattern_mismatch": ("bad_code", ""),
    "literal_error": ("not_a_choice", "expected"),
    "union_tag_invalid": ("not_a_choice", "expected_tags"),
    "union_tag_not_found": ("missing", ""),
    "too_long": ("too_many", "max_length"),
    "too_short": ("too_few", "min_length"),
    "date_type": ("bad_date", ""),
    "date_parsing": ("bad_date", ""),
    "date_from_datetime_parsing": ("bad_date", ""),
    "date_from_datetime_inexact": ("bad_date", ""),
    "recursion_loop": ("too_deep", ""),
}


def shaped(data: object) -> tuple[Programme | None, tuple[Problem, ...]]:
    """Build the document from decoded JSON; without one, say what is wrong with the shape."""
    text, wrong = _bounded(data)
    if wrong is not None:
        return None, (wrong,)
    try:
        return Programme.model_validate_json(text, strict=True), ()
    except ValidationError as error:
        errors = [one for one in error.errors(include_url=False) if not _is_echo(one)]
        return None, tuple(_problem(one, data) for one in errors[:MAX_PROBLEMS])


def _bounded(data: object) -> tuple[bytes, Problem | None]:
    """Give the data as JSON text once it is sure to be small, shallow and of our format."""
    if not _is_shallow(data):
        return b"", problem("", "too_deep", limit=MAX_LEVELS)
    if not isinstance(data, Mapping):
        return b"", problem("", "wrong_type")
    found = data.get("format", FORMAT)
    if found != FORMAT:
        return b"", problem("/format", "unknown_format", found=str(found)[:60], expected=FORMAT)
    try:
        text = json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError):
        return b"", problem("", "wrong_type")
    return text, problem("", "too_large", limit=MAX_BYTES) if len(text) > MAX_BYTES else None


def _is_echo(error: ErrorDetails) -> bool:
    """Tell whether a list is called too short only because its items are wrong, reported apart."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


def _problem(error: ErrorDetails, data: object) -> Problem:
    code, figure = _CODES.get(error["type"], ("wrong_type", ""))
    place = _place(error["loc"], data)
    context = error.get("ctx", {})
    if error["type"] == "union_tag_not_found":
        place += "/kind"
    if code == "too_deep":
        return problem(place, code, limit=MAX_LEVELS)
    if code == "not_a_choice":
        if error["type"] == "union_tag_invalid":
            place += "/kind"
        choices = str(context[figure]).replace(" or ", ", ").replace("'", "")
        return problem(place, code, choices=choices.split(", "))
    if not figure:
        return problem(place, code)
    limit = context[figure]
    return problem(place, code, limit=limit if isinstance(limit, int) else str(limit))


def _place(path: tuple[int | str, ...], data: object) -> str:
    """Give the pointer of an error's path, which also names the chosen member of each union."""
    parts: list[str | int] = []
    here: Any = data
    tag_expected = True
    last = len(path) - 1
    for index, part in enumerate(path):
        if isinstance(here, Mapping):
            if tag_expected and part == here.get("kind"):
                tag_expected = False
                continue
            if part in here or index == last:
                parts.append(part)
                here = here.get(part)
                tag_expected = True
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            parts.append(part)
            here = here[part]
            tag_expected = True
    return pointer(*parts)


def _is_shallow(data: object) -> bool:
    level = [data]
    for _ in range(MAX_LEVELS):
        level = [
            child
            for node in level
            if isinstance(node, Mapping | list | tuple)
            for child in (node.values() if isinstance(node, Mapping) else node)
        ]
        if not level:
            return True
    return False
