"""Putting a version of the programme in force, and taking back one that waits.

Members are counted page by page while the browser asks on, so no request takes long.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.rewards.rulebook import NoProgramme, NoSuchVersion
from vafa.domain.rewards.version_answers import in_force_of
from vafa.interfaces.backoffice.drafts import said
from vafa.interfaces.backoffice.programme import changes_of, found_version
from vafa.interfaces.web import sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.days import begins
from vafa.interfaces.web.forms import DayField, KeyedForm
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import manage_programme, preview_programme
from vafa.kit.errors import VafaError

_COUNTED = ("after", "members", "moving", "ending")
_MOST = 10**18


class PublishForm(KeyedForm):
    """From when on a version is in force, and which preview was seen."""

    starts_on = DayField(
        label=_("In force from"), required=False,
        help_text=_("Leave it empty to put it in force now."),
    )  # fmt: skip
    preview_hash = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)


@staff_page("programme.publish")
def publish(request: StaffRequest, number: int) -> HttpResponse:
    """Show what putting a version in force changes, and do it once that is confirmed."""
    found = found_version(request, number)
    form = PublishForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            manage_programme.publish(
                principal=request.principal, claim=claim_of(request, given["key"]),
                at=sources.now(), number=number,
                starts_at=begins(request, given["starts_on"]),
                preview_hash=given["preview_hash"],
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error, fields={"starts_in_the_past": "starts_on"})
        else:
            messages.success(request, gettext("The programme is published."))
            return HttpResponseRedirect(reverse("backoffice:programme"))
    cards = manage_programme.list_versions(principal=request.principal)
    current = in_force_of(cards, sources.now())
    problems = manage_programme.check(
        principal=request.principal, document=found.document.model_dump(mode="json")
    )
    told = {
        "version": found.version,
        "form": form,
        "current": current,
        "problems": [said(one) for one in problems if one.blocks],
        "changes": changes_of(request, current, number),
    }
    return render(request, "backoffice/programme/publish.html", told)


@staff_page("programme.publish")
@require_GET
def count_movers(request: StaffRequest, number: int) -> HttpResponse:
    """Count the next members whom a version moves; the part asks for itself until all are done."""
    so_far = {name: _number(request.GET.get(name, "")) for name in _COUNTED}
    try:
        counted = preview_programme.count_movers(
            principal=request.principal, number=number, at=sources.now(), after_id=so_far["after"]
        )
    except (NoSuchVersion, NoProgramme) as error:
        raise Http404 from error
    except VafaError:
        return HttpResponse(status=204)  # the page itself says what must be solved first
    told: dict[str, Any] = {
        "number": number,
        "counted": counted,
        **{name: so_far[name] + getattr(counted, name) for name in _COUNTED[1:]},
    }
    return render(request, "backoffice/programme/_counted.html", told)


@staff_page("programme.publish")
@require_POST
def take_back(request: StaffRequest, number: int) -> HttpResponse:
    """Make a version that waits a draft again."""
    key = request.POST.get("key", "")[:64] or f"take-back-{number}-{sources.now().isoformat()}"
    try:
        manage_programme.take_back(
            principal=request.principal, claim=claim_of(request, key), at=sources.now(),
            number=number,
        )  # fmt: skip
    except NoSuchVersion as error:
        raise Http404 from error
    messages.success(request, gettext("It no longer comes into force; it is a draft again."))
    return HttpResponseRedirect(reverse("backoffice:version", args=[number]))


def _number(text: str) -> int:
    return min(int(text), _MOST) if text.isdecimal() and text.isascii() else 0
