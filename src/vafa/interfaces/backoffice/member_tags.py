"""The club's tags for members, and saved views of their list."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vafa.interfaces.backoffice.member_notes import doing_of
from vafa.interfaces.backoffice.members import tone_of
from vafa.interfaces.web.forms import KeyedForm, TextField, new_key
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import mark_members as marking
from vafa.kit.errors import VafaError

COLOURS: Final = {
    "neutral": _("Grey"), "primary": _("The club's colour"), "success": _("Green"),
    "warning": _("Yellow"), "error": _("Red"), "info": _("Blue"),
}  # fmt: skip
_QUERY_KEYS: Final = 20


class TagForm(KeyedForm):
    """A tag's name and colour."""

    name = TextField(label=_("Name of the tag"), max_length=40)
    colour = forms.ChoiceField(label=_("Colour"), choices=tuple(COLOURS.items()))


class ViewForm(KeyedForm):
    """What a view is called, and whose it is."""

    name = TextField(label=_("Name of the view"), max_length=40)
    query = forms.CharField(widget=forms.HiddenInput, max_length=1_000)
    is_shared = forms.BooleanField(label=_("Everybody in the office sees it"), required=False)


@staff_page("members.write")
def tags(request: StaffRequest) -> HttpResponse:
    """List the club's tags and make a new one, or change one (`?tag=`)."""
    known = {str(one.tag_id): one for one in marking.list_tags(principal=request.principal)}
    edited = known.get(request.GET.get("tag", ""))
    initial = {"name": edited.name, "colour": edited.colour} if edited else {}
    form = TagForm(request.POST or None, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            marking.save_tag(
                doing=doing_of(request, given["key"]), name=given["name"],
                colour=given["colour"], tag_id=edited.tag_id if edited else None,
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error, fields={"tag_exists": "name", "tag_name_unfit": "name"})
        else:
            messages.success(request, gettext("The tag is saved."))
            return HttpResponseRedirect(reverse("backoffice:member_tags"))
    told: dict[str, Any] = {
        "form": form, "edited": edited, "key": KeyedForm()["key"],
        "tags": [
            (one, tone_of(one.colour), f"?tag={one.tag_id}") for one in known.values()
        ],
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "backoffice/members/tags.html", told, status=status)


@staff_page("members.write")
@require_POST
def drop_tag(request: StaffRequest, tag_id: int) -> HttpResponse:
    """Take a tag away, from every member too."""
    key = request.POST.get("key", "") or new_key()
    try:
        marking.drop_tag(doing=doing_of(request, key), tag_id=tag_id)
    except VafaError as error:
        raise Http404 from error
    messages.success(request, gettext("The tag is gone."))
    return HttpResponseRedirect(reverse("backoffice:member_tags"))


@staff_page("members.read")
def save_view(request: StaffRequest) -> HttpResponse:
    """Save what the list shows now as a view, and remove views that are no longer needed."""
    query = request.GET.urlencode()
    form = ViewForm(request.POST or None, initial={"query": query})
    may_share = "members.write" in request.principal.rights
    if not may_share:
        del form.fields["is_shared"]
    if form.is_valid():
        given = form.cleaned_data
        try:
            marking.save_view(
                doing=doing_of(request, given["key"]), name=given["name"],
                query=_plain(given["query"]), is_shared=given.get("is_shared", False),
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error, fields={"view_name_unfit": "name"})
        else:
            messages.success(request, gettext("The view is saved; it stands above the list."))
            shown = urlencode(_plain(given["query"]))
            return HttpResponseRedirect(f"{reverse('backoffice:members')}?{shown}")
    views = [
        one for one in marking.list_views(principal=request.principal)
        if may_share or not one.is_shared
    ]  # fmt: skip
    told = {"form": form, "views": views, "key": KeyedForm()["key"]}
    status = 422 if form.errors else 200
    return render(request, "backoffice/members/view.html", told, status=status)


@staff_page("members.read")
@require_POST
def drop_view(request: StaffRequest, view_id: int) -> HttpResponse:
    """Take a saved view away."""
    key = request.POST.get("key", "") or new_key()
    try:
        marking.drop_view(doing=doing_of(request, key), view_id=view_id)
    except VafaError as error:
        raise Http404 from error
    messages.success(request, gettext("The view is gone."))
    return HttpResponseRedirect(reverse("backoffice:members"))


def _plain(query: str) -> dict[str, str]:
    """Give a query as pairs, short ones only."""
    pairs = list(QueryDict(query).items())[:_QUERY_KEYS]
    return {name[:20]: str(value)[:80] for name, value in pairs if value}
