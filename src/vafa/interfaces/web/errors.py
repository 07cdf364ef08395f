"""How an error is shown: its status code and its words in Persian and English.

Nothing below the doors knows either. The English words of an error are its docstring; the Persian
ones stand in `wordings`. Doors raise the errors declared here for what never reached a journey.
"""

from __future__ import annotations

import traceback
from typing import ClassVar

from django.http import HttpRequest

from vafa.interfaces.web.persian_words import PERSIAN
from vafa.interfaces.web.wordings import ADVICE
from vafa.kit.errors import NotFound, Refused, Unavailable, VafaError
from vafa.kit.persian import Language


class DoorError(VafaError):
    """The request did not get through the door."""

    status: ClassVar[int] = 400


class NotAuthenticated(DoorError):
    """The request carries no key: send "Authorization: Bearer vafa_live_…"."""

    status = 401


class AddressUnknown(DoorError):
    """There is nothing at this address."""

    status = 404


class MethodNotAllowed(DoorError):
    """The address does not answer to this method."""

    status = 405


class LengthRequired(DoorError):
    """A body needs a Content-Length; it may not come in chunks."""

    status = 411


class BodyTooLarge(DoorError):
    """The body is larger than this operation takes."""

    status = 413


class MediaTypeUnsupported(DoorError):
    """Bodies are JSON: send "Content-Type: application/json"."""

    status = 415


class FileTypeUnsupported(DoorError):
    """The body is the file itself: send "Content-Type: application/octet-stream"."""

    status = 415


class TooManyRequests(DoorError):
    """The key sends more requests than it may; wait and send again."""

    status = 429


class BodyNotJson(DoorError):
    """The body is not JSON in UTF-8 (each name once, no NaN or Infinity, not too deep)."""

    status = 400


class RequestMalformed(DoorError):
    """The request could not be read."""

    status = 400


class IdempotencyKeyMissing(DoorError):
    """A write needs an Idempotency-Key header; make it once and repeat it on a retry."""

    status = 400


class IdempotencyKeyInvalid(DoorError):
    """An Idempotency-Key is 1 to 255 printable ASCII characters."""

    status = 400


class InputInvalid(DoorError):
    """Some of what was sent is missing or wrong; "errors" names each place."""

    status = 422


class ServerFault(DoorError):
    """Something went wrong on our side and nothing was done; the same request may be repeated."""

    status = 500


_STATUS_OF_KIND = ((NotFound, 404), (Unavailable, 503), (Refused, 422))
_STATUS_OF_CODE = {
    "key_refused": 401,
    "right_missing": 403,
    "other_branch": 403,
    "role_exceeds": 403,
    "above_role_limit": 403,
    "own_role_limit": 403,
    "staff_not_active": 403,
    "still_running": 409,
    "not_sealed_yet": 409,
    "too_many_misses": 429,
    "code_too_soon": 429,
    "too_many_codes": 429,
}


def status_of(error: VafaError) -> int:
    """Give the status code of an error."""
    if isinstance(error, DoorError):
        return error.status
    if error.code in _STATUS_OF_CODE:
        return _STATUS_OF_CODE[error.code]
    return next((status for kind, status in _STATUS_OF_KIND if isinstance(error, kind)), 500)


def title_of(error: VafaError, language: Language) -> str:
    """Say what is wrong in one sentence: the same for every error of one code."""
    if language == "en":
        return str(error)
    return PERSIAN.get(error.code) or PERSIAN[_kind_of(error).code]


def title_of_code(code: str, language: Language) -> str:
    """Say the same of a code that was kept instead of the error."""
    return PERSIAN.get(code, PERSIAN["refused"]) if language == "fa" else _english(code)


def advice_of(status: int, language: Language) -> str:
    """Say what whoever meets an error of this status can do."""
    english, persian = ADVICE.get(status, ADVICE[500])
    return english if language == "en" else persian


def _english(code: str) -> str:
    kinds: list[type[VafaError]] = [Refused, NotFound]
    for kind in kinds:  # it grows while it is read: the whole tree below them
        kinds += kind.__subclasses__()
    return str(next((kind for kind in kinds if kind.code == code), Refused)())


def _kind_of(error: VafaError) -> type[VafaError]:
    kinds: tuple[type[VafaError], ...] = (NotFound, Unavailable, Refused, VafaError)
    return next(kind for kind in kinds if isinstance(error, kind))


def trace_of(request: HttpRequest, error: BaseException) -> str:
    """Say for the log where a fault happened, without any value: those may be personal."""
    state = getattr(error.__cause__, "sqlstate", None)
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-12:]))
    request_id = getattr(request, "request_id", "")
    return f"fault {type(error).__name__} sqlstate={state} request={request_id} at {where}"
