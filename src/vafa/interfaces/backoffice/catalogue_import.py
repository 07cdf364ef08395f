"""Bringing products in from a file: what would come is shown first, then they come all together.

The file stays in the person's browser until it is brought in, so nothing is kept in between.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.imports.ports import Table
from vafa.interfaces.web import downloads, formats, sources
from vafa.interfaces.web.forms import PageForm
from vafa.interfaces.web.parts import RowProblem
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.import_products import ProductsRead, bring_products_in, read_products
from vafa.kit.errors import VafaError

MOST_BYTES: Final = 10 * 1024 * 1024
_SHOWN: Final = 8
_SHOWN_WRONG: Final = 20
_BOOKS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
FIELDS: Final = {
    "code": _("Code"), "name_fa": _("Name in Persian"), "name_en": _("Name in English"),
    "group": _("Group"), "price": _("Price with VAT"), "vat": _("VAT in percent"),
    "barcode": _("Barcode"),
}  # fmt: skip
REASONS: Final = {
    "no_code": _("There is neither code nor barcode"),
    "no_name": _("There is no name"),
    "twice": _("This code came before in the file"),
    "bad_price": _("It is no price in digits"),
    "bad_vat": _("It is no percentage from 0 to 100"),
    "barcode_taken": _("Another product has this barcode"),
    "bad": _("It is too long, or looks like the number of a bank card"),
}
_SAMPLE: Final = (
    ("کد کالا", "نام کالا", "گروه", "قیمت (تومان)", "بارکد"),
    ("tea-500", "چای ۵۰۰ گرمی", "نوشیدنی", "185000", "6260001000017"),
    ("cake-1", "کیک خانگی", "شیرینی", "95000", ""),
)


class FileForm(PageForm):
    """The file, and the unit of its prices."""

    file = forms.FileField(
        label=_("The file"), max_length=200,
        help_text=_("CSV or Excel of at most 10 MB and 20,000 rows."),
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=_("Prices are in"), choices=[("toman", _("Toman")), ("rial", _("Rial"))]
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["file"].widget.attrs["accept"] = ".csv,.txt,.tsv,.xlsx,.xlsm,.xls,.ods"

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is larger than a catalogue."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(gettext("The file is too large: bring it in by parts."))
        return file


@staff_page("settings.write")
@require_GET
def import_products(request: StaffRequest) -> HttpResponse:
    """Ask for a file of products."""
    return _page(request, FileForm(initial={"unit": formats.current().unit}))


@staff_page("settings.write")
@require_POST
def check(request: StaffRequest) -> HttpResponse:
    """Show what a file would bring; nothing is changed."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    try:
        with _table(form.cleaned_data["file"]) as table:
            read = read_products(
                principal=request.principal, table=table, unit=form.cleaned_data["unit"]
            )
    except VafaError as error:
        form.refuse(error, fields=_beside())
        return _page(request, form)
    return _page(request, form, read)


@staff_page("settings.write")
@require_POST
def bring_in(request: StaffRequest) -> HttpResponse:
    """Bring the products of a file in."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    try:
        with _table(form.cleaned_data["file"]) as table:
            done = bring_products_in(
                principal=request.principal, ids=sources.ids(), at=sources.now(), table=table,
                unit=form.cleaned_data["unit"],
            )  # fmt: skip
    except VafaError as error:
        form.refuse(error, fields=_beside())
        return _page(request, form)
    said = gettext("%(added)s products are new and %(changed)s changed.") % {
        "added": formats.number(len(done.added)), "changed": formats.number(len(done.changed)),
    }  # fmt: skip
    messages.success(request, said)
    return HttpResponseRedirect(reverse("backoffice:products"))


@staff_page("settings.write")
@require_GET
def sample(request: StaffRequest) -> HttpResponseBase:
    """Send a small file that shows what one of products looks like."""
    chunks = downloads.csv_chunks(_SAMPLE)
    response = StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="sample-products.csv"'
    return response


def _beside() -> dict[str, str]:
    codes = ("table_unreadable", "columns_unknown", "product_file_too_long")
    return dict.fromkeys(codes, "file")


@contextmanager
def _table(file: UploadedFile[Any]) -> Iterator[Table]:
    """Put the file down while it is read; it goes again."""
    suffix = Path(file.name or "").suffix.lower()
    folder = sources.imports_folder() / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{secrets.token_hex(16)}{suffix if suffix in _BOOKS else '.csv'}"
    try:
        with path.open("wb") as put:
            for piece in file.chunks():
                put.write(piece)
        yield sources.open_table(path)
    finally:
        path.unlink(missing_ok=True)


def _page(request: StaffRequest, form: FileForm, read: ProductsRead | None = None) -> HttpResponse:
    told: dict[str, Any] = {"form": form, "read": read}
    if read is not None:
        told |= {
            "columns": [(FIELDS[field], header) for field, header in read.columns.items()],
            "first": [
                (one, read.group_names.get(one.code))
                for one in (*read.added, *read.changed)[:_SHOWN]
            ],
            "count": len(read.added) + len(read.changed),
            "wrong": [
                RowProblem(one.row, str(FIELDS[one.field]), one.value, str(REASONS[one.reason]))
                for one in read.refused[:_SHOWN_WRONG]
            ],
        }
    status = 422 if form.errors else 200
    return render(request, "backoffice/catalogue/import.html", told, status=status)
