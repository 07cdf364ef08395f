"""Where the API stands: every operation of version 1, and its description, under /v1/."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from vafa.interfaces.api import openapi
from vafa.interfaces.api.door import api


def description(_request: HttpRequest) -> HttpResponse:
    """Serve the OpenAPI document."""
    return HttpResponse(openapi.text(), content_type="application/json")


urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/openapi.json", description),
    path("v1/", api.urls),
]
