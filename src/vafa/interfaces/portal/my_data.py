"""A member's own data: a copy of all of it, and leaving the club."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vafa.interfaces.web import exports, formats, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm
from vafa.interfaces.web.people import MemberRequest, device_cookie, member_page
from vafa.journeys import leave_club as leaving
from vafa.journeys.export_member import export_member
from vafa.kit.errors import VafaError


class LeaveForm(KeyedForm):
    """Leaving needs a yes of its own."""

    sure = forms.BooleanField(
        label=_("Yes, I want to leave the club"),
        error_messages={"required": _("Tick this if you want to leave.")},
    )


@member_page
def my_data(request: MemberRequest) -> HttpResponse:
    """Show what a member can do with the own data, and what leaving would end."""
    return _page(request, LeaveForm())


@member_page
@require_POST
def download(request: MemberRequest) -> HttpResponse:
    """Give everything that is stored of the member as a ZIP."""
    export = export_member(
        principal=request.principal, ids=sources.ids(), vault=sources.vault(), at=sources.now(),
        member_id=request.member.member_id,
    )  # fmt: skip
    response = HttpResponse(exports.zipped(export), content_type=exports.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{request.club.code}.zip"'
    return response


@member_page
@require_POST
def leave(request: MemberRequest) -> HttpResponse:
    """Let the member leave; for thirty days coming back brings everything back."""
    form = LeaveForm(request.POST)
    if form.is_valid():
        try:
            left = leaving.leave_club(
                principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
                ids=sources.ids(), vault=sources.vault(), at=sources.now(),
                member_id=request.member.member_id, source="portal",
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error)
        else:
            said = gettext("You have left. Until %(day)s you can come back and have it all again.")
            messages.success(request, said % {"day": formats.day_date(left.ends_at)})
            response = HttpResponseRedirect(f"/c/{request.club.code}/")
            response.delete_cookie(device_cookie(request))
            return response
    return _page(request, form, status=422)


def _page(request: MemberRequest, form: LeaveForm, *, status: int = 200) -> HttpResponse:
    would = leaving.preview_leaving(
        principal=request.principal, vault=sources.vault(), at=sources.now(),
        member_id=request.member.member_id,
    )  # fmt: skip
    told = {"form": form, "would": would}
    return render(request, "portal/my_data.html", told, status=status)
