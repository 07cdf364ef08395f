"""What every request to the API meets first and last, also one that reaches no operation.

A request id, the bound on the body, the headers of safety, one line of log without personal data,
and a problem document instead of any page of Django's. The API needs nothing of the middlewares
that pages need (sessions, forms, people), so its requests go from here straight to the operation.
"""

import logging
import re
import secrets
import time
from collections.abc import Callable
from functools import lru_cache

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve

from vafa.interfaces.api.bodies import (
    MAXIMUM_ATTACHMENT_BYTES,
    MAXIMUM_BYTES,
    MAXIMUM_FILE_BYTES,
    MAXIMUM_PROGRAMME_BYTES,
)
from vafa.interfaces.api.problems import MEDIA_TYPE, fault, problem
from vafa.interfaces.web import errors
from vafa.kit.errors import VafaError

PREFIX = "/v1/"
PROGRAMME_PREFIX = "/v1/programme/"
IMPORTS_PATH = "/v1/imports"
SENT_FILES = re.compile(r"/v1/(orders/[0-9]{1,9}/files|members/[0-9]{1,19}/photo)", re.ASCII)
JSON_TYPES = frozenset({"application/json"})
FILE_TYPES = frozenset({"application/octet-stream", "text/csv", "text/plain"})

_log = logging.getLogger("vafa.api.requests")
_DJANGOS_OWN = (Http404, PermissionDenied, SuspiciousOperation)
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
_resolved = lru_cache(maxsize=1024)(resolve)  # which tries one address after another
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class ApiDoor:
    """Django middleware for everything under /v1/; other addresses pass it untouched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Guard one request and dress its answer."""
        if not request.path_info.startswith(PREFIX):
            return self._get_response(request)
        started = time.monotonic()
        given = request.headers.get("X-Request-Id", "")
        request_id = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        request.request_id = request_id  # type: ignore[attr-defined]  # framework
        response = self._answer(request)
        for name, value in _HEADERS.items():
            response[name] = value
        response["X-Request-Id"] = request_id
        if not response.streaming:  # a file knows its own length
            response["Content-Length"] = str(len(response.content))
        response["Vary"] = "Accept-Language, Authorization"
        _log.info(
            "%s %s %d %dms key=%s request=%s",
            request.method,
            getattr(request.resolver_match, "route", "-"),
            response.status_code,
            round((time.monotonic() - started) * 1000),
            getattr(request, "api_key_id", "-"),
            request_id,
        )
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        refused = _refused(request)
        if refused is not None:
            return problem(request, refused)
        try:
            response = _operated(request)
        except _DJANGOS_OWN as error:
            response = response_for_exception(request, error)
        except Exception as error:  # noqa: BLE001 - framework
            return fault(request, error)
        if response.status_code < 400 or response["Content-Type"] == MEDIA_TYPE:  # noqa: PLR2004 - framework
            return response
        return _as_problem(request, response)


def _operated(request: HttpRequest) -> HttpResponse:
    """Have the operation at this address answer; only its exceptions of no handler come out."""
    request.get_host()  # one of those that are allowed
    match = request.resolver_match = _resolved(request.path_info)
    answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return answer


def _refused(request: HttpRequest) -> VafaError | None:
    """Judge the body by its headers, before a byte of it is read."""
    if request.headers.get("Transfer-Encoding") and not request.META.get("CONTENT_LENGTH"):
        return errors.LengthRequired()
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        return errors.RequestMalformed()
    is_programme = request.path_info.startswith(PROGRAMME_PREFIX)
    largest = MAXIMUM_PROGRAMME_BYTES if is_programme else MAXIMUM_BYTES
    media = JSON_TYPES
    if request.path_info == IMPORTS_PATH:
        largest, media = MAXIMUM_FILE_BYTES, FILE_TYPES
    elif SENT_FILES.fullmatch(request.path_info):
        largest, media = MAXIMUM_ATTACHMENT_BYTES, FILE_TYPES
    if int(length) > largest:
        return errors.BodyTooLarge(largest_bytes=largest)
    if int(length) and request.method in _WITH_BODY and request.content_type not in media:
        is_file = media is FILE_TYPES
        return errors.FileTypeUnsupported() if is_file else errors.MediaTypeUnsupported()
    if "\0" in request.path_info:
        return errors.AddressUnknown()
    return None


def _as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    kinds: dict[int, type[errors.DoorError]] = {
        404: errors.AddressUnknown,
        405: errors.MethodNotAllowed,
        500: errors.ServerFault,
    }
    kind = kinds.get(response.status_code, errors.RequestMalformed)
    answer = problem(request, kind(), status=response.status_code)
    if response.has_header("Allow"):
        answer["Allow"] = response["Allow"]
    return answer
