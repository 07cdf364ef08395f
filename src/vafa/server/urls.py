"""Which door stands at which address."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path


def alive(_request: HttpRequest) -> HttpResponse:
    """Answer that this process runs; it says nothing about the database."""
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", alive),
    path("", include("vafa.interfaces.api.urls")),
]
