"""Trying one purchase on a version: what it gives beside what is in force, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.answers import Quote
from vafa.domain.rewards.records import Purchase, PurchaseLine
from vafa.domain.rewards.rulebook import NoSuchVersion
from vafa.interfaces.backoffice.drafts import names_of
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.forms import DayField, MobileField, MoneyField, PageForm
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import manage_programme, preview_programme
from vafa.journeys.manage_programme import VersionShown
from vafa.kit.errors import VafaError
from vafa.programme.document import Programme
from vafa.programme.wording import label, unit_name, units_text, wording_of

_NOON = time(12)


class TryForm(PageForm):
    """A purchase to try; it is never recorded."""

    mobile = MobileField(
        label=_("Mobile of a member"), required=False, help_text=_("Empty: somebody new."),
    )  # fmt: skip
    amount = MoneyField(label=_("Amount paid"), least=1)
    group = forms.ChoiceField(label=_("Product group"), required=False)
    branch = forms.ChoiceField(label=_("Branch"), required=False)
    day = DayField(label=_("Day"), required=False, help_text=_("Empty: today."))

    def __init__(self, *args: Any, found: VersionShown, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, kind in (("group", "group"), ("branch", "branch")):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "—"), *names_of(found)[kind].items()]
            if len(field.choices) == 1:
                del self.fields[name]


@dataclass(frozen=True, slots=True)
class Side:
    """What a purchase gives by one version."""

    number: int
    gifts: tuple[str, ...]
    reasons: tuple[str, ...]
    steps: tuple[str, ...]


@staff_page("programme.read")
def try_version(request: StaffRequest, number: int) -> HttpResponse:
    """Foretell a purchase by a version and by what is in force."""
    try:
        found = manage_programme.show_version(principal=request.principal, number=number)
    except NoSuchVersion as error:
        raise Http404 from error
    form = TryForm(request.GET if "amount" in request.GET else None, found=found)
    sides: list[Side] = []
    if form.is_valid():
        try:
            sides = _tried(request, form.cleaned_data, found)
        except VafaError as error:
            form.refuse(error, fields={"no_such_member": "mobile"})
    told = {"form": form, "version": found.version, "sides": sides}
    return render(request, "backoffice/programme/try.html", told)


def _tried(request: StaffRequest, given: dict[str, Any], found: VersionShown) -> list[Side]:
    purchase = Purchase(
        MemberRef("mobile", given["mobile"]) if given["mobile"] else None,
        source="try", document="try", branch=given.get("branch") or "",
        **_paid(given),
    )  # fmt: skip
    day = given["day"]
    zone = ZoneInfo(request.club.zone)
    tried = preview_programme.try_purchase(
        principal=request.principal, vault=sources.vault(),
        event_at=datetime.combine(day, _NOON, zone) if day else sources.now(),
        purchase=purchase, number=found.version.number,
    )  # fmt: skip
    sides = [_side(tried.after, found.document)]
    if tried.before is not None:
        number = tried.before.programme_version
        before = manage_programme.show_version(principal=request.principal, number=number)
        sides.insert(0, _side(tried.before, before.document))
    return sides


def _paid(given: dict[str, Any]) -> dict[str, Any]:
    """Give one amount with VAT, or one line of a group, free of VAT."""
    if not given.get("group"):
        return {"amount_rials": given["amount"]}
    return {"lines": (PurchaseLine(given["amount"], vat_rials=0, group=given["group"]),)}


def _side(quote: Quote, document: Programme) -> Side:
    language = formats.language()
    wording = wording_of(document=document, language=language, money=formats.current().unit)
    totals: dict[str, int] = {}
    for award in quote.awards:
        totals[award.unit] = totals.get(award.unit, 0) + award.units
    levels = document.ladder.levels if document.ladder else ()
    tiers = {level.code: label(level.name, language) for level in levels}
    return Side(
        number=quote.programme_version,
        gifts=tuple(
            formats.plain_money(units) + " " + unit_name(wording, unit)
            if wording.units[unit].kind == "credit"
            else units_text(wording, unit, units)
            for unit, units in totals.items()
        ),
        reasons=tuple(getattr(award.why, language) for award in quote.awards),
        steps=tuple(
            tiers.get(change.after, change.after)
            for change in quote.tier_changes
            if change.after != change.before
        ),
    )
