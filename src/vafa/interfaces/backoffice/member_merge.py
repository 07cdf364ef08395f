"""Two members who are one person: looked at side by side, merged, and parted again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.members.numbers import normalise_number
from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.answers import UnitBalance
from vafa.domain.rewards.merge_answers import MergePreview
from vafa.interfaces.backoffice import member_page
from vafa.interfaces.backoffice.members import said
from vafa.interfaces.web import downloads, formats, keyset, lists, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm, PageForm, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import merge_members as merging
from vafa.journeys.edit_profile import MemberShown
from vafa.journeys.find_member import find_member
from vafa.journeys.list_members import list_choices
from vafa.kit.errors import VafaError
from vafa.kit.identity import InvalidMobile, normalise_mobile

MOST: Final = 1_000  # rows of a file


class OtherForm(PageForm):
    """Who the other one is."""

    other = TextField(label=_("Mobile or membership number of the duplicate"), max_length=30)


class MergeForm(KeyedForm):
    """The duplicate as it was shown, by id: once merged, its number finds the other one."""

    duplicate = forms.IntegerField(min_value=1, max_value=(1 << 63) - 1)


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
            if request.method == "POST":
                return _merged(request, shown)
            preview = _preview(request, shown, form.cleaned_data["other"])
        except VafaError as error:
            form.refuse(error, fields={"no_such_member": "other", "same_member": "other"})
        else:
            told |= _foreseen(request, preview)
            told["other"] = form.cleaned_data["other"]
    status = 422 if form.errors else 200
    return render(request, "backoffice/members/merge.html", told, status=status)


@staff_page("members.merge")
@require_GET
def merges(request: StaffRequest) -> HttpResponseBase:
    """List the merges, each with the way to undo it, or send the list as a file."""
    shown = _listing()
    asked = lists.read(shown, request.GET)
    principal = request.principal
    if asked.file:
        return downloads.reply(shown, asked, merging.list_merges(principal=principal, limit=MOST))
    found = merging.list_merges(
        principal=principal, before_id=keyset.row_id(asked.after),
        after_id=keyset.row_id(asked.before), limit=lists.PAGE_ROWS + 1,
    )  # fmt: skip
    window = lists.cut(asked, found, cursor=lambda one: str(one.merge_id))
    table = lists.table(shown, asked, window, path=request.path)
    return render(request, "backoffice/members/merges.html", {"table": table})


@staff_page("members.merge")
@require_GET
def merged(request: StaffRequest, number: str, merge_id: int) -> HttpResponse:
    """Show a merge that is done, with the way to undo it."""
    shown = member_page.found(request, number)
    found = merging.list_merges(principal=request.principal, before_id=merge_id + 1, limit=1)
    if not found or (found[0].merge_id, found[0].undone_at) != (merge_id, None):
        raise Http404
    return _done(request, shown, merge_id, KeyedForm())


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
    return _done(request, shown, merge_id, form, status=422)


def _listing() -> lists.Listing:
    return lists.Listing(
        code="merges",
        title=gettext("Merged members"),
        columns=(
            lists.Column("kept", gettext("Stays"), lambda one: one.survivor.name
                         or one.survivor.number, href=_address),
            lists.Column("gone", gettext("Goes into it"), lambda one: one.duplicate.name
                         or one.duplicate.number),
            lists.Column("number", gettext("Membership number"),
                         lambda one: one.duplicate.number, "code"),
            lists.Column("merged", gettext("Merged"), lambda one: one.merged_at, "moment"),
            lists.Column("undone", gettext("Parted again"), lambda one: one.undone_at, "moment"),
        ),
        key=lambda one: one.merge_id,
        sort="-merged",
        empty=lists.Empty(
            gettext("No member was merged yet"),
            gettext("In the file of a member, a duplicate is merged into that member."), "merge",
        ),
        can_export=True,
    )  # fmt: skip


def _address(one: merging.MergeListed) -> str:
    """Give the page that undoes a merge; of one that is undone, the member's."""
    if one.undone_at is not None:
        return reverse("backoffice:member", args=[one.survivor.number])
    return reverse("backoffice:merged_members", args=[one.survivor.number, one.merge_id])


def _done(
    request: StaffRequest, shown: MemberShown, merge_id: int, form: KeyedForm, *, status: int = 200
) -> HttpResponse:
    told = {
        "form": form, "shown": shown, "name": member_page.name_of(shown),
        "merge_id": merge_id, "key": KeyedForm()["key"],
    }  # fmt: skip
    return render(request, "backoffice/members/merged.html", told, status=status)


def ref_of(named: str) -> MemberRef:
    """Give who is named by a membership number or a mobile; ten digits that check are a number."""
    if normalise_number(named):
        return MemberRef("number", named)
    try:
        return MemberRef("mobile", normalise_mobile(named))
    except InvalidMobile:
        return MemberRef("number", named)


def _preview(request: StaffRequest, shown: MemberShown, other: str) -> MergePreview:
    card = find_member(principal=request.principal, vault=sources.vault(), member=ref_of(other))
    return merging.preview_merge(
        principal=request.principal, vault=sources.vault(), at=sources.now(),
        survivor_id=shown.card.member_id, duplicate_id=card.member_id,
    )  # fmt: skip


def _foreseen(request: StaffRequest, preview: MergePreview) -> dict[str, object]:
    """Tell what each of the two has, and what the one has afterwards."""
    terms = list_choices(principal=request.principal).terms
    units = {one.code: one for one in terms.units}

    def held(balances: Sequence[UnitBalance]) -> list[tuple[str, str]]:
        return [
            (said(units[one.unit].name),
             formats.money(one.spendable) if units[one.unit].is_money
             else formats.number(one.spendable))
            for one in balances if one.unit in units
        ]  # fmt: skip

    tier = dict(terms.tiers).get(preview.tier)
    return {
        "preview": preview,
        "kept": held(preview.survivor.balances),
        "gone": held(preview.duplicate.balances),
        "after": [*([(gettext("Tier"), said(tier))] if tier else []), *held(preview.balances)],
    }


def _merged(request: StaffRequest, shown: MemberShown) -> HttpResponse:
    """Merge the two that were shown; sent twice, it is the same merge."""
    form = MergeForm(request.POST)
    if not form.is_valid():
        return HttpResponseRedirect(request.path)
    done = merging.merge_members(
        principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
        event_at=sources.now(), ids=sources.ids(), vault=sources.vault(),
        survivor_id=shown.card.member_id, duplicate_id=form.cleaned_data["duplicate"],
    )  # fmt: skip
    messages.success(request, gettext("The two are one member now."))
    return HttpResponseRedirect(
        reverse("backoffice:merged_members", args=[shown.card.number, done.merge_id])
    )
