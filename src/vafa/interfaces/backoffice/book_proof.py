"""The proof of the book: how far it is sealed, and checks of every figure."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vafa.insight.book_checks import CheckCard
from vafa.interfaces.web import sources
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.prove_book import ask_check, show_proof
from vafa.ledger.verify import Check

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
    """Show the seals and the newest checks of the book; a post asks for a check."""
    if request.method == "POST":
        ask_check(principal=request.principal, at=sources.now(), ids=sources.ids())
        return HttpResponseRedirect(reverse("backoffice:book_proof"))
    proof = show_proof(principal=request.principal)
    told = {
        "proof": proof,
        "command": f"vafa ledger prove --club {request.club.code} NUMBER",
        "running": proof.running,
        "last": proof.last,
        "checks": _named(proof.last) if proof.last else [],
        "earlier": [one for one in proof.checks if one.finished_at and one is not proof.last],
    }
    return render(request, "backoffice/reports/proof.html", told)


def _named(card: CheckCard) -> list[tuple[object, Check]]:
    return [(NAMES[one.name], one) for one in card.checks]
