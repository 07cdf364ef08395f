"""What makes a club's pages an app on a member's phone."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from vafa.interfaces.web.pages import app_manifest


def manifest(request: HttpRequest, club: str) -> HttpResponse:
    """Let a phone keep a club's pages as an app."""
    start = f"/c/{club}/"
    return app_manifest(name=_("Customer club"), short_name=_("Club"), start=start, shortcuts=[])
