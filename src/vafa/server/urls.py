"""Which door stands at which address."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("vafa.interfaces.api.urls")),
]
