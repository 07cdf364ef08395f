"""How somebody joins a club: with a mobile that a code has proven, and consent; a name later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from vafa.domain.clubs.settings import TextVersion
from vafa.domain.members.fields import FieldDefinition
from vafa.domain.members.invitations import UnknownInvitation
from vafa.domain.members.records import NewMember
from vafa.interfaces.portal import sign_in, steps
from vafa.interfaces.web import formats, own_fields, sources
from vafa.interfaces.web.forms import PageForm, TextField
from vafa.interfaces.web.people import PublicRequest, member_here, public_page
from vafa.journeys.change_club import text_in_force
from vafa.journeys.edit_profile import show_fields
from vafa.journeys.invite_friends import who_invites
from vafa.journeys.join_club import join_club
from vafa.kit.errors import Refused, VafaError

# Which of our own wordings somebody agreed to: change it together with terms.html.
TERMS: Final = "terms-1405-09"


class JoinForm(PageForm):
    """What joining needs: consent, and what the club wants of everybody; a name may wait."""

    first_name = TextField(label=_("First name"), required=False, max_length=80)
    last_name = TextField(label=_("Last name"), required=False, max_length=80)
    agreed = forms.BooleanField(
        label=_("I agree to the terms of the club"),
        error_messages={"required": _("Without your consent we keep nothing of you.")},
    )

    def __init__(self, *args: Any, own: Sequence[FieldDefinition], **more: Any) -> None:
        super().__init__(*args, **more)
        self.own = [one for one in own if one.is_required]
        own_fields.add(self, self.own, {}, asks=True)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """Give what the club wants to know of everybody, as it is drawn."""
        return own_fields.drawn(self, self.own)


@public_page
@never_cache
def join(request: PublicRequest) -> HttpResponse:
    """Join with a proven mobile; without one, begin with the mobile."""
    step = steps.step_of(request)
    if step is None or step.stage == "sent":
        return _ask_mobile(request)
    is_fresh_start = step.stage == "second_proof_needed"
    own = show_fields(principal=request.principal, for_member=True).fields
    form = JoinForm(request.POST or None, own=own)
    if form.is_valid():
        try:
            return _join(request, step, form, is_fresh_start=is_fresh_start)
        except VafaError as error:
            form.refuse(error)
    told = {
        "form": form, "mobile": step.mobile, "is_fresh_start": is_fresh_start,
        "inviter": _inviter(request, step.invitation),
    }  # fmt: skip
    return render(request, "portal/join.html", told)


@public_page
@never_cache
def invited(request: PublicRequest, token: str = "") -> HttpResponse:
    """Begin to join by an invitation of the club, or (with a token) of a member."""
    return _ask_mobile(request, is_invited=True, token=token)


@public_page
def terms(request: PublicRequest) -> HttpResponse:
    """Show what somebody agrees to by joining: the club's own text, or ours."""
    own = text_in_force(principal=request.principal, kind="terms")
    told = {"version": _wording(own), "since": own.since if own else None, "text": ""}
    if own is not None:
        is_english = formats.language() == "en" and bool(own.text_en)
        told["text"] = own.text_en if is_english else own.text_fa
    return render(request, "portal/terms.html", told)


def _wording(own: TextVersion | None) -> str:
    """Name the wording that is in force, as the consent keeps it."""
    return f"terms-{own.number}" if own else TERMS


def _inviter(request: PublicRequest, token: str) -> str | None:
    """Give the first name of whoever invites; None when nobody does, or does so no more."""
    try:
        return who_invites(principal=request.principal, vault=sources.vault(), token=token)
    except UnknownInvitation:
        return None


def _ask_mobile(
    request: PublicRequest, *, is_invited: bool = False, token: str = ""
) -> HttpResponse:
    form = sign_in.MobileForm(request.POST or None)
    inviter = _inviter(request, token)
    source = "invite" if is_invited else "portal"
    if form.is_valid():
        try:
            return sign_in.send_code(
                request, form.cleaned_data["mobile"], source=source,
                invitation=token if inviter is not None else "",
            )  # fmt: skip
        except Refused as error:
            form.refuse(error)
    told = {
        "form": form, "is_joining": True, "is_invited": is_invited, "inviter": inviter,
        "is_over": bool(token) and inviter is None,
    }  # fmt: skip
    return render(request, "portal/sign_in.html", told)


def _join(
    request: PublicRequest, step: steps.Step, form: JoinForm, *, is_fresh_start: bool
) -> HttpResponse:
    here = member_here(request)
    joined = join_club(
        principal=request.principal,
        claim=sign_in.fresh_claim(),
        ids=sources.ids(),
        vault=sources.vault(),
        event_at=sources.now(),
        member=NewMember(
            mobile=step.mobile,
            consent_source=step.source,
            first_name=form.cleaned_data["first_name"],
            last_name=form.cleaned_data["last_name"],
            channel="portal",
            proof_id=step.proof_id,
            fresh_start=is_fresh_start,
            wording=_wording(text_in_force(principal=request.principal, kind="terms")),
            custom=own_fields.given(form, form.own),
            invitation=step.invitation,
            device_of=here.member_id if here is not None else 0,
        ),
    )
    return steps.come_in(request, member_id=joined.member.member_id, back=step.back)
