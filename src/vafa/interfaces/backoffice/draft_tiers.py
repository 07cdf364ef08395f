"""The tiers of the draft: their names and thresholds, their shares, how one goes up and down."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.interfaces.backoffice.drafts import PartForm, Work, change, work_of
from vafa.interfaces.backoffice.rule_form import Section
from vafa.interfaces.web import formats
from vafa.interfaces.web.forms import MoneyField, NumberField, PercentField, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.programme.document import (
    CalendarWindow,
    Label,
    Ladder,
    Level,
    Lifetime,
    Programme,
    Rolling,
    Window,
)
from vafa.programme.editing import free_code, shares_of, with_ladder, with_shares

_BASES: Final = {
    "spend": _("What was bought"),
    "points": _("Points earned"),
    "visits": _("Number of purchases"),
}
_WINDOWS: Final = {
    "rolling": _("In the last so many days"),
    "year": _("In the Jalali year"),
    "season": _("In the season"),
    "lifetime": _("Since joining"),
}
_LANDINGS: Final = {"step": _("One tier down"), "full": _("To the tier that is reached")}
_BLANK_ROWS: Final = 2
_MOST_LEVELS: Final = 20
_SLUG: Final = re.compile(r"[^a-z0-9]+")


class TiersForm(PartForm):
    """The ladder: a group of fields for each level, two empty ones for new levels."""

    basis = forms.ChoiceField(label=_("Tiers depend on"), choices=list(_BASES.items()))
    window = forms.ChoiceField(label=_("Counted"), choices=list(_WINDOWS.items()))
    days = NumberField(label=_("So many days"), required=False, least=1, most=3660)
    grace_days = NumberField(
        label=_("Days of grace before going down"), most=366, help_text=_("0: at once."),
    )  # fmt: skip
    warning_days = NumberField(label=_("Days of warning before that"), most=366)
    landing = forms.ChoiceField(label=_("Going down"), choices=list(_LANDINGS.items()))
    marginal = forms.BooleanField(
        label=_("The part of a purchase above a threshold counts for the next tier at once"),
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, work: Work, **more: Any) -> None:
        super().__init__(*args, **more)
        self.work = work
        self.ladder = work.document.ladder or Ladder(
            levels=(Level(code="regular", name=Label(fa="عادی", en="Regular"), threshold=0),)
        )
        window = self.ladder.window
        self.initial.update(
            {
                "seen": work.number,
                "basis": self.ladder.basis,
                "window": window.period if isinstance(window, CalendarWindow) else window.kind,
                "days": window.days if isinstance(window, Rolling) else 365,
                **{
                    name: getattr(self.ladder, name)
                    for name in ("grace_days", "warning_days", "landing", "marginal")
                },
            }
        )
        rows = min(len(self.ladder.levels) + _BLANK_ROWS, _MOST_LEVELS)
        self.rows = range(rows)
        for row in self.rows:
            self._add_row(row)

    def sections(self) -> list[Section]:
        """Give a group of fields for each level, then how one moves."""
        found = []
        for row in self.rows:
            level = self._level(row)
            title = _said(level) if level else gettext("A new tier")
            names = [name for name in self.fields if name.startswith(f"l{row}_")]
            is_open = level is not None or any(name in self.errors for name in names)
            found.append(Section(title, [self[name] for name in names], is_open=is_open))
        counted = [self[name] for name in ("basis", "window", "days", "marginal")]
        moves = [self[name] for name in ("grace_days", "warning_days", "landing")]
        found.append(Section(gettext("What is counted"), counted))
        found.append(Section(gettext("When somebody no longer reaches a tier"), moves))
        return found

    def clean(self) -> dict[str, Any]:
        """Read each threshold as what the tiers depend on: money or a number."""
        given = super().clean() or self.cleaned_data
        is_money = given.get("basis") == "spend"
        for row in self.rows:
            name = f"l{row}_from"
            if given.get(f"l{row}_delete") or not given.get(f"l{row}_fa"):
                continue
            field = MoneyField() if is_money else NumberField(most=10**15)
            try:
                given[name] = field.clean(given.get(name) or "0")
            except forms.ValidationError as error:
                self.add_error(name, error)
        if given.get("window") == "rolling" and not given.get("days"):
            self.add_error("days", gettext("Write how many days."))
        return given

    def edited(self, document: Programme) -> Programme:
        """Give a document with the ladder and the shares as the form says them."""
        rows = [
            row
            for row in self.rows
            if self.cleaned_data[f"l{row}_fa"] and not self.cleaned_data[f"l{row}_delete"]
        ]
        if not rows:
            return with_ladder(document, None)
        codes = self._codes(rows)
        levels = tuple(
            Level(
                code=codes[row],
                name=Label(
                    fa=self.cleaned_data[f"l{row}_fa"],
                    en=self.cleaned_data[f"l{row}_en"] or self.cleaned_data[f"l{row}_fa"],
                ),
                threshold=self.cleaned_data[f"l{row}_from"],
            )
            for row in rows
        )
        changed = with_ladder(document, self._moves().model_copy(update={"levels": levels}))
        for at, (rule, place, effect) in enumerate(shares_of(self.work.document)):
            known = {level.code for level in self.ladder.levels}
            shares = {tier: one for tier, one in effect.by_tier.items() if tier not in known}
            shares |= {
                codes[row]: share
                for row in rows
                if (share := self.cleaned_data[f"l{row}_s{at}"]) is not None
            }
            changed = with_shares(changed, rule.code, place, shares)
        return changed

    def _moves(self) -> Ladder:
        given = self.cleaned_data
        basis, unit = given["basis"], self.ladder.points_unit
        if basis == "points" and unit is None:
            points = [one.code for one in self.work.document.units if one.kind == "points"]
            unit = points[0] if points else None
        names = ("basis", "grace_days", "warning_days", "landing", "marginal")
        changes = {name: given[name] for name in names}
        changes |= {"window": self._window(), "points_unit": unit if basis == "points" else None}
        return self.ladder.model_copy(update=changes)

    def _window(self) -> Window:
        match self.cleaned_data["window"]:
            case "rolling":
                return Rolling(days=self.cleaned_data["days"])
            case "lifetime":
                return Lifetime()
            case period:
                return CalendarWindow(period=period)

    def _codes(self, rows: list[int]) -> dict[int, str]:
        taken = {level.code for level in self.ladder.levels}
        found = {}
        for row in rows:
            level = self._level(row)
            if level is None:
                slug = _SLUG.sub("-", self.cleaned_data[f"l{row}_en"].lower()).strip("-")
                found[row] = free_code(slug[:40] or "tier", taken)
                taken.add(found[row])
            else:
                found[row] = level.code
        return found

    def _add_row(self, row: int) -> None:
        level = self._level(row)
        is_money = self.ladder.basis == "spend"
        threshold = None if level is None else level.threshold
        write = formats.plain_amount if is_money else formats.number
        shown = None if threshold is None else write(threshold)
        labels = (("fa", _("Name in Persian")), ("en", _("Name in English")))
        for language, title in labels:
            name = TextField(label=title, max_length=120, required=False)
            self.add(f"l{row}_{language}", name, getattr(level.name, language) if level else "")
        field = TextField(
            label=_begins(is_money=is_money),
            max_length=30, required=False,
        )  # fmt: skip
        field.widget.attrs |= {"inputmode": "numeric", "dir": "ltr"}
        self.add(f"l{row}_from", field, shown)
        for at, (rule, _place, effect) in enumerate(shares_of(self.work.document)):
            text = gettext("%(rule)s, in percent") % {"rule": _said(rule)}
            share = effect.by_tier.get(level.code) if level else None
            self.add(f"l{row}_s{at}", PercentField(label=text, required=False), share)
        box = forms.BooleanField(label=_("Delete this tier"), required=False)
        if level is None:
            box.widget = forms.HiddenInput()
        self.add(f"l{row}_delete", box, "" if level is None else False)

    def _level(self, row: int) -> Level | None:
        return self.ladder.levels[row] if row < len(self.ladder.levels) else None


@staff_page("programme.edit")
def edit_tiers(request: StaffRequest) -> HttpResponse:
    """Change the tiers."""
    work = work_of(request)
    form = TiersForm(request.POST or None, work=work)
    if form.is_valid():
        went = change(request, form, part=_part, edit=form.edited)
        if went is not None:
            return went
    told = {
        "form": form,
        "title": gettext("Tiers"),
        "subtitle": gettext("The first one begins at zero; empty rows are left out."),
        "sections": form.sections(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "backoffice/programme/part.html", told, status=status)


def _part(document: Programme) -> object:
    return document.ladder, [effect.by_tier for _rule, _place, effect in shares_of(document)]


def _begins(*, is_money: bool) -> str:
    if is_money:
        return gettext("Begins at (%(unit)s)") % {"unit": formats.unit_name()}
    return gettext("Begins at")


def _said(named: Any) -> str:
    text = named.name.fa if formats.language() == "fa" else named.name.en
    return str(text)
