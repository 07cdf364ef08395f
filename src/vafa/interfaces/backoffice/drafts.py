"""Changing the draft of the programme from a page: what is worked on, and one change of it.

Each change is a new version, so every one can be undone. The form says which version stood on
the screen; when somebody else changed the same part meanwhile, what was typed stays in the form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from vafa.domain.rewards.version_answers import (
    DraftMovedOn,
    PartNotValid,
    VersionCard,
    in_force_of,
    working_of,
)
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm
from vafa.interfaces.web.people import StaffRequest
from vafa.journeys import manage_programme
from vafa.journeys.manage_programme import VersionShown
from vafa.kit.errors import VafaError
from vafa.kit.persian import MoneyUnit
from vafa.programme.document import Programme
from vafa.programme.problems import Problem
from vafa.programme.wording import Wording, wording_of

_NUMBER: Final = re.compile(r"/\d+(?=/|$)")

type_part = Callable[[Programme], object]
type_edit = Callable[[Programme], Programme]


class PartForm(KeyedForm):
    """A form of one part of the draft; `seen` is the version that it was drawn from."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


@dataclass(frozen=True, slots=True)
class Work:
    """What is worked on: a draft, or what is published last, and what is in force now."""

    found: VersionShown
    current: VersionCard | None

    @property
    def number(self) -> int:
        """Give the number of the version that is worked on."""
        return self.found.version.number

    @property
    def document(self) -> Programme:
        """Give its document."""
        return self.found.document

    @property
    def is_draft(self) -> bool:
        """Tell whether it is a draft already."""
        return self.found.version.state == "draft"

    @property
    def names(self) -> dict[str, Mapping[str, str]]:
        """Give what groups and branches are called."""
        return names_of(self.found)

    def wording(self) -> Wording:
        """Give how the version is spoken of to whoever reads the page."""
        return wording_of(
            document=self.document, language=formats.language(), money=money(), names=self.names
        )


def work_of(request: StaffRequest) -> Work:
    """Find what is worked on.

    :raises Http404: when the club has no programme at all.
    """
    cards = manage_programme.list_versions(principal=request.principal)
    working = working_of(cards)
    if working is None:
        raise Http404
    found = manage_programme.show_version(principal=request.principal, number=working.number)
    return Work(found, in_force_of(cards, sources.now()))


def names_of(found: VersionShown) -> dict[str, Mapping[str, str]]:
    """Give what the groups and branches of a version are called in the reader's language."""
    return {"group": found.groups.get(formats.language(), {}), "branch": found.branches}


def money() -> MoneyUnit:
    """Give the unit in which sentences say money."""
    return formats.current().unit


def change(
    request: StaffRequest,
    form: PartForm,
    *,
    part: type_part,
    edit: type_edit,
    fields: Mapping[str, str] | None = None,
) -> HttpResponseRedirect | None:
    """Save what a valid form changes and go to the draft; None when it is refused, in the form.

    `fields` says at which field a problem stands, by its place without numbers.
    """
    seen = form.cleaned_data["seen"]
    try:
        saved = manage_programme.change_draft(
            principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
            ids=sources.ids(), at=sources.now(), seen=seen, part=part, edit=edit,
        )  # fmt: skip
    except PartNotValid as error:
        placed = [(_field_of(one, form, fields or {}), said(one)) for one in error.problems]
        # What stands at a field says it all: the same is often wrong with the whole, too.
        for field, text in [pair for pair in placed if pair[0]] or placed:
            form.add_error(field, text)
    except DraftMovedOn as error:
        form.refuse(error)
        _show_newer(form, error)
    except VafaError as error:
        form.refuse(error)
    else:
        return done(request, seen, saved.version.number, gettext("The draft is saved."))
    return None


def done(
    request: StaffRequest, before: int, after: int, text: str, *, can_undo: bool = True
) -> HttpResponseRedirect:
    """Say what was done, with its undo, and go to the draft."""
    if after == before:
        messages.info(request, gettext("Nothing was changed."))
    elif not can_undo:
        messages.success(request, text)
    else:
        undo = reverse("backoffice:restore_version", args=[before])
        messages.success(request, text, extra_tags=f"undo:{undo}")
    return HttpResponseRedirect(reverse("backoffice:draft"))


def said(problem: Problem) -> str:
    """Say a problem and what to do about it."""
    if formats.language() == "en":
        return f"{problem.message_en} {problem.remedy_en}"
    return f"{problem.message_fa} {problem.remedy_fa}"


def _field_of(problem: Problem, form: PartForm, fields: Mapping[str, str]) -> str | None:
    """Find the field of a problem: what `fields` says of its place, or the field of its name."""
    place = _NUMBER.sub("", problem.place)
    name = fields.get(place, problem.place.rpartition("/")[2])
    return name if name in form.fields else None


def _show_newer(form: PartForm, error: DraftMovedOn) -> None:
    """Let the form be sent again over what somebody else wrote: it has been said."""
    data = form.data.copy() if isinstance(form.data, QueryDict) else dict[str, Any](form.data)
    data["seen"] = str(error.details["number"])
    form.data = data
