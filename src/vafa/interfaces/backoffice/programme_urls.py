"""Addresses of the programme."""

from django.urls import URLPattern, path

from vafa.interfaces.backoffice import draft_urls, programme

urlpatterns: list[URLPattern] = [
    path("programme/", programme.programme, name="programme"),
    path("programme/versions/", programme.versions, name="versions"),
    path("programme/versions/<int:number>/", programme.version, name="version"),
    path("programme/versions/<int:number>/publish/", programme.publish, name="publish_version"),
    *draft_urls.urlpatterns,
]
