"""A purchase that was made without saying who: the member claims it by the code on the receipt."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.interfaces.portal.holdings import ref_of
from vafa.interfaces.web import sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm, TextField
from vafa.interfaces.web.people import MemberRequest, member_page
from vafa.journeys.claim_purchase import claim_purchase
from vafa.kit.errors import VafaError

_LONGEST: Final = 40


class ReceiptForm(KeyedForm):
    """The code on a receipt."""

    code = TextField(
        label=_("Code on the receipt"), max_length=_LONGEST,
        help_text=_("It stands below the sum, such as 7KQ2M-XA4RB-9DWP."),
    )  # fmt: skip


@member_page
def claim(request: MemberRequest) -> HttpResponse:
    """Take the code of a receipt and give the member what that purchase earns.

    Wrong codes are counted for each member, so that nobody's guessing hinders the others.
    """
    form = ReceiptForm(
        request.POST or None, initial={"code": request.GET.get("code", "")[:_LONGEST]}
    )
    if form.is_valid():
        guesser = replace(request.principal, credential_id=request.member.member_id)
        try:
            claim_purchase(
                principal=guesser, claim=claim_of(request, form.cleaned_data["key"]),
                event_at=sources.now(), ids=sources.ids(), vault=sources.vault(),
                receipt_code=form.cleaned_data["code"], member=ref_of(request),
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error, fields={"no_such_receipt": "code"})
        else:
            messages.success(request, gettext("The purchase is yours. Here is what it earned."))
            return HttpResponseRedirect(reverse("portal:statement", args=[request.club.code]))
    return render(request, "portal/claim.html", {"form": form})
