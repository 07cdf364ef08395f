"""Addresses that every face shares."""

from django.urls import URLPattern, URLResolver, path

from vafa.interfaces.web import looks, pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("looks/", looks.choose, name="looks"),
    path("offline/", pages.offline, name="offline"),
    path("sw.js", pages.service_worker, name="service_worker"),
]
