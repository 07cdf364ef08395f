"""Rendering what a journey gave: JSON, the replay header, and declines as 402 problems."""

from collections.abc import Iterable
from typing import Any, ClassVar, Protocol

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, TypeAdapter

from vafa.interfaces.api.problems import language_of, problem
from vafa.interfaces.api.schemas.shared import BalanceShown
from vafa.kit.errors import Refused

DECLINED = 402
REPLAYED_HEADER = "Idempotent-Replayed"

_balances = TypeAdapter(tuple[BalanceShown, ...])


class _Declined(Refused):
    """The purchase or use of credit was declined; nothing was taken."""

    code: ClassVar[str] = "declined"


class Outcome(Protocol):
    """What every journey that moves value gives: done or declined, first or repeated."""

    replayed: bool
    member_id: int
    declined: Any
    balances: Iterable[Any]


def shown(schema: type[BaseModel], record: object, *, status: int = 200) -> HttpResponse:
    """Render a record as the schema says."""
    answer = schema.model_validate(record, from_attributes=True)
    return HttpResponse(
        answer.model_dump_json(by_alias=True), status=status, content_type="application/json"
    )


def written(
    schema: type[BaseModel], record: Any, *, status: int = 200, request: HttpRequest | None = None
) -> HttpResponse:
    """Render the answer to a write and say when it is a repeat."""
    is_declined = request is not None and record.declined is not None
    if request is not None and is_declined:
        response = _declined(request, record)
    else:
        response = shown(schema, record, status=status)
    if record.replayed:
        response[REPLAYED_HEADER] = "true"
    return response


def _declined(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    """Render a decline: its own code, and what is available instead."""
    declined = outcome.declined
    error = _Declined()
    title = declined.why.en if language_of(request) == "en" else declined.why.fa
    more = {
        "type": f"urn:vafa:problem:{declined.code}",
        "code": declined.code,
        "member_id": str(outcome.member_id),
        "unit": declined.unit,
        "available": declined.available,
        "reason": {"fa": declined.why.fa, "en": declined.why.en},
        "balances": _balances.dump_python(
            _balances.validate_python(outcome.balances, from_attributes=True), mode="json"
        ),
    }
    return problem(request, error, status=DECLINED, title=title, more=more)
