"""The first page of the back-office."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Show the dashboard."""
    return render(request, "backoffice/home.html")
