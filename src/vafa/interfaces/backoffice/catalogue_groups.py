"""The groups of products as a tree: how many products are in each, a new one, another name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.domain.catalogue.records import GroupCard, NamedGroup
from vafa.interfaces.backoffice.catalogue import may_write, paths_of
from vafa.interfaces.web import sources
from vafa.interfaces.web.forms import PageForm, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.interfaces.web.receipts import name_of
from vafa.journeys import manage_catalogue as journeys
from vafa.kit.errors import VafaError
from vafa.kit.text import search_key

_STEP: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")
_NAME_LENGTH: Final = 8


@dataclass(frozen=True)
class Branch:
    """A group with what lies in it; `products` counts those of the sub-groups too."""

    code: str
    name: str
    products: int
    parts: tuple[Branch, ...]


class GroupForm(PageForm):
    """A group: where it lies and what it is called."""

    name_fa = TextField(label=_("Name in Persian"), max_length=120)
    name_en = TextField(label=_("Name in English"), max_length=100, required=False)
    parent = forms.ChoiceField(label=_("Lies in"), required=False)
    step = TextField(
        label=_("Short code"), max_length=20, required=False,
        help_text=_("Small Latin letters, such as tea. Rules name it; left empty, we make one."),
    )  # fmt: skip

    def __init__(self, *args: Any, groups: tuple[GroupCard, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["parent"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("No other group")), *paths_of(groups).items()]
        self.fields["step"].widget.attrs["dir"] = "ltr"

    def clean_step(self) -> str:
        """Refuse a short code that no rule could name."""
        step = str(self.cleaned_data["step"]).lower()
        if step and not _STEP.fullmatch(step):
            raise forms.ValidationError(gettext("Write small Latin letters and digits alone."))
        return step

    def as_record(self) -> NamedGroup:
        """Give the group as the journey takes it; without a code one is made from its name."""
        given = self.cleaned_data
        name = sha256(search_key(given["name_fa"]).encode()).hexdigest()[:_NAME_LENGTH]
        code = ".".join(filter(None, [given["parent"], given["step"] or f"g{name}"]))
        return NamedGroup(code, given["name_fa"], given["name_en"])


@staff_page("sales.read")
def groups(request: StaffRequest) -> HttpResponse:
    """Show the tree of groups; add one, or give one another name."""
    cards = journeys.list_groups(principal=request.principal)
    editing = next((one for one in cards if one.code == request.GET.get("edit", "")), None)
    form = _form(request, cards, editing)
    if form.is_bound and not may_write(request):
        return render(request, "web/account/no_right.html", status=403)
    if form.is_valid() and _named(request, form, editing, cards):
        messages.success(request, gettext("The group is there."))
        return HttpResponseRedirect(reverse("backoffice:product_groups"))
    told = {
        "tree": tree_of(cards),
        "form": form,
        "editing": name_of(editing) if editing else "",
        "may_write": may_write(request),
    }
    status = 422 if form.is_bound else 200
    return render(request, "backoffice/catalogue/groups.html", told, status=status)


def tree_of(cards: tuple[GroupCard, ...], parent: str = "") -> tuple[Branch, ...]:
    """Give the groups that lie in one; one whose own parent is missing stands at the top."""
    codes = {one.code for one in cards}
    mine = [one for one in cards if _parent(one.code, codes) == parent]
    branches = ((one, tree_of(cards, one.code)) for one in mine)
    return tuple(
        Branch(one.code, name_of(one), one.products + sum(part.products for part in parts), parts)
        for one, parts in branches
    )


def _parent(code: str, codes: set[str]) -> str:
    """Give the nearest group around one that there is."""
    around, dot, _step = code.rpartition(".")
    if not dot or around in codes:
        return around
    return _parent(around, codes)


def _form(
    request: StaffRequest, cards: tuple[GroupCard, ...], editing: GroupCard | None
) -> GroupForm:
    initial = {"parent": request.GET.get("in", "")}
    if editing is not None:
        initial = {"name_fa": editing.name_fa, "name_en": editing.name_en}
    form = GroupForm(request.POST or None, groups=cards, initial=initial)
    if editing is not None:
        del form.fields["parent"], form.fields["step"]
    return form


def _named(
    request: StaffRequest,
    form: GroupForm,
    editing: GroupCard | None,
    cards: tuple[GroupCard, ...],
) -> bool:
    """Put a group; a refusal stands at its field."""
    if editing is not None:
        given = form.cleaned_data
        group = NamedGroup(editing.code, given["name_fa"], given["name_en"])
    else:
        group = form.as_record()
        if any(one.code == group.code for one in cards):
            form.add_error("step", gettext("Another group has this code or name."))
            return False
    try:
        journeys.put_groups(
            principal=request.principal, ids=sources.ids(), at=sources.now(), groups=[group]
        )
    except VafaError as error:
        form.refuse(error, fields={"bad_group": "step" if editing is None else "name_fa"})
        return False
    return True
