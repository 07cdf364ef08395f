"""The first page of a member who is signed in, and the card to show at the till."""

from django.http import HttpResponse
from django.shortcuts import render

from vafa.interfaces.portal.holdings import holdings_of
from vafa.interfaces.portal.menu import MORE
from vafa.interfaces.web.menus import shown
from vafa.interfaces.web.people import MemberRequest, member_page


@member_page
def home(request: MemberRequest) -> HttpResponse:
    """Greet the member: what is there, how far the next level is, what ends soon."""
    (_, pages), *_rest = shown(request, MORE)
    told = {"member": request.member, "holds": holdings_of(request), "pages": pages}
    return render(request, "portal/home.html", told)


@member_page
def card(request: MemberRequest) -> HttpResponse:
    """Show the membership number as a large QR code."""
    told = {"member": request.member, "holds": holdings_of(request)}
    response = render(request, "portal/card.html", told)
    response["Vafa-Offline"] = "keep"  # the till may be where no network is
    return response
