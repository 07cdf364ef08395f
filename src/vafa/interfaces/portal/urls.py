"""Addresses of a club's members: /c/<club>/, /j/<code>, /r/<token>."""

from django.urls import URLPattern, URLResolver, path

from vafa.interfaces.portal import club_page

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:club>/app.webmanifest", club_page.manifest, name="manifest"),
]
