"""What can go wrong with a request, each with the API's own stable code and words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


class VafaError(Exception):
    """Anything that kept a request from its answer."""


class NoAnswer(VafaError):
    """No answer came. Send it again under the same idempotency key: it happens once."""


class VafaProblem(VafaError):
    """The API refused. `code` is stable, `title` and `detail` are for people."""

    def __init__(self, status: int, document: Mapping[str, Any]) -> None:
        self.status = status
        self.document = document
        self.code = str(document.get("code", ""))
        self.title = str(document.get("title", ""))
        self.detail = str(document.get("detail", ""))
        self.details: Mapping[str, Any] = document.get("details") or {}
        self.errors: list[Mapping[str, Any]] = list(document.get("errors") or ())
        super().__init__(f"{status} {self.code}: {self.title}")


class Declined(VafaProblem):
    """The balance is not there (402): nothing was spent, and a repeat says the same."""


class KeyRefused(VafaProblem):
    """The API key is unknown, ended, or lacks the right (401, 403)."""


class NotThere(VafaProblem):
    """The club has no such thing (404)."""


_KINDS = {401: KeyRefused, 402: Declined, 403: KeyRefused, 404: NotThere}


def problem_of(status: int, content: bytes) -> VafaProblem:
    """Give the problem that an answer tells."""
    try:
        document = json.loads(content)
    except ValueError:
        document = {}
    told = document if isinstance(document, dict) else {}
    return _KINDS.get(status, VafaProblem)(status, told)
