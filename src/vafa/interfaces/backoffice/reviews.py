"""Purchases far above what is usual: each is looked at, and accepted or declined."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from vafa.domain.rewards.reviews import ReviewCard
from vafa.interfaces.web import downloads, formats, lists, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import review_purchases as journeys
from vafa.kit.errors import VafaError

_EXPORT_PAGE = 200


def listing() -> lists.Listing:
    """Describe the list; its words are in the reader's language."""
    return lists.Listing(
        code="reviews",
        title=gettext("Unusual purchases"),
        columns=(
            lists.Column("amount", gettext("Amount"), lambda one: one.amount_rials, "money",
                         href=lambda one: reverse("backoffice:review", args=[one.sale_id])),
            lists.Column("usual", gettext("Usual amount"), lambda one: one.usual_rials, "money"),
            lists.Column("times", gettext("Times the usual"), _times, "number"),
            lists.Column("recorded", gettext("Recorded at"), _recorded, "moment"),
        ),
        key=lambda one: one.sale_id,
        sort="recorded",
        name=lambda one: formats.plain_money(one.amount_rials),
        empty=lists.Empty(
            gettext("No purchase waits to be looked at"),
            gettext("One that is over ten times the usual comes here before anything is given."),
            "check-check",
        ),
        can_export=True,
    )  # fmt: skip


@staff_page("approvals.decide")
@require_GET
def reviews(request: StaffRequest) -> HttpResponseBase:
    """List the purchases that wait, the oldest first, or send the list as a file."""
    shown = listing()
    asked = lists.read(shown, request.GET)
    if asked.file:
        return downloads.reply(shown, asked, _every(request))
    after = int(asked.after) if asked.after.isascii() and asked.after.isdigit() else 0
    found = journeys.list_reviews(
        principal=request.principal, after_id=after, limit=lists.PAGE_ROWS + 1
    )
    rows = found[: lists.PAGE_ROWS]
    has_more = len(found) > len(rows)
    window = lists.Window(rows=rows, next=str(rows[-1].sale_id) if has_more else "")
    told = {"table": lists.table(shown, asked, window, path=request.path)}
    return render(request, "backoffice/reviews/list.html", told)


@staff_page("approvals.decide")
def review(request: StaffRequest, sale_id: int) -> HttpResponse:
    """Show a purchase that waits; accept or decline it."""
    card = _found(request, sale_id)
    form = KeyedForm(request.POST or None)
    if form.is_valid():
        try:
            said = _decide(request, form.cleaned_data["key"], sale_id)
        except VafaError as error:
            form.refuse(error)
        else:
            messages.success(request, said)
            return HttpResponseRedirect(reverse("backoffice:reviews"))
    told = {"form": form, "card": card, "times": _times(card), "key": KeyedForm()["key"]}
    status = 422 if form.errors else 200
    return render(request, "backoffice/reviews/review.html", told, status=status)


def _decide(request: StaffRequest, key: str, sale_id: int) -> str:
    if request.POST.get("act") != "accept":
        journeys.decline_review(principal=request.principal, at=sources.now(), sale_id=sale_id)
        return gettext("Declined: nothing is given for it. Void or edit it at the till.")
    journeys.accept_review(
        principal=request.principal, claim=claim_of(request, key), at=sources.now(),
        ids=sources.ids(), vault=sources.vault(), sale_id=sale_id,
    )  # fmt: skip
    return gettext("Accepted: the member has what the purchase gives.")


def _found(request: StaffRequest, sale_id: int) -> ReviewCard:
    found = journeys.list_reviews(principal=request.principal, after_id=sale_id - 1, limit=1)
    if not found or found[0].sale_id != sale_id:
        raise Http404
    return found[0]


def _every(request: StaffRequest) -> Iterator[ReviewCard]:
    after = 0
    while True:
        found = journeys.list_reviews(
            principal=request.principal, after_id=after, limit=_EXPORT_PAGE
        )
        yield from found
        if len(found) < _EXPORT_PAGE:
            return
        after = found[-1].sale_id


def _recorded(one: ReviewCard) -> datetime:
    return one.recorded_at


def _times(one: ReviewCard) -> int:
    return one.amount_rials // max(one.usual_rials, 1)
