"""The one screen of the till, and what makes it an app."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from vafa.interfaces.web.pages import app_manifest
from vafa.interfaces.web.people import StaffRequest, staff_page


@staff_page("sales.write")
def sale(request: StaffRequest) -> HttpResponse:
    """Show the till."""
    return render(request, "cashier/sale.html")


def manifest(request: HttpRequest) -> HttpResponse:
    """Let a device keep the till as an app."""
    start = reverse("cashier:sale")
    shortcuts = [{"name": _("New sale"), "url": start}]
    return app_manifest(
        name=_("Vafa's till"), short_name=_("Till"), start=start, shortcuts=shortcuts
    )
