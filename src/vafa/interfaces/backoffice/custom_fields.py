"""The club's own fields of its members: added, changed, put in another order, taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vafa.domain.members.fields import MOST_CHOICES, FieldDefinition
from vafa.interfaces.backoffice.acting import did
from vafa.interfaces.web import sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import edit_profile as profiles

KINDS: Final = {
    "text": _("Text"),
    "number": _("A number"),
    "date": _("Day"),
    "choice": _("One of some choices"),
}


class FieldForm(KeyedForm):
    """A field: what it is called, what it holds, and who fills it in."""

    label = TextField(label=_("Name of the field"), max_length=80)
    kind = forms.ChoiceField(label=_("What it holds"), choices=list(KINDS.items()))
    choices = forms.CharField(
        label=_("Choices, one a line"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only for a field of choices: from 2 to 50."),
    )  # fmt: skip
    is_required = forms.BooleanField(
        label=_("Members must fill it in when they join and in their profile"), required=False
    )
    is_for_staff = forms.BooleanField(
        label=_("Only the staff sees it, not the member"), required=False
    )

    def __init__(self, *args: Any, keeps_kind: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if keeps_kind:
            del self.fields["kind"]

    def clean_choices(self) -> tuple[str, ...]:
        """Give the lines that are not empty, each once."""
        lines = (line.strip() for line in str(self.cleaned_data["choices"]).splitlines())
        found = tuple(dict.fromkeys(line for line in lines if line))
        if len(found) > MOST_CHOICES:
            raise ValidationError(gettext("At most 50 choices."))
        return found


@staff_page("settings.write")
def custom_fields(request: StaffRequest) -> HttpResponse:
    """Show the fields in their order; one more is added below them."""
    own = profiles.show_fields(principal=request.principal).fields
    form = FieldForm(request.POST or None)
    given = form.cleaned_data if form.is_valid() else {}

    def act() -> None:
        taken = {one.code for one in own}
        numbers = range(1, len(own) + 2)
        code = next(f"field-{one}" for one in numbers if f"field-{one}" not in taken)
        _keep(request, given["key"], [*own, _field(FieldDefinition(code, "", "text"), given)])

    said = gettext("The field is added; it stands in the profile of every member.")
    done = did(request, form, act, said=said, to=_here(), fields={"choices_unfit": "choices"})
    return done or _page(request, own, form)


@staff_page("settings.write")
def custom_field(request: StaffRequest, code: str) -> HttpResponse:
    """Change what a field is called, its choices, and who fills it in; its kind stays."""
    own = profiles.show_fields(principal=request.principal).fields
    found = _found(own, code)
    form = FieldForm(request.POST or None, keeps_kind=True, initial={
        "label": found.label, "choices": "\n".join(found.choices),
        "is_required": found.is_required, "is_for_staff": found.is_for_staff,
    })  # fmt: skip

    def act() -> None:
        given = form.cleaned_data
        changed = [_field(one, given) if one is found else one for one in own]
        _keep(request, given["key"], changed)

    to = {"choices_unfit": "choices"}
    done = did(request, form, act, said=gettext("Saved."), to=_here(), fields=to)
    told = {
        "form": form, "title": found.label, "subtitle": str(KINDS[found.kind]), "back": _here(),
        "save": gettext("Save"),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return done or render(request, "backoffice/settings/form.html", told, status=status)


@staff_page("settings.write")
@require_POST
def move_field(request: StaffRequest, code: str) -> HttpResponse:
    """Put a field before the one above it."""
    own = list(profiles.show_fields(principal=request.principal).fields)
    place = own.index(_found(own, code))
    own.insert(max(place - 1, 0), own.pop(place))
    return _changed(request, own, said=gettext("The order is changed."))


@staff_page("settings.write")
@require_POST
def drop_field(request: StaffRequest, code: str) -> HttpResponse:
    """Take a field out: what members have in it is not shown any more."""
    own = list(profiles.show_fields(principal=request.principal).fields)
    own.remove(_found(own, code))
    return _changed(request, own, said=gettext("The field is taken out."))


def _changed(request: StaffRequest, own: Sequence[FieldDefinition], *, said: str) -> HttpResponse:
    form = KeyedForm(request.POST)

    def act() -> None:
        _keep(request, form.cleaned_data["key"], own)

    done = did(request, form, act, said=said, to=_here())
    return done or _page(request, own, FieldForm())


def _keep(request: StaffRequest, key: str, own: Sequence[FieldDefinition]) -> None:
    profiles.set_fields(
        principal=request.principal, claim=claim_of(request, key), at=sources.now(),
        definitions=own,
    )  # fmt: skip


def _page(request: StaffRequest, own: Sequence[FieldDefinition], form: FieldForm) -> HttpResponse:
    rows = [(one, str(KINDS[one.kind]), KeyedForm()["key"]) for one in own]
    told = {"rows": rows, "form": form, "back": reverse("backoffice:settings")}
    status = 422 if form.errors else 200
    return render(request, "backoffice/settings/fields.html", told, status=status)


def _field(before: FieldDefinition, given: dict[str, Any]) -> FieldDefinition:
    return replace(
        before, label=given["label"], kind=given.get("kind", before.kind),
        choices=given["choices"], is_required=given["is_required"],
        is_for_staff=given["is_for_staff"],
    )  # fmt: skip


def _found(own: Sequence[FieldDefinition], code: str) -> FieldDefinition:
    found = next((one for one in own if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _here() -> str:
    return reverse("backoffice:custom_fields")
