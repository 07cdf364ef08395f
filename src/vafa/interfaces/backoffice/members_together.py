"""Many members changed at once: who was chosen in the list, or all that it shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vafa.domain.members.listing import MembersSought
from vafa.interfaces.backoffice import members, members_sought
from vafa.interfaces.backoffice.member_notes import doing_of
from vafa.interfaces.web import formats, lists, sources
from vafa.interfaces.web.forms import KeyedForm, new_key
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.change_members import MOST, Change, change_members, undo_change
from vafa.journeys.change_together import mark_together
from vafa.journeys.list_members import MemberChoices, count_members, list_choices
from vafa.kit.errors import VafaError


class TogetherForm(KeyedForm):
    """What is done to all of them."""

    act = forms.ChoiceField(label=_("What to do"))
    query = forms.CharField(required=False, max_length=1_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: MemberChoices, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["act"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "—"),
            (gettext("Add a tag"), [
                (f"add_tag {one.tag_id}", one.name) for one in choices.tags
            ]),
            (gettext("Take a tag away"), [
                (f"remove_tag {one.tag_id}", one.name) for one in choices.tags
            ]),
            (gettext("Account manager"), [
                ("set_manager 0", gettext("Nobody")),
                *((f"set_manager {one}", name) for one, name in choices.staff.items()),
            ]),
        ]  # fmt: skip

    def change(self) -> Change:
        """Give what was chosen as the journey takes it."""
        kind, _, which = self.cleaned_data["act"].partition(" ")
        return Change(kind, int(which) or None)


@staff_page("members.write")
def together(request: StaffRequest) -> HttpResponse:
    """Say how many are meant, and change them when that is confirmed."""
    choices = list_choices(principal=request.principal)
    chosen, query, sought = meant(request, choices)
    is_asked = "act" in request.POST
    form = TogetherForm(
        request.POST if is_asked else None, choices=choices, initial={"query": query}
    )
    count = counted(request, sought)
    if form.is_valid():
        try:
            return _changed(request, form, sought, query, is_job=count > MOST)
        except VafaError as error:
            form.refuse(error)
    told = {
        "form": form, "count": count, "about": about(count), "chosen": chosen,
        "may_grant": "credit.grant" in request.principal.rights,
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "backoffice/members/together.html", told, status=status)


@staff_page("members.write")
@require_POST
def undo(request: StaffRequest) -> HttpResponse:
    """Undo what was changed together."""
    key = request.POST.get("undoes", "")
    try:
        count = undo_change(doing=doing_of(request, f"{key[:60]}-undo"), key=key)
    except VafaError:
        messages.info(request, gettext("There is nothing to undo any more."))
    else:
        said = ngettext(
            "%(count)s member is as before.", "%(count)s members are as before.", count
        )
        messages.success(request, said % {"count": formats.number(count)})
    return HttpResponseRedirect(reverse("backoffice:members"))


def _changed(
    request: StaffRequest, form: TogetherForm, sought: MembersSought, query: str, *, is_job: bool
) -> HttpResponse:
    """Change them now, or have the worker do it when they are many."""
    doing, change = doing_of(request, form.cleaned_data["key"]), form.change()
    if is_job:
        card = mark_together(doing=doing, sought=sought, kind=change.kind, which=change.which)
        return HttpResponseRedirect(reverse("backoffice:together", args=[card.together_id]))
    done = change_members(doing=doing, sought=sought, change=change)
    told = {
        "count": done.changed, "undoes": done.key, "key": new_key(),
        "back": f"{reverse('backoffice:members')}?{query}",
    }  # fmt: skip
    return render(request, "backoffice/members/together_done.html", told)


def counted(request: StaffRequest, sought: MembersSought) -> int:
    """Count who is meant, as far as it matters: above `MOST` they are a job, and not counted."""
    return count_members(
        principal=request.principal, vault=sources.vault(), sought=sought, most=MOST + 1
    )


def about(count: int) -> str:
    """Say how many are meant."""
    if count > MOST:
        said = gettext("This is about more than %(shown)s members.")
        return said % {"shown": formats.number(MOST)}
    said = ngettext("This is about %(shown)s member.", "This is about %(shown)s members.", count)
    return said % {"shown": formats.number(count)}


def meant(request: StaffRequest, choices: MemberChoices) -> tuple[list[str], str, MembersSought]:
    """Give who is meant: those who were chosen, else all that the list's query shows."""
    query = request.POST.get("query", request.GET.urlencode())
    sought = members_sought.of_chosen(request)
    if not sought.member_ids:
        asked = lists.read(members.listing(choices=choices), QueryDict(query))
        sought = members_sought.of(request, asked, choices=choices)
    return list(map(str, sought.member_ids or ())), query, sought
