"""Reading a request: strict JSON of bounded size and depth, with text that can be stored.

A bank card number is refused in every text, whatever the field: none is ever stored or logged.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NoReturn

from ninja.parser import Parser

from vafa.interfaces.web.errors import BodyNotJson, InputInvalid
from vafa.kit.identity import CARD_DIGITS, looks_like_card

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.datastructures import MultiValueDict

MAXIMUM_BYTES = 256 * 1024
MAXIMUM_PROGRAMME_BYTES = 1_000_000
MAXIMUM_ATTACHMENT_BYTES = 5_000_000
MAXIMUM_FILE_BYTES = 512 * 1024 * 1024
MAXIMUM_DEPTH = 60

_SUSPECT = re.compile(rb"\\u(0000|[dD][89a-fA-F])")


class StrictParser(Parser):
    """JSON without duplicate names, NaN, Infinity, deep nesting, NUL or half characters."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Give the parsed body and keep it on the request for error pointers.

        :raises BodyNotJson: when it is no such JSON.
        :raises InputInvalid: when some text in it cannot be stored, or holds a card number.
        """
        raw = request.body
        try:
            text = raw.decode("utf-8")
            parsed = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise BodyNotJson from error
        _check(parsed, suspect=_SUSPECT.search(raw) is not None)
        request.parsed_body = parsed  # type: ignore[attr-defined]  # framework
        return parsed

    def parse_querydict(
        self, data: MultiValueDict[str, str], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Give what stands in the address after the question mark.

        :raises InputInvalid: when some text in it cannot be stored.
        """
        wrong = [name for name, texts in data.lists() if not all(map(storable, texts))]
        if wrong:
            raise InputInvalid(
                errors=[
                    {"in": "query", "pointer": f"/{escaped(name)}", "kind": "text_not_storable"}
                    for name in sorted(wrong)
                ]
            )
        return super().parse_querydict(data, list_fields, request)


def storable(text: str) -> bool:
    """Tell whether PostgreSQL and UTF-8 can hold the text."""
    return not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name occurs twice")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _check(parsed: Any, *, suspect: bool) -> None:
    """Walk the whole without recursion: its depth, its names and its texts."""
    wrong: list[tuple[str, str]] = []
    waiting: list[tuple[Any, str, int]] = [(parsed, "", 1)]
    while waiting:
        value, pointer, depth = waiting.pop()
        if depth > MAXIMUM_DEPTH:
            raise BodyNotJson
        if isinstance(value, dict):
            faults = {_fault(name, suspect=suspect) for name in value} - {""}
            if faults:
                wrong.append((pointer, min(faults)))
                continue
            waiting += (
                (item, f"{pointer}/{escaped(name)}", depth + 1) for name, item in value.items()
            )
        elif isinstance(value, list):
            waiting += ((item, f"{pointer}/{i}", depth + 1) for i, item in enumerate(value))
        elif isinstance(value, str) and (fault := _fault(value, suspect=suspect)):
            wrong.append((pointer, fault))
    if wrong:
        raise InputInvalid(
            errors=[
                {"in": "body", "pointer": pointer, "kind": kind} for pointer, kind in sorted(wrong)
            ]
        )


def _fault(text: str, *, suspect: bool) -> str:
    """Give what is wrong with a text, looking for unfit characters only where some are suspect."""
    if suspect and not storable(text):
        return "text_not_storable"
    return "card_number" if len(text) >= CARD_DIGITS and looks_like_card(text) else ""


def escaped(name: str) -> str:
    """Write a name as a part of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")
