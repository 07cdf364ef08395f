"""Messages to the book as SQL: text put together, read as JSON by the server, as from a till."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_PLACE = re.compile(r'"@(\w+)@"')


def message_sql(message: Mapping[str, Any], places: Mapping[str, str]) -> str:
    """Give an SQL expression for the message; where it says "@name@" the named expression goes."""
    pieces = _PLACE.split(json.dumps(message, ensure_ascii=False))
    parts = [
        f"({places[piece]})::text" if number % 2 else _quoted(piece)
        for number, piece in enumerate(pieces)
    ]
    return f"({' || '.join(parts)})::jsonb"


def event(club_id: int, at: str, legs: list[dict[str, Any]]) -> dict[str, Any]:
    """Give an event with nothing but legs; its member, id and version are places."""
    return {
        "club": club_id, "member": "@member@", "event": "@event@", "version": "@version@",
        "kind": "bench", "at": at, "programme": 1, "credential": 1, "legs": legs, "awards": [],
        "sale": None, "state": None, "review": None, "idle": {}, "outbox": [], "answer": {},
        "reason": "", "origin": None, "grace": 24,
    }  # fmt: skip


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
