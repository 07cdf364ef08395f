"""Addresses of the back-office, under /."""

from django.urls import URLPattern, URLResolver, path

from vafa.interfaces.backoffice import (
    catalogue_urls,
    home,
    imports_urls,
    members_urls,
    orders_urls,
    programme_urls,
    reports_urls,
    settings_urls,
)

app_name = "backoffice"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    *members_urls.urlpatterns,
    *imports_urls.urlpatterns,
    *orders_urls.urlpatterns,
    *catalogue_urls.urlpatterns,
    *reports_urls.urlpatterns,
    *programme_urls.urlpatterns,
    *settings_urls.urlpatterns,
]
