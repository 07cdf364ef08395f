"""The first page of a club, and what makes its pages an app on a phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from vafa.interfaces.web.pages import app_manifest
from vafa.interfaces.web.people import PublicRequest, public_page


@public_page
def show(request: PublicRequest) -> HttpResponse:
    """Show a club to everybody, with the way in."""
    return render(request, "portal/club.html")


def manifest(request: HttpRequest, club: str) -> HttpResponse:
    """Let a phone keep a club's pages as an app."""
    start = f"/c/{club}/"
    return app_manifest(name=_("Customer club"), short_name=_("Club"), start=start, shortcuts=[])
