"""Files that a shop brings in: their list, sending one, and samples of what they look like."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from vafa.domain.imports.jobs import JobCard, JobsSought
from vafa.interfaces.backoffice.import_words import KINDS, SAMPLES, STATES, TONES
from vafa.interfaces.web import downloads, formats, keyset, lists, sources
from vafa.interfaces.web.bounds import takes
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.interfaces.web.templatetags.ui import badge
from vafa.journeys import manage_imports
from vafa.kit.errors import VafaError

MOST_BYTES: Final = 100 * 1024 * 1024
_EXPORT_PAGE: Final = 200


class FileForm(KeyedForm):
    """The file."""

    file = forms.FileField(
        label=_("The file"), max_length=200,
        help_text=_("CSV or Excel, at most 100 MB. Drag it here or choose it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["file"].widget.attrs["accept"] = ".csv,.txt,.tsv,.xlsx,.xlsm,.xls,.ods"

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is larger than a page may send."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(gettext("The file is too large: bring it in by parts."))
        return file


def listing() -> lists.Listing:
    """Describe the list; its words are in the reader's language."""
    return lists.Listing(
        code="imports",
        title=gettext("Files brought in"),
        columns=(
            lists.Column("file", gettext("The file"), lambda one: one.file_name, href=address),
            lists.Column("kind", gettext("What it holds"), _kind),
            lists.Column("state", gettext("State"), lambda one: str(STATES[one.state]),
                         draw=lambda one: badge(str(STATES[one.state]),
                                                tone=TONES.get(one.state, "plain"))),
            lists.Column("rows", gettext("Rows"), lambda one: one.result.get("rows"), "number"),
            lists.Column("accepted", gettext("Taken"), lambda one: one.result.get("accepted"),
                         "number"),
            lists.Column("refused", gettext("Not taken"), _refused, "number"),
            lists.Column("at", gettext("Sent"), lambda one: one.created_at, "moment"),
        ),
        key=lambda one: one.import_id,
        sort="-at",
        empty=lists.Empty(
            gettext("No file yet"),
            gettext("Bring in members, past purchases, or what members had in an older club."),
            "file-spreadsheet", reverse("backoffice:new_import"), gettext("Bring in a file"),
        ),
        filters=(
            lists.Filter("state", gettext("State"), choices=tuple(
                (code, str(title)) for code, title in STATES.items()
            )),
        ),
        search_hint=gettext("Name of the file"),
        can_export=True,
    )  # fmt: skip


def address(card: JobCard) -> str:
    """Give the address of an import's page."""
    return reverse("backoffice:import", args=[card.import_id])


@staff_page("imports.write")
@require_GET
def imports(request: StaffRequest) -> HttpResponseBase:
    """List the files, or send the list as a file."""
    shown = listing()
    asked = lists.read(shown, request.GET)
    sought = JobsSought(
        text=asked.search, state=asked.filters.get("state", ""),
        before_id=keyset.row_id(asked.after), after_id=keyset.row_id(asked.before),
        limit=lists.PAGE_ROWS + 1,
    )  # fmt: skip
    if asked.file:
        return downloads.reply(shown, asked, _every(request, sought))
    found = manage_imports.list_imports(principal=request.principal, sought=sought)
    window = lists.cut(asked, found, cursor=lambda one: str(one.import_id))
    table = lists.table(shown, asked, window, path=request.path)
    return render(request, "backoffice/imports/list.html", {"table": table, "samples": _samples()})


@staff_page("imports.write")
@takes(MOST_BYTES)
def new_import(request: StaffRequest) -> HttpResponse:
    """Send a file; then its columns are named."""
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file: UploadedFile[Any] = form.cleaned_data["file"]
        folder = sources.imports_folder()
        try:
            sent = manage_imports.upload_import(
                principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
                ids=sources.ids(), at=sources.now(), folder=folder,
                incoming=_put_down(file, folder), file_name=file.name or "file.csv",
                open_table=sources.open_table,
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error, fields=dict.fromkeys(
                ("table_unreadable", "workbook_too_large", "columns_unknown"), "file"
            ))  # fmt: skip
        else:
            return HttpResponseRedirect(
                reverse("backoffice:import_columns", args=[sent.card.import_id])
            )
    told = {"form": form, "samples": _samples()}
    status = 422 if form.is_bound else 200
    return render(request, "backoffice/imports/new.html", told, status=status)


@staff_page("imports.write")
@require_GET
def sample(request: StaffRequest, kind: str) -> HttpResponseBase:
    """Send a small file that shows what one of this kind looks like."""
    if kind not in SAMPLES:
        raise Http404
    chunks = downloads.csv_chunks(SAMPLES[kind])
    response = StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="sample-{kind}.csv"'
    return response


def _samples() -> list[tuple[str, str]]:
    return [
        (str(title), reverse("backoffice:import_sample", args=[kind]))
        for kind, title in KINDS.items()
    ]


def _kind(card: JobCard) -> str:
    return str(KINDS[card.plan["kind"]]) if "kind" in card.plan else formats.NOTHING


def _refused(card: JobCard) -> int | None:
    return sum(card.result["refused"].values()) if "refused" in card.result else None


def _every(request: StaffRequest, sought: JobsSought) -> Iterator[JobCard]:
    """Give all files that are sought, page by page."""
    page = replace(sought, before_id=0, after_id=0, limit=_EXPORT_PAGE)
    while True:
        found = manage_imports.list_imports(principal=request.principal, sought=page)
        yield from found
        if len(found) < _EXPORT_PAGE:
            return
        page = replace(page, before_id=found[-1].import_id)


def _put_down(file: UploadedFile[Any], folder: Path) -> Path:
    """Write what was sent to a file of its own, piece by piece."""
    incoming = folder / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    path = incoming / secrets.token_hex(16)
    with path.open("wb") as put:
        for piece in file.chunks():
            put.write(piece)
    return path
