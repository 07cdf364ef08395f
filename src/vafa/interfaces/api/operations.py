"""How an operation is put on a router: its right, its answer, and every status it can give."""

import functools
import inspect
from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from django.http.response import HttpResponseBase
from ninja import Router
from pydantic import BaseModel

from vafa.domain.clubs.principal import Right
from vafa.interfaces.api.access import ApiKey
from vafa.interfaces.api.answers import REPLAYED_HEADER
from vafa.interfaces.api.problems import MEDIA_TYPE
from vafa.interfaces.api.requests import ApiRequest
from vafa.interfaces.web.errors import InputInvalid

View = Callable[..., HttpResponseBase]

_ALWAYS = (401, 403, 422, 429, 503)
_WITH_BODY = (400, 411, 413, 415)
_WRITE = (400, 409)
_RETRY_LATER = frozenset({409, 429, 503})


def reads(
    router: Router,
    path: str,
    *,
    right: Right,
    gives: type[BaseModel] | str,
    method: str = "GET",
    refuses: tuple[int, ...] = (),
) -> Callable[[View], View]:
    """Put an operation on the router that changes nothing.

    A look-up with a body is a POST, so that nothing personal stands in an address. What gives
    text instead of JSON names its media type.
    """
    more = _WITH_BODY if method == "POST" else ()
    schema = None if isinstance(gives, str) else gives
    shape = {200: {"content": {gives: {"schema": {"type": "string"}}}}} if schema is None else {}
    refused = (*_ALWAYS, *more, *refuses)
    return _put(
        router, path, method, right=right, gives={200: schema}, refuses=refused,
        extra={"responses": shape},
    )  # fmt: skip


def writes(
    router: Router,
    path: str,
    *,
    right: Right,
    gives: dict[int, type[BaseModel] | None],
    method: str = "POST",
    refuses: tuple[int, ...] = (),
    takes_file: bool = False,
) -> Callable[[View], View]:
    """Put an operation on the router that changes something, once per idempotency key.

    What takes a file has the file itself as its body.
    """
    more = () if method == "DELETE" else _WITH_BODY
    statuses = (*_ALWAYS, *_WRITE, *more, *refuses)
    extra = {"requestBody": _FILE} if takes_file else {}
    return _put(
        router, path, method, right=right, gives=gives, refuses=statuses, replays=True, extra=extra
    )


def _put(
    router: Router,
    path: str,
    method: str,
    *,
    right: Right,
    gives: dict[int, type[BaseModel] | None],
    refuses: tuple[int, ...],
    replays: bool = False,
    extra: Mapping[str, Any] = MappingProxyType({}),
) -> Callable[[View], View]:
    def put(view: View) -> View:
        summary, _, rest = inspect.cleandoc(view.__doc__ or "").partition("\n\n")
        responses = {status: refusal(status) for status in sorted(set(refuses))}
        if replays:
            for status in gives:
                responses[status] = {"headers": {REPLAYED_HEADER: _REPLAYED}}
        responses |= extra.get("responses", {})
        decorate = router.api_operation(
            [method],
            path,
            auth=ApiKey(right),
            response=gives,
            operation_id=view.__name__,
            summary=" ".join(summary.split()).removesuffix("."),
            description="\n\n".join(filter(None, [rest, f"Needs the right `{right}`."])),
            openapi_extra={**extra, "responses": responses},
        )
        decorate(_without_unknown_queries(view))
        return view

    return put


_FILE = {
    "description": "The file itself.",
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
_REPLAYED = {
    "description": "true when this is the stored answer of an earlier request with this key.",
    "schema": {"type": "string", "const": "true"},
}


def refusal(status: int) -> dict[str, Any]:
    """Describe an error answer."""
    name = "DeclinedShown" if status == HTTPStatus.PAYMENT_REQUIRED else "Problem"
    described: dict[str, Any] = {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{name}"}}},
    }
    if status in _RETRY_LATER:
        described["headers"] = {
            "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}
        }
    return described


def _without_unknown_queries(view: View) -> View:
    """Refuse a misspelt query parameter instead of ignoring it."""
    known: set[str] = set()
    for parameter in inspect.signature(view).parameters.values():
        if parameter.name == "query":
            known |= set(parameter.annotation.__args__[0].model_fields)

    @functools.wraps(view)
    def guarded(request: ApiRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        unknown = sorted(set(request.GET) - known)
        if unknown:
            raise InputInvalid(
                errors=[
                    {"in": "query", "pointer": f"/{name[:60]}", "kind": "unknown_field"}
                    for name in unknown[:20]
                ]
            )
        return view(request, *args, **kwargs)

    return guarded
