"""Addresses of the back-office, under /."""

from django.urls import URLPattern, URLResolver, path

from vafa.interfaces.backoffice import home

app_name = "backoffice"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
]
