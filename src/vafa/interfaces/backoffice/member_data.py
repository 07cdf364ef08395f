"""A member's data and membership: a copy for the member, leaving, and being erased."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.interfaces.backoffice import member_page
from vafa.interfaces.backoffice.members import said
from vafa.interfaces.web import exports, formats, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import erase_member as erasing
from vafa.journeys import leave_club as leaving
from vafa.journeys.ask_erasure import wish_of
from vafa.journeys.edit_profile import MemberShown
from vafa.journeys.erase_member import ErasurePreview
from vafa.journeys.export_member import export_member
from vafa.kit.errors import VafaError
from vafa.kit.text import ascii_digits

KEPT = {
    "book": _("Entries of the book, under a number that names nobody"),
    "invoices": _("Sums of the invoices"),
    "mobile_hash": _("A mark of the mobile, against a second welcome gift"),
}


class LeaveForm(KeyedForm):
    """The member asked for it."""

    sure = forms.BooleanField(
        label=_("The member asked to leave the club"),
        error_messages={"required": _("Tick this when the member asked for it.")},
    )


class EraseForm(KeyedForm):
    """Why somebody is erased; the membership number typed out says that it is meant."""

    basis = forms.ChoiceField(
        label=_("On what ground"),
        choices=(
            ("request", _("The member asks for it")),
            ("consent_withdrawn", _("The member withdrew the consent")),
            ("not_needed", _("The data is not needed any more")),
            ("unlawful", _("The data should not have been kept")),
        ),
    )
    typed = TextField(
        label=_("Type the membership number"), max_length=30,
        help_text=_("It cannot be undone."),
    )  # fmt: skip
    preview_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, number: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.number = number

    def clean_typed(self) -> str:
        """Take the number of this member only."""
        typed = "".join(ascii_digits(str(self.cleaned_data["typed"])).split())
        if typed.replace("-", "") != self.number:
            raise ValidationError(gettext("This is not the membership number of this member."))
        return typed


@staff_page("members.write")
@require_GET
def data(request: StaffRequest, number: str) -> HttpResponse:
    """Show what can be done with the data and the membership."""
    return _page(request, member_page.found(request, number), LeaveForm())


@staff_page("export")
@require_POST
def copy(request: StaffRequest, number: str) -> HttpResponse:
    """Give everything that is stored of the member as a ZIP, to hand to the member."""
    shown = member_page.found(request, number)
    export = export_member(
        principal=request.principal, ids=sources.ids(), vault=sources.vault(), at=sources.now(),
        member_id=shown.card.member_id,
    )  # fmt: skip
    response = HttpResponse(exports.zipped(export), content_type=exports.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{shown.card.number}.zip"'
    return response


@staff_page("members.write")
@require_POST
def leave(request: StaffRequest, number: str) -> HttpResponse:
    """Let the member leave; for thirty days coming back brings everything back."""
    shown = member_page.found(request, number)
    form = LeaveForm(request.POST)
    if form.is_valid():
        try:
            left = leaving.leave_club(
                principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
                ids=sources.ids(), vault=sources.vault(), at=sources.now(),
                member_id=shown.card.member_id, source="staff",
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error)
        else:
            told = gettext("The member has left. Who joins again until %(day)s has it all again.")
            messages.success(request, told % {"day": formats.day_date(left.ends_at)})
            return HttpResponseRedirect(member_page.page_of("member", shown))
    return _page(request, shown, form)


@staff_page("members.erase")
def erase(request: StaffRequest, number: str) -> HttpResponse:
    """Show what would go; when it is confirmed by the number typed out, erase the member."""
    shown = member_page.found(request, number)
    form = EraseForm(request.POST or None, number=shown.card.number)
    if form.is_valid():
        given = form.cleaned_data
        try:
            erasing.erase_member(
                principal=request.principal, claim=claim_of(request, given["key"]),
                ids=sources.ids(), vault=sources.vault(), at=sources.now(),
                member_id=shown.card.member_id, basis=given["basis"],
                preview_hash=given["preview_hash"],
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("Everything known of this member is erased."))
            return HttpResponseRedirect(reverse("backoffice:members"))
    foreseen = erasing.preview_erasure(
        principal=request.principal, vault=sources.vault(), at=sources.now(),
        member_id=shown.card.member_id,
    )  # fmt: skip
    told = {
        "form": form, "shown": shown, "name": member_page.name_of(shown), "would": foreseen,
        "held": _held(foreseen), "kept": [KEPT.get(code, code) for code in foreseen.kept],
        "preview_hash": foreseen.preview_hash, "back": member_page.page_of("member_data", shown),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "backoffice/members/erase.html", told, status=status)


def _page(request: StaffRequest, shown: MemberShown, form: LeaveForm) -> HttpResponse:
    rights = request.principal.rights
    would = leaving.preview_leaving(
        principal=request.principal, vault=sources.vault(), at=sources.now(),
        member_id=shown.card.member_id,
    )  # fmt: skip
    told = {
        "form": form, "would": would, "may_copy": "export" in rights,
        "may_erase": "members.erase" in rights,
        "wish": wish_of(principal=request.principal, member_id=shown.card.member_id),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return member_page.drawn(request, shown, "member_data", told, status=status)


def _held(foreseen: ErasurePreview) -> list[tuple[str, str]]:
    return [
        (said(one.name), formats.money(one.spendable) if one.is_money
         else formats.number(one.spendable))
        for one in foreseen.balances
    ]  # fmt: skip
