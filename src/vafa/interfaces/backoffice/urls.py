"""Addresses of the back-office, under /."""

from django.urls import URLPattern, URLResolver, path

from vafa.interfaces.backoffice import home, orders_urls

app_name = "backoffice"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    *orders_urls.urlpatterns,
]
