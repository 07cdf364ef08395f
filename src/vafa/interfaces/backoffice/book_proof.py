"""The proof of the book: how far it is sealed, and a check of every figure."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.prove_book import check_book, show_proof

NAMES: Final = {
    "movement_numbers": _("Lines of the book have no gap"),
    "running_balances": _("Each line carries the right balance"),
    "wallets": _("Balances are the sum of their lines"),
    "lots_of_movements": _("Each issue has its lot"),
    "lots": _("Lots add up"),
    "holds": _("Reserved amounts add up"),
    "awards": _("Rewards add up"),
    "burn_reversals": _("Nothing came back twice"),
    "events": _("Events and their lines belong together"),
    "due_moments": _("What is due is known"),
    "transit": _("Nothing is lost on the way between members"),
    "merges": _("Merged members add up"),
    "sealed_movements": _("Sealed lines have not changed"),
    "checkpoints": _("The chain of seals is whole"),
}


@staff_page("audit.read")
def book_proof(request: StaffRequest) -> HttpResponse:
    """Show the seals of the book; when it is asked for, check the book now."""
    report = check_book(principal=request.principal) if request.method == "POST" else None
    told = {
        "proof": show_proof(principal=request.principal),
        "report": report,
        "checks": [(NAMES[one.name], one) for one in report.checks] if report else [],
    }
    return render(request, "backoffice/reports/proof.html", told)
