"""A programme as a file: downloaded as it stands, brought in as a draft."""

from __future__ import annotations

import json

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from vafa.domain.rewards.rulebook import NoSuchVersion
from vafa.interfaces.backoffice.drafts import done, said
from vafa.interfaces.web import sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import manage_programme
from vafa.kit.errors import VafaError
from vafa.programme.transfer import MalformedProgramme, import_text


class FileForm(KeyedForm):
    """A file that was downloaded before, here or in another club."""

    file = forms.FileField(label=_("File of a programme"))


@staff_page("programme.read")
@require_GET
def version_file(request: StaffRequest, number: int) -> HttpResponse:
    """Send a version as a file."""
    try:
        document = manage_programme.export(principal=request.principal, number=number)
    except NoSuchVersion as error:
        raise Http404 from error
    text = json.dumps(document, ensure_ascii=False, indent=2)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="programme-{number}.json"'
    return answer


@staff_page("programme.edit")
def bring_programme(request: StaffRequest) -> HttpResponse:
    """Bring a file in as a draft; nothing is published."""
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            document = import_text(form.cleaned_data["file"].read(1_000_001))
            saved = manage_programme.save_draft(
                principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
                ids=sources.ids(), at=sources.now(), document=document.model_dump(mode="json"),
            )  # fmt: skip
        except MalformedProgramme as error:
            for problem in error.problems[:20]:
                form.add_error("file", f"{problem.place} {said(problem)}".strip())
        except VafaError as error:
            form.refuse(error)
        else:
            number = saved.version.number
            text = gettext("The file is brought in as a draft.")
            return done(request, number - 1, number, text, can_undo=number > 1)
    told = {"form": form}
    return render(request, "backoffice/programme/file.html", told)
