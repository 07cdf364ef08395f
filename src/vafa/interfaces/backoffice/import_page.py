"""One file that is brought in: how far it is, what came of it, and what is done with it next."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.imports import reasons
from vafa.domain.imports.jobs import JobCard
from vafa.domain.imports.queries import NoSuchImport
from vafa.interfaces.backoffice.import_words import COLUMNS, OF_REASON, STATES, TONES
from vafa.interfaces.backoffice.imports import address
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.parts import RowProblem, Step
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.interfaces.web.persian_words import PERSIAN
from vafa.journeys import manage_imports
from vafa.journeys.manage_imports import NothingRefused
from vafa.kit.errors import VafaError

_SHOWN_PROBLEMS: Final = 20
_RUNNING: Final = frozenset({"checking", "importing", "undoing"})
_CODES: Final = {text: code for code, text in reasons.PERSIAN.items()}
_PLACES: Final = {"uploaded": 2, "checking": 3, "checked": 3}
_LAST_STEP: Final = 4


@staff_page("imports.write")
@require_GET
def import_file(request: StaffRequest, import_id: int) -> HttpResponse:
    """Show how far a file is; a file that was only sent has its columns named first."""
    card = found(request, import_id)
    if card.state == "uploaded":
        return HttpResponseRedirect(reverse("backoffice:import_columns", args=[import_id]))
    rights = request.principal.rights
    told = {
        "card": card,
        "state": STATES[card.state],
        "tone": TONES.get(card.state, "plain"),
        "steps": steps(),
        "place": place_of(card),
        "is_running": card.state in _RUNNING,
        "may_stop": card.state != "undoing",
        "progress": _progress(card),
        "figures": _figures(card),
        "preview": _preview(card),
        "is_of_orders": card.plan.get("kind") in {"orders", "lines"},
        "problem": _problem(card),
        "problems": _problems(request, card),
        "refused": sum(card.result.get("refused", {}).values()),
        "reasons": _reasons(card),
        "may_undo": {"sales.refund", "approvals.decide"} <= rights and card.run_id is not None,
    }
    return render(request, "backoffice/imports/import.html", told)


@staff_page("imports.write")
@require_POST
def start(request: StaffRequest, import_id: int) -> HttpResponse:
    """Have the file brought in, or gone on with."""
    return _done(request, import_id, manage_imports.start_import)


@staff_page("imports.write")
@require_POST
def stop(request: StaffRequest, import_id: int) -> HttpResponse:
    """Have what is being done with the file left off."""
    return _done(request, import_id, manage_imports.stop_import)


@staff_page("approvals.decide")
def undo(request: StaffRequest, import_id: int) -> HttpResponse:
    """Show what would be taken back; when confirmed, take it back."""
    card = found(request, import_id)
    if request.method == "POST":
        return _done(request, import_id, manage_imports.undo_started_import)
    try:
        foreseen = manage_imports.preview_undo(principal=request.principal, import_id=import_id)
    except VafaError as error:
        messages.error(request, said_of(error.code, str(error)))
        return HttpResponseRedirect(address(card))
    told = {"card": card, "foreseen": foreseen, "stay": len(foreseen.stay), "back": address(card)}
    return render(request, "backoffice/imports/undo.html", told)


@staff_page("imports.write")
@require_GET
def refused(request: StaffRequest, import_id: int) -> HttpResponseBase:
    """Send the rows that were not taken, as they came, each with its reason."""
    try:
        path = manage_imports.refused_rows(
            principal=request.principal, import_id=import_id, folder=sources.imports_folder()
        )
    except (NoSuchImport, NothingRefused) as error:
        raise Http404 from error
    return FileResponse(
        path.open("rb"), as_attachment=True, filename="refused.csv", content_type="text/csv"
    )


def found(request: StaffRequest, import_id: int) -> JobCard:
    """Give an import of the club, or 404."""
    try:
        return manage_imports.show_import(principal=request.principal, import_id=import_id)
    except NoSuchImport as error:
        raise Http404 from error


def steps() -> list[Step]:
    """Give the way of a file, from sending it to what came of it."""
    titles = (gettext("The file"), gettext("Columns"), gettext("Trial"), gettext("Bringing in"))
    return [Step(title) for title in titles]


def place_of(card: JobCard) -> int:
    """Give the step at which a file is, from 1; past the last one when it is in."""
    if card.state == "imported":
        return _LAST_STEP + 1
    return _PLACES.get(card.state, _LAST_STEP)


def said_of(code: str, english: str) -> str:
    """Say a problem that was kept by its code, in the reader's language."""
    return english if formats.language() == "en" else PERSIAN.get(code, PERSIAN["vafa_error"])


def _done(request: StaffRequest, import_id: int, act: Callable[..., JobCard]) -> HttpResponse:
    """Ask for something to be done and go back to the file."""
    card = found(request, import_id)
    try:
        act(principal=request.principal, at=sources.now(), import_id=import_id)
    except VafaError as error:
        messages.error(request, said_of(error.code, str(error)))
    return HttpResponseRedirect(address(card))


def _progress(card: JobCard) -> Mapping[str, Any]:
    """Say how far it is: first the file is read, then members are posted."""
    done, label = card.progress, str(STATES[card.state])
    members, rows = done.get("members", 0), done.get("rows", 0)
    total = card.result.get("members", 0)
    if card.state == "checking" or (card.state == "importing" and not members):
        note = gettext("%(rows)s rows read") % {"rows": formats.number(rows)} if rows else ""
        return {
            "label": label, "value": done.get("bytes_read", 0), "note": note,
            "total": card.size_bytes if rows else 0,
        }  # fmt: skip
    note = gettext("%(members)s members, %(orders)s purchases") % {
        "members": formats.number(members), "orders": formats.number(done.get("orders", 0)),
    }  # fmt: skip
    return {"label": label, "value": members, "total": total if members else 0, "note": note}


def _figures(card: JobCard) -> list[tuple[str, str]]:
    """Give what came, or would come, of the rows."""
    result = card.result
    if "rows" not in result:
        return []
    if card.state == "undone" and "undone" in result:
        gone = result["undone"]
        return [
            (gettext("Members touched"), formats.number(gone["members"])),
            (gettext("Entries taken back"), formats.number(gone["sales"])),
            (gettext("No longer members"), formats.number(gone["unregistered"])),
            (gettext("Stay, for they did something since"), formats.number(len(gone["stay"]))),
        ]
    pairs = [
        (gettext("Rows in the file"), formats.number(result["rows"])),
        (gettext("Rows taken"), formats.number(result["accepted"])),
        (gettext("Rows not taken"), formats.number(sum(result["refused"].values()))),
        (gettext("Members"), formats.number(result["members"])),
    ]
    if card.plan.get("kind") in {"orders", "lines"}:
        pairs += [
            (gettext("Purchases"), formats.number(result["orders"])),
            (gettext("Sum of the purchases"), formats.plain_money(result["amount_rials"])),
            (gettext("In the book already"), formats.number(result["posted_before"])),
        ]
    return pairs


def _preview(card: JobCard) -> list[Mapping[str, Any]]:
    """Give the first rows as they were understood."""
    return [
        {**row, "name": f"{row['first_name']} {row['last_name']}".strip(),
         "group": row["group"].removeprefix("?").replace("unspecified", ""),
         "birthday": _birthday(row["birthday"])}
        for row in card.result.get("preview", ())
    ]  # fmt: skip


def _birthday(day: tuple[int, int] | None) -> str:
    if not day:
        return ""
    return f"{formats.digits(day[1])} {formats.jalali_months()[day[0] - 1]}"


def _problem(card: JobCard) -> str:
    """Say why what was asked last could not be done, and which columns are meant."""
    if not card.problem:
        return ""
    said = said_of(card.problem["code"], card.problem["message"])
    named = card.problem.get("details", {}).get("missing", [])
    missing = [str(COLUMNS[code]) for code in named if code in COLUMNS]
    return f"{said} ({'، '.join(missing)})" if missing else said


def _reasons(card: JobCard) -> list[tuple[str, int]]:
    """Give how many rows were refused for each reason, the most frequent first."""
    words = reasons.ENGLISH if formats.language() == "en" else reasons.PERSIAN
    counted = sorted(card.result.get("refused", {}).items(), key=lambda pair: -pair[1])
    return [(words[code], rows) for code, rows in counted]


def _problems(request: StaffRequest, card: JobCard) -> list[RowProblem]:
    """Give the first rows that were not taken, each with the cell that is wrong."""
    if not card.result.get("refused") or card.state in _RUNNING:
        return []
    try:
        path = manage_imports.refused_rows(
            principal=request.principal, import_id=card.import_id,
            folder=sources.imports_folder(),
        )  # fmt: skip
    except NothingRefused:
        return []
    shown = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        headers = next(lines, [])
        for cells in lines:
            shown.append(_row_problem(headers, cells, card.result["columns"]))
            if len(shown) == _SHOWN_PROBLEMS:
                break
    return shown


def _row_problem(headers: list[str], cells: list[str], columns: Mapping[str, str]) -> RowProblem:
    *row, number, reason = cells
    code = _CODES.get(reason, "")
    column = columns.get(OF_REASON.get(code.partition("_")[0], ""), "")
    value = row[headers.index(column)] if column in headers else ""
    said = reasons.ENGLISH.get(code, reason) if formats.language() == "en" else reason
    return RowProblem(int(number), column, value, said)
