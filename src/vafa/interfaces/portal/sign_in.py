"""How a member comes in: a mobile, its code, and where needed a second proof (E78); and out."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.clubs.principal import Claim
from vafa.interfaces.portal import steps
from vafa.interfaces.web import formats, sources, unsent
from vafa.interfaces.web.forms import MobileField, PageForm, TextField, new_key
from vafa.interfaces.web.people import (
    MemberRequest,
    PublicRequest,
    address_of,
    device_cookie,
    member_here,
    member_page,
    public_page,
)
from vafa.journeys import invite_friends
from vafa.journeys import prove_mobile as proving
from vafa.journeys import sign_in_member as devices
from vafa.journeys.leave_club import preview_leaving
from vafa.kit.errors import Refused, VafaError
from vafa.kit.persian import MONTHS
from vafa.kit.text import ascii_digits

_CODE: Final = 6
_DAYS: Final = 31


class MobileForm(PageForm):
    """A mobile to send a code to."""

    mobile = MobileField(label=_("Your mobile"), help_text=_("We send a code to it."))


class CodeField(forms.CharField):
    """A code that came to a mobile, in digits of any script."""

    def __init__(self, **more: Any) -> None:
        keypad = {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=keypad), **more)

    def clean(self, value: Any) -> str:
        """Give the digits."""
        typed: str = super().clean(value)
        return "".join(one for one in ascii_digits(typed) if one.isdigit())[:_CODE]


class CodeForm(PageForm):
    """The code that came."""

    code = CodeField(label=_("Code of six digits"))


class SecondProofForm(PageForm):
    """By what somebody is recognised: the card's number, or the birthday."""

    number = TextField(label=_("Membership number"), required=False, max_length=40)
    birth_day = forms.TypedChoiceField(label=_("Day of birth"), required=False, coerce=int)
    birth_month = forms.TypedChoiceField(label=_("Month of birth"), required=False, coerce=int)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        days = [(day, formats.digits(str(day))) for day in range(1, _DAYS + 1)]
        months = list(enumerate(MONTHS[formats.language()], start=1))
        for name, choices in (("birth_day", days), ("birth_month", months)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "—"), *choices]

    def proof(self) -> proving.SecondProof:
        """Give what was filled in."""
        day, month = self.cleaned_data["birth_day"], self.cleaned_data["birth_month"]
        return proving.SecondProof(
            number=self.cleaned_data["number"],
            birthday=(month, day) if day and month else None,
        )


def fresh_claim() -> Claim:
    """Give a key that no other request has: a code that was tried is never answered again."""
    key = new_key()
    return Claim(key, hashlib.sha256(key.encode()).digest())


@public_page
@never_cache
def ask_mobile(request: PublicRequest) -> HttpResponse:
    """Ask for the mobile and send a code; nobody learns whether the number is a member's."""
    form = MobileForm(request.POST or None)
    if form.is_valid():
        try:
            return send_code(request, form.cleaned_data["mobile"], source="portal")
        except Refused as error:
            form.refuse(error)
    return render(request, "portal/sign_in.html", {"form": form, "next": _back(request)})


def send_code(
    request: PublicRequest, mobile: str, *, source: str, invitation: str = ""
) -> HttpResponse:
    """Send a code and go on to typing it.

    :raises CodeTooSoon: when this number got a code less than 60 seconds before.
    :raises TooManyCodes: when number, caller or club had all that they may have.
    """
    sent = proving.send_mobile_code(
        principal=request.principal,
        claim=fresh_claim(),
        ids=sources.ids(),
        vault=sources.vault(),
        draw=sources.code,
        at=sources.now(),
        given=proving.MobileGiven(mobile, address_of(request)),
    )
    step = steps.Step(sent.proof_id, mobile, "sent", source, _back(request), invitation)
    response = HttpResponseRedirect(f"/c/{request.club.code}/sign-in/code/")
    return steps.keep(request, response, step)


@public_page
@never_cache
def type_code(request: PublicRequest) -> HttpResponse:
    """Take the code; whoever is a member is in, whoever is not may join."""
    step = steps.step_of(request)
    if step is None:
        return HttpResponseRedirect(f"/c/{request.club.code}/sign-in/")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            proof = proving.prove_mobile(
                principal=request.principal,
                claim=fresh_claim(),
                vault=sources.vault(),
                at=sources.now(),
                proof_id=step.proof_id,
                code=form.cleaned_data["code"],
            )
        except VafaError as error:
            form.refuse(error, fields={"code_refused": "code"})
        else:
            return _after_proof(request, step, proof)
    return render(request, "portal/code.html", {"form": form, "mobile": step.mobile})


@public_page
@never_cache
def recognise(request: PublicRequest) -> HttpResponse:
    """Take a second proof from somebody whose number may have had another owner."""
    step = steps.step_of(request)
    if step is None or step.stage != "second_proof_needed":
        return HttpResponseRedirect(f"/c/{request.club.code}/sign-in/")
    form = SecondProofForm(request.POST or None)
    if form.is_valid():
        try:
            proof = proving.give_second_proof(
                principal=request.principal,
                claim=fresh_claim(),
                vault=sources.vault(),
                at=sources.now(),
                proof_id=step.proof_id,
                second=form.proof(),
            )
        except VafaError as error:
            form.refuse(error)
        else:
            return _after_proof(request, step, proof)
    return render(request, "portal/recognise.html", {"form": form})


@require_POST
@public_page
def sign_out(request: PublicRequest) -> HttpResponse:
    """Sign this device out."""
    here = member_here(request)
    if here is not None:
        devices.sign_out_device(
            principal=request.principal,
            at=sources.now(),
            member_id=here.member_id,
            device_id=here.device_id,
        )
    response = HttpResponseRedirect(f"/c/{request.club.code}/")
    response.delete_cookie(device_cookie(request))
    return response


@member_page
def show_devices(request: MemberRequest) -> HttpResponse:
    """Show a member where they are signed in; one device, or all, can be signed out."""
    mine, at = request.member.member_id, sources.now()
    if request.method == "POST":
        asked = request.POST.get("device", "")
        if asked == "all":
            devices.sign_out_everywhere(principal=request.principal, at=at, member_id=mine)
        elif asked.isascii() and asked.isdigit():
            devices.sign_out_device(
                principal=request.principal, at=at, member_id=mine, device_id=int(asked)
            )
        return HttpResponseRedirect(request.path)
    listed = devices.list_devices(principal=request.principal, at=at, member_id=mine)
    told = {"devices": listed, "this_device": request.member.device_id}
    return render(request, "portal/devices.html", told)


@member_page
@require_GET
def unsent_form(request: MemberRequest) -> HttpResponse:
    """Show what the member sent after having been signed out, to be sent again."""
    return unsent.shown(request, home=f"/c/{request.club.code}/me/")


def _after_proof(
    request: PublicRequest, step: steps.Step, proof: proving.MobileProof
) -> HttpResponse:
    if proof.outcome == "proven" and _has_left(request, proof.member_id):
        response = HttpResponseRedirect(f"/c/{request.club.code}/join/")
        return steps.keep(request, response, replace(step, stage="new"))
    if proof.outcome == "proven" and proof.member_id is not None:
        if step.invitation:
            _is_member_already(request, step.invitation, proof.member_id)
        return steps.come_in(request, member_id=proof.member_id, back=step.back)
    stage: steps.Stage = "new" if proof.outcome == "new" else "second_proof_needed"
    place = "join/" if stage == "new" else "sign-in/recognise/"
    response = HttpResponseRedirect(f"/c/{request.club.code}/{place}")
    return steps.keep(request, response, replace(step, stage=stage))


def _is_member_already(request: PublicRequest, token: str, member_id: int) -> None:
    invite_friends.refuse_member(
        principal=request.principal, vault=sources.vault(), at=sources.now(), token=token,
        member_id=member_id,
    )  # fmt: skip
    words = gettext("You are a member already; an invitation is for newcomers.")
    messages.info(request, words)


def _has_left(request: PublicRequest, member_id: int | None) -> bool:
    """Tell somebody who left, and has proven who it is, of the way back."""
    if member_id is None:
        return False
    found = preview_leaving(
        principal=request.principal, vault=sources.vault(), at=sources.now(), member_id=member_id
    )
    if found.left_at is None:
        return False
    told = {"left": formats.day_date(found.left_at), "ends": formats.day_date(found.ends_at)}
    if found.ends_at > sources.now():
        words = gettext(
            "You left the club on %(left)s. Join again until %(ends)s, and everything that you had"
            " is yours again."
        )
    else:
        words = gettext("You left the club on %(left)s. You are welcome to join again.")
    messages.info(request, words % told)
    return True


def _back(request: PublicRequest) -> str:
    return (request.POST.get("next") or request.GET.get("next") or "")[:500]
