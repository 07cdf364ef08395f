"""Errors as problem documents (RFC 9457): stable codes, the caller's language, exact places.

An answer never repeats what was sent, and what is logged of a fault holds no values: database
messages quote rows, and rows hold people.
"""

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from vafa.interfaces.api.bodies import escaped
from vafa.interfaces.web import errors
from vafa.interfaces.web.wordings import field_message
from vafa.kit.errors import Unavailable, VafaError
from vafa.kit.persian import Language

MEDIA_TYPE = "application/problem+json"
KEY_HEADER = "Idempotency-Key"

_log = logging.getLogger("vafa.api")
_MOST_PLACES = 50
_KINDS = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "int_type": "not_whole",
    "int_parsing": "not_whole",
    "int_parsing_size": "not_whole",
    "int_from_float": "not_whole",
    "string_type": "not_text",
    "bool_type": "not_true_or_false",
    "bool_parsing": "not_true_or_false",
    "list_type": "not_list",
    "tuple_type": "not_list",
    "dict_type": "not_object",
    "model_type": "not_object",
    "model_attributes_type": "not_object",
    "greater_than_equal": "too_small",
    "greater_than": "too_small",
    "less_than_equal": "too_large",
    "less_than": "too_large",
    "string_too_short": "too_short",
    "too_short": "too_short",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "string_pattern_mismatch": "wrong_pattern",
    "literal_error": "not_allowed_value",
    "union_tag_invalid": "not_allowed_value",
    "union_tag_not_found": "not_object",
}
_LIMITS = (
    "ge",
    "gt",
    "le",
    "lt",
    "min_length",
    "max_length",
    "expected",
    "expected_tags",
    "limit",
)


def language_of(request: HttpRequest) -> Language:
    """Give the language that the caller prefers, Persian unless it asks for English."""
    for name, _weight in parse_accept_lang_header(
        request.headers.get("Accept-Language", "")[:200]
    ):
        if name.startswith("en"):
            return "en"
        if name.startswith("fa"):
            return "fa"
    return "fa"


def problem(
    request: HttpRequest,
    error: VafaError,
    *,
    status: int | None = None,
    title: str = "",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Render an error; `more` joins the document as members of its own."""
    status = status or errors.status_of(error)
    language = language_of(request)
    details: dict[str, Any] = dict(error.details)
    places = details.pop("errors", ())
    seconds = details.pop("retry_after_seconds", 1 if status in {409, 503} else None)
    document: dict[str, Any] = {
        "type": f"urn:vafa:problem:{error.code}",
        "title": title or errors.title_of(error, language),
        "status": status,
        "detail": errors.advice_of(status, language),
        "code": error.code,
        "request_id": getattr(request, "request_id", ""),
    }
    if places:
        document["errors"] = [_place(place, language) for place in places]
    if details:
        document["details"] = _plain(details)
    response = HttpResponse(
        json.dumps(document | dict(more or {}), ensure_ascii=False),
        status=status,
        content_type=MEDIA_TYPE,
    )
    response["Content-Language"] = language
    if status == errors.NotAuthenticated.status:
        response["WWW-Authenticate"] = 'Bearer realm="vafa"'
    if seconds is not None:
        response["Retry-After"] = str(seconds)
    return response


def install(api: NinjaAPI) -> None:
    """Have the API answer every exception with a problem document."""
    api.add_exception_handler(VafaError, _vafa_error)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(
        Http404, lambda request, _: problem(request, errors.AddressUnknown())
    )
    api.add_exception_handler(OperationalError, _database_away)
    api.add_exception_handler(InterfaceError, _database_away)
    api.add_exception_handler(Exception, fault)


def fault(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer a fault of ours, and log where it happened without any value."""
    _log.error("%s", errors.trace_of(request, error))
    return problem(request, errors.ServerFault())


def _vafa_error(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, error)


def _database_away(request: HttpRequest, error: Any) -> HttpResponse:
    _log.warning("%s", errors.trace_of(request, error))
    return problem(request, Unavailable())


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error.__cause__, VafaError):  # what the body parser raised
        return problem(request, error.__cause__)
    return problem(request, errors.RequestMalformed(), status=error.status_code)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    sources = {found["loc"][0] for found in error.errors}
    if "path" in sources:  # no such id can exist
        return problem(request, errors.AddressUnknown())
    for found in error.errors:
        if found["loc"] == ("header", KEY_HEADER):
            kind = (
                errors.IdempotencyKeyMissing
                if found["type"] == "missing"
                else errors.IdempotencyKeyInvalid
            )
            return problem(request, kind())
    return problem(request, input_invalid(request, error.errors))


def input_invalid(request: HttpRequest, found: Iterable[Mapping[str, Any]]) -> errors.InputInvalid:
    """Turn what pydantic found into places with pointers, at most 50 of them."""
    body = getattr(request, "parsed_body", None)
    places = [
        {
            "in": one["loc"][0],
            "pointer": _pointer(one, body),
            "kind": _KINDS.get(one["type"], one["type"]),
            "limit": _limit(one.get("ctx", {})),
        }
        for one in list(found)[:_MOST_PLACES]
    ]
    return errors.InputInvalid(errors=places)


def _limit(context: Mapping[str, Any]) -> str:
    return next((str(context[name]) for name in _LIMITS if name in context), "")


def _pointer(found: Mapping[str, Any], body: Any) -> str:
    """Follow the steps through what was sent: pydantic's own steps (union tags) are not in it."""
    source, *steps = found["loc"]
    if source != "body":
        return "".join(f"/{escaped(str(step))}" for step in steps)
    pointer, here = "", body
    for step in steps[1:]:
        if _holds(here, step):
            here = here[step]
            pointer += f"/{escaped(str(step))}"
    is_absent = found["type"] == "missing" and len(steps) > 1
    return f"{pointer}/{escaped(str(steps[-1]))}" if is_absent else pointer


def _holds(here: Any, step: Any) -> bool:
    if isinstance(here, list):
        return isinstance(step, int) and step < len(here)
    return isinstance(here, dict) and step in here


def _place(place: Mapping[str, Any], language: Language) -> dict[str, str]:
    limit = str(place.get("limit", ""))
    if language == "fa":
        limit = limit.replace(" or ", " یا ")
    return {
        "in": place["in"],
        "pointer": place["pointer"],
        "code": place["kind"],
        "message": field_message(place["kind"], language, limit),
    }


def _plain(value: Any, name: str = "") -> Any:
    """Give what JSON can say of a fact, ids as strings."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item, str(key)) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return str(value) if name.endswith("_id") else value
    return str(value)
