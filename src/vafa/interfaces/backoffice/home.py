"""The first page of the back-office."""

from django.http import HttpResponse
from django.shortcuts import render

from vafa.interfaces.web.people import StaffRequest, staff_page


@staff_page()
def home(request: StaffRequest) -> HttpResponse:
    """Show the dashboard."""
    return render(request, "backoffice/home.html")
