"""The one screen of the till, and what makes it an app."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from vafa.domain.clubs import queries as clubs
from vafa.domain.clubs.scope import club_scope
from vafa.interfaces.web import at_till, formats, sources
from vafa.interfaces.web.pages import app_manifest
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.use_till import mark_seller


@staff_page("sales.write")
def sale(request: StaffRequest) -> HttpResponse:
    """Show the till; the device keeps the page for when there is no connection."""
    till, branch = at_till.place_here(request, club_id=request.club.club_id)
    shown = {
        "branches": branches_of(request),
        "unit": formats.current().unit,
        "places": formats.PLACES[formats.current().unit],
        "staff_name": request.principal.name,
        "may_spend": "credit.apply" in request.principal.rights,
        "till": till,
        "branch": branch,
        "seller": mark_seller(
            principal=request.principal, vault=sources.vault(), at=sources.now()
        ),
    }
    answer = render(request, "cashier/sale.html", shown)
    answer["Vafa-Offline"] = "keep"
    return answer


def branches_of(request: StaffRequest) -> dict[str, str]:
    """Give the names of the open branches in which this person may sell, by their codes."""
    club_id, mine = request.principal.club_id, request.principal.branches
    with club_scope(club_id):
        found = clubs.open_branches(club_id=club_id)
        names = clubs.branch_names(club_id=club_id)
    return {
        code: name or code
        for code, name in names.items()
        if code in found and (not mine or code in mine)
    }


def manifest(request: HttpRequest) -> HttpResponse:
    """Let a device keep the till as an app."""
    start = reverse("cashier:sale")
    shortcuts = [{"name": _("New sale"), "url": start}]
    return app_manifest(
        name=_("Vafa's till"), short_name=_("Till"), start=start, shortcuts=shortcuts
    )
