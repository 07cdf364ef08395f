"""The client as programs use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from vafa_client.operations import Operations


class Vafa(Operations):
    """A club's API. See `Transport` for what it takes, `Operations` for what it does."""


def pages(operation: Callable[..., Any], *args: Any, **named: Any) -> Iterator[Mapping[str, Any]]:
    """Give every page of a list, from the one given on: `pages(club.list_api_keys, limit=50)`."""
    while True:
        page = operation(*args, **named)
        yield page
        cursor = page.get("next_cursor")
        if not cursor:
            return
        named["cursor"] = cursor
