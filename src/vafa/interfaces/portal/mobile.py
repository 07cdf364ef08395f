"""A member changes the own mobile: a code to the old number and one to the new."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.interfaces.portal import proof, steps
from vafa.interfaces.portal.sign_in import CodeField, fresh_claim
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.forms import MobileField, PageForm
from vafa.interfaces.web.people import MemberRequest, address_of, member_page
from vafa.journeys import change_mobile as changing
from vafa.kit.errors import VafaError


class NewMobileForm(PageForm):
    """The new number."""

    mobile = MobileField(label=_("New mobile"), help_text=_("A code goes to both numbers."))


class BothCodesForm(PageForm):
    """The codes that came to both numbers."""

    old_code = CodeField(label=_("Code that came to the old number"))
    new_code = CodeField(label=_("Code that came to the new number"))


@member_page
def mobile(request: MemberRequest) -> HttpResponse:
    """Ask for the new number; a code goes to it and to the old one."""
    form = NewMobileForm(request.POST or None)
    if form.is_valid():
        try:
            asked = changing.ask_mobile_change(
                principal=request.principal, claim=fresh_claim(), ids=sources.ids(),
                vault=sources.vault(), draw=sources.code, at=sources.now(),
                wanted=changing.ChangeWanted(
                    request.member.member_id, form.cleaned_data["mobile"],
                    caller=address_of(request),
                ),
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error, fields={"same_mobile": "mobile"})
        else:
            place = reverse("portal:mobile_codes", args=[request.club.code, asked.change_id])
            return HttpResponseRedirect(place)
    told = {"form": form, "mobile": proof.own_mobile(request)}
    return render(request, "portal/mobile.html", told)


@member_page
def mobile_codes(request: MemberRequest, change_id: int) -> HttpResponse:
    """Take both codes; the number is changed, and this device stays signed in."""
    form = BothCodesForm(request.POST or None)
    if form.is_valid():
        try:
            changed = changing.confirm_mobile_change(
                principal=request.principal, claim=fresh_claim(), ids=sources.ids(),
                vault=sources.vault(), at=sources.now(),
                given=changing.CodesGiven(
                    request.member.member_id, change_id,
                    new_code=form.cleaned_data["new_code"],
                    old_code=form.cleaned_data["old_code"],
                ),
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error)
        else:
            said = gettext("Your mobile is changed. What you hold can be spent from %(moment)s.")
            moment = formats.moment(changed.spending_from)
            messages.success(request, said % {"moment": moment})
            place = reverse("portal:profile", args=[request.club.code])
            return steps.come_in(request, member_id=request.member.member_id, back=place)
    return render(request, "portal/mobile_codes.html", {"form": form})
