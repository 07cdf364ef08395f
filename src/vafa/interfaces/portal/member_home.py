"""The first page of a member who is signed in."""

from django.http import HttpResponse
from django.shortcuts import render

from vafa.interfaces.web.people import MemberRequest, member_page


@member_page
def home(request: MemberRequest) -> HttpResponse:
    """Greet the member."""
    return render(request, "portal/home.html", {"member": request.member})
