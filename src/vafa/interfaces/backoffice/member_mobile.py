"""A member's mobile is changed: codes to both numbers, or two people when the old one is lost."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.interfaces.backoffice import member_page
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm, MobileField, TextField
from vafa.interfaces.web.people import StaffRequest, address_of, staff_page
from vafa.journeys import change_mobile as changing
from vafa.journeys.edit_profile import MemberShown
from vafa.kit.errors import VafaError
from vafa.kit.text import ascii_digits

_NEW = ("same_mobile", "code_too_soon", "too_many_codes", "invalid_mobile")


class AskForm(KeyedForm):
    """The new number, and whether the old one is lost."""

    mobile = MobileField(label=_("New mobile"))
    old_is_lost = forms.BooleanField(
        label=_("The old number is lost"), required=False,
        help_text=_("Then a second person of the staff has to approve the change."),
    )  # fmt: skip

    def __init__(self, *args: Any, may_be_lost: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not may_be_lost:
            del self.fields["old_is_lost"]


class CodesForm(KeyedForm):
    """The codes as the member reads them out."""

    new_code = TextField(label=_("Code that came to the new number"), max_length=10)
    old_code = TextField(label=_("Code that came to the old number"), max_length=10)

    def __init__(self, *args: Any, is_lost: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if is_lost:
            del self.fields["old_code"]
        for field in self.fields.values():
            field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}


@staff_page("members.write")
def ask(request: StaffRequest, number: str) -> HttpResponse:
    """Ask for the new number and send the codes."""
    shown = member_page.found(request, number)
    may_be_lost = "approvals.decide" in request.principal.rights
    form = AskForm(request.POST or None, may_be_lost=may_be_lost)
    if form.is_valid():
        given = form.cleaned_data
        is_lost = given.get("old_is_lost", False)
        wanted = changing.ChangeWanted(
            shown.card.member_id, given["mobile"], is_lost, address_of(request)
        )
        try:
            asked = changing.ask_mobile_change(
                principal=request.principal, claim=claim_of(request, given["key"]),
                ids=sources.ids(), vault=sources.vault(), draw=sources.code, at=sources.now(),
                wanted=wanted,
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error, fields=dict.fromkeys(_NEW, "mobile"))
        else:
            place = reverse("backoffice:confirm_mobile", args=[number, asked.change_id])
            return HttpResponseRedirect(f"{place}?lost=1" if is_lost else place)
    return _drawn(request, shown, "mobile", form)


@staff_page("members.write")
def confirm(request: StaffRequest, number: str, change_id: int) -> HttpResponse:
    """Take the codes and change the number; above that, wait for a second person."""
    shown = member_page.found(request, number)
    form = CodesForm(request.POST or None, is_lost=request.GET.get("lost") == "1")
    if form.is_valid():
        given = form.cleaned_data
        codes = changing.CodesGiven(
            shown.card.member_id, change_id, ascii_digits(given["new_code"]),
            ascii_digits(given.get("old_code", "")),
        )  # fmt: skip
        try:
            done = changing.confirm_mobile_change(
                principal=request.principal, claim=claim_of(request, given["key"]),
                ids=sources.ids(), vault=sources.vault(), at=sources.now(), given=codes,
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error, fields={"code_refused": "new_code"})
        else:
            _say(request, done)
            return HttpResponseRedirect(member_page.page_of("member", shown))
    return _drawn(request, shown, "mobile_codes", form)


def _say(request: StaffRequest, done: changing.MobileChanged) -> None:
    if done.status == changing.WAITING:
        said = gettext("The change waits until a second person approves it.")
        messages.warning(request, said)
    else:
        said = gettext("The mobile is changed. Nothing can be spent until %(moment)s.")
        messages.success(request, said % {"moment": formats.moment(done.spending_from)})


def _drawn(request: StaffRequest, shown: MemberShown, page: str, form: KeyedForm) -> HttpResponse:
    told = {
        "form": form, "name": member_page.name_of(shown),
        "back": member_page.page_of("member_data", shown),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, f"backoffice/members/{page}.html", told, status=status)
