"""The list of what a new club needs, on the first page until it is done or put away.

Each step is ticked from what is there. Putting it away is a person's own: a cookie remembers it.
"""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from vafa.insight.setup import Setup
from vafa.interfaces.web import cookies
from vafa.interfaces.web.parts import Step
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.show_setup import show_setup

_COOKIE: Final = "vafa_setup"
_YEAR: Final = 365 * 24 * 3600


@staff_page("settings.write")
@require_GET
def setup(request: StaffRequest) -> HttpResponse:
    """Draw the list as a part of the first page; nothing when it is done or put away.

    Whoever opens its address gets the first page, with the list in it.
    """
    if "HX-Request" not in request.headers:
        return HttpResponseRedirect(reverse("backoffice:home"))
    found = None
    if request.COOKIES.get(_COOKIE) != request.club.code:
        found = show_setup(principal=request.principal)
    if found is None or found.is_done:
        return HttpResponse("")
    return render(request, "backoffice/setup/_list.html", {"steps": _steps(found)})


@staff_page("settings.write")
@require_POST
def put_away(request: StaffRequest) -> HttpResponse:
    """Show the list no more to whoever asks."""
    answer = HttpResponseRedirect(reverse("backoffice:home"))
    cookies.keep(answer, _COOKIE, request.club.code, seconds=_YEAR)
    return answer


def _steps(found: Setup) -> list[Step]:
    programme = "backoffice:draft" if found.has_draft else "backoffice:presets"
    return [
        Step(gettext("Your business"), is_done=True),
        Step(gettext("Branches"), _href("backoffice:branches"), found.has_branch),
        Step(gettext("Programme"), _href(programme), found.has_programme),
        Step(gettext("Colleagues"), _href("backoffice:new_person"), found.has_staff),
        Step(gettext("Members"), _href("backoffice:enrol_member"), found.has_members),
        Step(gettext("First sale"), _href("cashier:sale"), found.has_sale),
    ]


def _href(page: str) -> str:
    """Give the address of a page; of one that this door does not know, none."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""
