"""What the shop writes of a member: the notes, the tags, who looks after the member."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.members.notes import LONGEST, NoteWish
from vafa.interfaces.backoffice import member_page
from vafa.interfaces.web import sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm, new_key
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import mark_members as marking
from vafa.journeys.edit_profile import MemberShown
from vafa.journeys.list_members import list_choices
from vafa.kit.errors import VafaError

_DONE = {
    "pin": _("The note is pinned."), "unpin": _("The note is no longer pinned."),
    "edit": _("Saved."), "remove": _("The note is removed."), "restore": _("The note is back."),
}  # fmt: skip


class NoteForm(KeyedForm):
    """The text of a note."""

    text = forms.CharField(
        label=_("Note"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class MarksForm(KeyedForm):
    """A member's tags and account manager."""

    tags = forms.TypedMultipleChoiceField(
        label=_("Tags"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    manager = forms.TypedChoiceField(
        label=_("Account manager"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, request: StaffRequest, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = list_choices(principal=request.principal)
        tags, manager = self.fields["tags"], self.fields["manager"]
        assert isinstance(tags, forms.TypedMultipleChoiceField)
        assert isinstance(manager, forms.TypedChoiceField)
        tags.choices = [(str(one.tag_id), one.name) for one in choices.tags]
        manager.choices = [
            ("", gettext("Nobody")),
            *((str(staff_id), name) for staff_id, name in choices.staff.items()),
        ]


@staff_page("members.read")
@require_GET
def notes(request: StaffRequest, number: str) -> HttpResponse:
    """Show the notes on a member."""
    return _page(request, member_page.found(request, number), NoteForm())


@staff_page("members.write")
@require_POST
def write(request: StaffRequest, number: str) -> HttpResponse:
    """Write a note on a member."""
    shown = member_page.found(request, number)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            marking.write_note(
                doing=doing_of(request, form.cleaned_data["key"]),
                member_id=int(shown.card.member_id), text=form.cleaned_data["text"],
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error, fields={"note_unfit": "text"})
        else:
            messages.success(request, gettext("The note is saved."))
            return HttpResponseRedirect(member_page.page_of("member_notes", shown))
    return _page(request, shown, form)


@staff_page("members.write")
@require_POST
def change(request: StaffRequest, number: str, note_id: int) -> HttpResponse:
    """Change the text of a note, pin it, remove it, or put it back."""
    shown = member_page.found(request, number)
    act = request.POST.get("act", "")
    wish = {
        "pin": NoteWish(is_pinned=True), "unpin": NoteWish(is_pinned=False),
        "remove": NoteWish(is_removed=True), "restore": NoteWish(is_removed=False),
        "edit": NoteWish(text=request.POST.get("text", "")),
    }.get(act, NoteWish())  # fmt: skip
    try:
        marking.change_note(
            doing=doing_of(request, request.POST.get("key", "") or new_key()),
            member_id=int(shown.card.member_id), note_id=note_id, wish=wish,
        )  # fmt: skip
    except VafaError as error:
        form = NoteForm()
        form.cleaned_data = {}
        form.refuse(error)
        return _page(request, shown, form, status=422)
    messages.success(request, str(_DONE.get(act, _DONE["edit"])))
    back = member_page.page_of("member_notes", shown)
    return HttpResponseRedirect(f"{back}?removed={note_id}" if act == "remove" else back)


@staff_page("members.write")
def mark(request: StaffRequest, number: str) -> HttpResponse:
    """Choose a member's tags and account manager."""
    shown = member_page.found(request, number)
    member_id = int(shown.card.member_id)
    now = marking.show_marks(
        principal=request.principal, vault=sources.vault(), member_id=member_id
    )
    had = {one.tag_id for one in now.tags}
    form = MarksForm(
        request.POST or None, request=request,
        initial={"tags": sorted(had), "manager": now.manager_id},
    )  # fmt: skip
    if form.is_valid():
        wanted, manager = set(form.cleaned_data["tags"]), form.cleaned_data["manager"]
        key = form.cleaned_data["key"]
        try:
            marking.tag_member(
                doing=doing_of(request, key), member_id=member_id, add=wanted - had,
                remove=had - wanted,
            )  # fmt: skip
            if manager != now.manager_id:
                marking.set_manager(
                    doing=doing_of(request, f"{key}-manager"), member_id=member_id,
                    staff_id=manager,
                )  # fmt: skip
        except VafaError as error:
            form.refuse(error, fields={"no_such_tag": "tags", "no_such_staff": "manager"})
        else:
            messages.success(request, gettext("Saved."))
            return HttpResponseRedirect(member_page.page_of("member", shown))
    told = {"form": form, "back": member_page.page_of("member", shown)}
    status = 422 if form.errors else 200
    return render(request, "backoffice/members/mark.html", told, status=status)


def doing_of(request: StaffRequest, key: str) -> marking.Doing:
    """Say who writes of members here."""
    return marking.Doing(
        request.principal, claim_of(request, key), sources.ids(), sources.vault(), sources.now()
    )


def _page(
    request: StaffRequest, shown: MemberShown, form: NoteForm, *, status: int = 200
) -> HttpResponse:
    removed = request.GET.get("removed", "")
    told = {
        "form": form,
        "may_write": "members.write" in request.principal.rights,
        "removed": int(removed) if removed.isascii() and removed.isdigit() else 0,
        "key": KeyedForm()["key"],
    }
    if form.is_bound and form.errors:
        status = 422
    return member_page.drawn(request, shown, "member_notes", told, status=status)
