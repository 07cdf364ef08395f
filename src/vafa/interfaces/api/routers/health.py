"""Whether this process lives and can work. Neither needs a key or says anything of a club."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel

from vafa.interfaces.api.answers import shown
from vafa.interfaces.api.operations import refusal

router = Router(tags=["health"])


class Health(BaseModel):
    """How the service is."""

    status: str


@router.get(
    "/health", response=Health, operation_id="health", summary="Tell that the process runs"
)
def health(request: HttpRequest) -> HttpResponse:
    """Tell that this process runs; it says nothing about the database."""
    return shown(Health, Health(status="alive"))


@router.get(
    "/ready",
    response=Health,
    operation_id="ready",
    summary="Tell whether requests can be served",
    openapi_extra={"responses": {503: refusal(503)}},
)
def ready(request: HttpRequest) -> HttpResponse:
    """Tell whether the database answers; 503 when it does not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return shown(Health, Health(status="ready"))
