"""The rules of the draft: add one of a known kind, change, copy, move, switch off, delete."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from vafa.interfaces.backoffice.drafts import PartForm, Work, change, work_of
from vafa.interfaces.backoffice.rule_form import PLACES, RuleForm
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.kit.calendar import date_of, local_day
from vafa.programme.document import Programme, Rule
from vafa.programme.editing import (
    rule_of,
    with_copy,
    with_moved_rule,
    with_rule,
    without_rule,
)
from vafa.programme.rule_shapes import rule_shapes
from vafa.programme.sentence import rule_sentence


class ActForm(PartForm):
    """What is done to a rule as a whole."""

    act = forms.ChoiceField(
        choices=[(code, code) for code in ("up", "down", "copy", "off", "on", "delete")]
    )


@staff_page("programme.edit")
@require_GET
def new_rules(request: StaffRequest) -> HttpResponse:
    """Show the kinds of rules that may begin, by unit, each in its sentence."""
    work = work_of(request)
    wording, language = work.wording(), formats.language()
    units: list[tuple[str, list[dict[str, str]]]] = []
    for unit in work.document.units:
        shapes = [
            {
                "code": rule.code,
                "name": rule.name.fa if language == "fa" else rule.name.en,
                "told": rule_sentence(rule, wording=wording),
            }
            for rule in rule_shapes(work.document)
            if rule.effects[0].unit == unit.code
        ]
        units.append((unit.name.fa if language == "fa" else unit.name.en, shapes))
    return render(request, "backoffice/programme/new_rule.html", {"units": units})


@staff_page("programme.edit")
def new_rule(request: StaffRequest, shape: str) -> HttpResponse:
    """Add a rule that begins as one of the known kinds."""
    work = work_of(request)
    begun = next((one for one in rule_shapes(work.document) if one.code == shape), None)
    if begun is None and request.method == "POST":
        begun = rule_of(work.document, shape)  # it was added meanwhile: sent twice
    if begun is None:
        raise Http404
    return _page(request, work, begun, is_new=True)


@staff_page("programme.edit")
def edit_rule(request: StaffRequest, code: str) -> HttpResponse:
    """Change a rule of the draft."""
    work = work_of(request)
    return _page(request, work, _rule(work, code), is_new=False)


@staff_page("programme.edit")
@require_POST
def act_on_rule(request: StaffRequest, code: str) -> HttpResponse:
    """Copy, move, switch off or on, or delete a rule."""
    work = work_of(request)
    _rule(work, code)
    form = ActForm(request.POST)
    if not form.is_valid():
        raise Http404
    today = date_of(local_day(sources.now(), work.document.zone))
    edit = _ACTS[form.cleaned_data["act"]]
    went = change(
        request, form, part=lambda document: rule_of(document, code),
        edit=lambda document: edit(document, code, today),
    )  # fmt: skip
    if went is not None:
        return went
    told = {"form": form, "sentence": rule_sentence(_rule(work, code), wording=work.wording())}
    return render(request, "backoffice/programme/not_done.html", told, status=422)


def is_off(rule: Rule, today: date) -> bool:
    """Tell whether a rule no longer gives anything."""
    return rule.ends_before is not None and rule.ends_before <= today.isoformat()


def _page(request: StaffRequest, work: Work, rule: Rule, *, is_new: bool) -> HttpResponse:
    form = RuleForm(request.POST or None, rule=rule, work=work)
    if form.is_valid():
        went = _saved(request, form, rule)
        if went is not None:
            return went
    shown = rule
    if form.is_bound and form.is_valid():
        shown = form.changed_rule()
    told = {
        "form": form,
        "is_new": is_new,
        "name": rule.name.fa if formats.language() == "fa" else rule.name.en,
        "sentence": rule_sentence(shown, wording=work.wording(), document=work.document),
        "sections": form.sections(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "backoffice/programme/rule.html", told, status=status)


def _saved(request: StaffRequest, form: RuleForm, rule: Rule) -> HttpResponseRedirect | None:
    changed = form.changed_rule()
    places: dict[str, str] = dict(PLACES)
    places |= {
        f"/rules/effects/{name.partition('_')[2]}": name
        for name in form.fields
        if name.startswith("e0_")
    }
    places |= {"/rules/effects/numerator": "e0_times", "/rules/effects": "e0_units"}
    return change(
        request, form, part=lambda document: rule_of(document, rule.code),
        edit=lambda document: with_rule(document, changed), fields=places,
    )  # fmt: skip


def _rule(work: Work, code: str) -> Rule:
    found = rule_of(work.document, code)
    if found is None:
        raise Http404
    return found


def _switched(document: Programme, code: str, ends_before: str | None) -> Programme:
    rule = rule_of(document, code)
    if rule is None:
        return document
    return with_rule(document, rule.model_copy(update={"ends_before": ends_before}))


type_act = Callable[[Programme, str, date], Programme]

_ACTS: Final[dict[str, type_act]] = {
    "up": lambda document, code, _: with_moved_rule(document, code, by=-1),
    "down": lambda document, code, _: with_moved_rule(document, code, by=1),
    "copy": lambda document, code, _: with_copy(document, code),
    "off": lambda document, code, today: _switched(document, code, today.isoformat()),
    "on": lambda document, code, _: _switched(document, code, None),
    "delete": lambda document, code, _: without_rule(document, code),
}
