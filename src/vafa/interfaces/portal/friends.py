"""Inviting friends: the club's link to share, to copy, to scan."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from vafa.interfaces.web.people import MemberRequest, member_page


@member_page
def friends(request: MemberRequest) -> HttpResponse:
    """Show the link by which friends join."""
    link = f"{settings.PUBLIC_ADDRESS}{reverse('portal:invited', args=[request.club.code])}"
    words = _("Join the customer club of %(club)s: %(link)s")
    told = {"link": link, "words": words % {"club": request.club_name, "link": link}}
    return render(request, "portal/friends.html", told)
