"""Two members who are one person: looked at side by side, merged, and parted again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.merge_answers import MergePreview
from vafa.interfaces.backoffice import member_page
from vafa.interfaces.web import sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm, PageForm, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import merge_members as merging
from vafa.journeys.edit_profile import MemberShown
from vafa.journeys.find_member import find_member
from vafa.kit.errors import VafaError
from vafa.kit.identity import InvalidMobile, normalise_mobile


class OtherForm(PageForm):
    """Who the other one is."""

    other = TextField(label=_("Mobile or membership number of the duplicate"), max_length=30)


@staff_page("members.merge")
def merge(request: StaffRequest, number: str) -> HttpResponse:
    """Show what a merge would make of two members; when confirmed, merge them."""
    shown = member_page.found(request, number)
    asked = request.POST if request.method == "POST" else request.GET
    form = OtherForm(asked if "other" in asked else None)
    told: dict[str, object] = {
        "form": form, "key": KeyedForm()["key"], "shown": shown,
        "name": member_page.name_of(shown), "back": member_page.page_of("member", shown),
    }  # fmt: skip
    if form.is_valid():
        try:
            preview = _preview(request, shown, form.cleaned_data["other"])
            if request.method == "POST":
                return _merged(request, shown, preview)
        except VafaError as error:
            form.refuse(error, fields={"no_such_member": "other", "same_member": "other"})
        else:
            told["preview"] = preview
            told["other"] = form.cleaned_data["other"]
    status = 422 if form.errors else 200
    return render(request, "backoffice/members/merge.html", told, status=status)


@staff_page("members.merge")
@require_POST
def unmerge(request: StaffRequest, number: str, merge_id: int) -> HttpResponse:
    """Part two members again."""
    shown = member_page.found(request, number)
    form = KeyedForm(request.POST)
    if form.is_valid():
        try:
            merging.unmerge_members(
                principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
                event_at=sources.now(), ids=sources.ids(), merge_id=merge_id,
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("They are two members again."))
            return HttpResponseRedirect(member_page.page_of("member", shown))
    told = {
        "form": form, "shown": shown, "name": member_page.name_of(shown),
        "merge_id": merge_id, "key": KeyedForm()["key"],
    }  # fmt: skip
    return render(request, "backoffice/members/merged.html", told, status=422)


def _preview(request: StaffRequest, shown: MemberShown, other: str) -> MergePreview:
    try:
        ref = MemberRef("mobile", normalise_mobile(other))
    except InvalidMobile:
        ref = MemberRef("number", other)
    card = find_member(principal=request.principal, vault=sources.vault(), member=ref)
    return merging.preview_merge(
        principal=request.principal, vault=sources.vault(), at=sources.now(),
        survivor_id=shown.card.member_id, duplicate_id=card.member_id,
    )  # fmt: skip


def _merged(request: StaffRequest, shown: MemberShown, preview: MergePreview) -> HttpResponse:
    form = KeyedForm(request.POST)
    if not form.is_valid():
        return HttpResponseRedirect(request.path)
    done = merging.merge_members(
        principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
        event_at=sources.now(), ids=sources.ids(), vault=sources.vault(),
        survivor_id=shown.card.member_id, duplicate_id=preview.duplicate.member.member_id,
    )  # fmt: skip
    told = {
        "form": form, "shown": shown, "name": member_page.name_of(shown),
        "merge_id": done.merge_id, "key": KeyedForm()["key"], "done": done,
        "back": reverse("backoffice:members"),
    }  # fmt: skip
    return render(request, "backoffice/members/merged.html", told)
