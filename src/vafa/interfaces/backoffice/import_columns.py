"""What the columns of a file are: guessed, shown beside samples, set right, and then tried."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.domain.imports.columns import fields_of
from vafa.domain.imports.jobs import JobCard
from vafa.domain.imports.records import KINDS as ALL_KINDS
from vafa.domain.imports.records import NEEDED, OWN, Kind, MoneyUnit
from vafa.domain.members.fields import FieldDefinition
from vafa.interfaces.backoffice.import_page import found, said_of, steps
from vafa.interfaces.backoffice.import_words import COLUMNS, KINDS
from vafa.interfaces.backoffice.imports import address
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.forms import PageForm, TextField
from vafa.interfaces.web.parts import MappedColumn, Tab
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import manage_imports
from vafa.journeys.import_file import ImportPlan
from vafa.journeys.manage_imports import FileGone, Guess, Uploaded
from vafa.kit.errors import VafaError
from vafa.kit.text import ascii_digits

_SAMPLES: Final = 3
_LONGEST_SAMPLE: Final = 40
_SOURCE: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}", re.ASCII)


class PlanForm(PageForm):
    """How a file is to be read, besides its columns."""

    unit = forms.ChoiceField(
        label=_("Amounts in the file are in"), choices=(("toman", _("Toman")), ("rial", _("Rial")))
    )
    source = TextField(
        label=_("Where these documents come from"), max_length=60, initial="import",
        help_text=_("A short name in Latin letters, the same each time for the same till or shop: "
                    "with it a document is never brought in twice."),
    )  # fmt: skip
    gives_value = forms.BooleanField(
        label=_("Give points and credit for these purchases, too"), required=False,
        help_text=_("Without it they count for tiers only."),
    )  # fmt: skip
    adds_groups = forms.BooleanField(
        label=_("Add product groups of the file that the catalogue lacks"), required=False
    )
    is_sure = forms.BooleanField(
        label=_("I have looked at the amounts: they are right"), required=False
    )

    def __init__(self, *args: Any, kind: Kind, asks_if_sure: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        unwanted = {
            "members": {"unit", "source", "gives_value", "adds_groups"},
            "balances": {"gives_value", "adds_groups"},
        }.get(kind, set())
        for name in unwanted | (set() if asks_if_sure else {"is_sure"}):
            del self.fields[name]

    def clean_source(self) -> str:
        """Take a code."""
        source = ascii_digits(str(self.cleaned_data["source"])).lower()
        if not _SOURCE.fullmatch(source):
            raise ValidationError(
                gettext("Use Latin letters, digits, dots and dashes; for example old-till.")
            )
        return source


@staff_page("imports.write")
def columns(request: StaffRequest, import_id: int) -> HttpResponse:
    """Show what the columns look like; when they are right, have the file tried."""
    card = found(request, import_id)
    try:
        looked = manage_imports.look_into_import(
            principal=request.principal, import_id=import_id, folder=sources.imports_folder(),
            open_table=sources.open_table,
        )  # fmt: skip
    except FileGone as error:
        return _drawn(request, card, {"gone": said_of(error.code, str(error))})
    guess = _guess(request, looked)
    form = PlanForm(
        request.POST if request.method == "POST" else None, kind=guess.kind,
        asks_if_sure=bool(card.result.get("is_unit_suspected")), initial=_initial(card, guess),
    )  # fmt: skip
    targets = _targets(guess.kind, looked.own)
    errors: dict[int, str] = {}
    if request.method == "POST":
        chosen = _chosen(request, guess, targets)
        errors = _twice(chosen)
        missing = _missing(guess.kind, chosen.values())
        if form.is_valid() and not errors and not missing:
            by_field = {field: str(place) for place, field in chosen.items()}
            columns = {field: by_field.get(field, "") for field, _title in targets}
            if refusal := _check(request, card, guess.kind, columns, form.cleaned_data):
                form.refuse(refusal, fields={"unit_contradicts": "unit"})
            else:
                return HttpResponseRedirect(address(card))
        if missing:
            form.add_error(None, gettext("Say which column is this: %(columns)s") % {
                "columns": formats.listed(missing)
            })  # fmt: skip
    else:
        chosen = {place: field for field, place in _kept_or_guessed(card, guess).items()}
    told = {
        "form": form,
        "columns": _mapped(looked, guess, chosen, errors),
        "targets": targets,
        "kind": guess.kind,
        "kinds": _tabs(card),
        "here": _kind_address(card, guess.kind),
        "can_be_read": bool(guess.headers),
    }
    return _drawn(request, card, told, status=422 if request.method == "POST" else 200)


def _drawn(
    request: StaffRequest, card: JobCard, told: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    more = {"card": card, "steps": steps(), "back": reverse("backoffice:imports")}
    page = "backoffice/imports/columns.html"
    return render(request, page, {**more, **told}, status=status)


def _guess(request: StaffRequest, looked: Uploaded) -> Guess:
    """Give the guess for the kind that was asked for, chosen before, or fits best."""
    by_kind = {one.kind: one for one in looked.guesses}
    asked = request.POST.get("kind") or request.GET.get("kind") or looked.card.plan.get("kind")
    if asked in by_kind:
        return by_kind[cast("Kind", asked)]
    return max(looked.guesses, key=lambda one: (
        one.is_remembered, not one.missing, len(one.columns)
    ))  # fmt: skip


def _initial(card: JobCard, guess: Guess) -> dict[str, Any]:
    plan = card.plan if card.plan.get("kind") == guess.kind else {}
    kept = {
        name: plan[name] for name in ("source", "gives_value", "adds_groups") if name in plan
    }  # fmt: skip
    unit = plan.get("unit") or guess.unit or formats.current().unit
    return {**kept, "unit": unit if unit in {"rial", "toman"} else "toman"}


def _kept_or_guessed(card: JobCard, guess: Guess) -> dict[str, int]:
    """Give the columns as they were set right before, else as they are guessed."""
    if card.plan.get("kind") != guess.kind:
        return {str(field): place for field, place in guess.columns.items()}
    kept = card.plan["columns"].items()
    return {field: int(place) for field, place in kept if str(place).isdecimal()}


def _chosen(
    request: StaffRequest, guess: Guess, targets: Sequence[tuple[str, str]]
) -> dict[int, str]:
    """Give what each column was said to be."""
    known = {code for code, _title in targets}
    sent = {
        place: request.POST.get(f"column-{place}", "")
        for place in range(1, len(guess.headers) + 1)
    }
    return {place: field for place, field in sent.items() if field in known}


def _twice(chosen: Mapping[int, str]) -> dict[int, str]:
    fields = list(chosen.values())
    said = gettext("Two columns cannot be the same: choose one.")
    return {place: said for place, field in chosen.items() if fields.count(field) > 1}


def _missing(kind: Kind, fields: Any) -> list[str]:
    wanted = set(fields)
    missing = [str(COLUMNS[field]) for field in NEEDED[kind] if field not in wanted]
    if kind == "balances" and not {"units", "amount"} & wanted:
        missing.append(str(COLUMNS["units"]))
    return missing


def _check(
    request: StaffRequest,
    card: JobCard,
    kind: Kind,
    columns: Mapping[str, str],
    given: Mapping[str, Any],
) -> VafaError | None:
    """Have the file tried; give why it cannot be."""
    plan = ImportPlan(
        kind=kind,
        unit=cast("MoneyUnit", given.get("unit", "toman")),
        source=given.get("source", "import"),
        file_name="",
        columns=columns,
        gives_value=given.get("gives_value", False),
        adds_groups=given.get("adds_groups", False),
        is_sure=given.get("is_sure", False),
    )
    try:
        manage_imports.check_import(
            principal=request.principal, at=sources.now(), import_id=card.import_id, plan=plan
        )
    except VafaError as error:
        return error
    return None


def _targets(kind: Kind, own: Sequence[FieldDefinition]) -> list[tuple[str, str]]:
    """Give what a column may be; the club's own fields come last."""
    labels = {f"{OWN}{one.code}": one.label for one in own}
    return [
        (field, labels.get(field) or str(COLUMNS[field]))
        for field in fields_of(kind=kind, own=own)
    ]


def _mapped(
    looked: Uploaded, guess: Guess, chosen: Mapping[int, str], errors: Mapping[int, str]
) -> list[MappedColumn]:
    below = looked.first_rows[guess.header_row :]
    return [
        MappedColumn(
            str(place),
            header or gettext("Column %(number)s") % {"number": formats.number(place)},
            _samples(below, place - 1),
            chosen.get(place, ""),
            errors.get(place, ""),
        )
        for place, header in enumerate(guess.headers, 1)
    ]


def _samples(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    cells = [row[place].strip() for row in rows if place < len(row)]
    return [cell[:_LONGEST_SAMPLE] for cell in dict.fromkeys(cells) if cell][:_SAMPLES]


def _tabs(card: JobCard) -> list[Tab]:
    return [Tab(str(KINDS[kind]), _kind_address(card, kind)) for kind in ALL_KINDS]


def _kind_address(card: JobCard, kind: str) -> str:
    place = reverse("backoffice:import_columns", args=[card.import_id])
    return f"{place}?kind={kind}"
