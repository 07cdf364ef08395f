"""Credit or points for many members at once: foreseen, then asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from vafa.interfaces.backoffice.member_forms import AdjustForm
from vafa.interfaces.backoffice.member_notes import doing_of
from vafa.interfaces.backoffice.members import said
from vafa.interfaces.backoffice.members_together import about, counted, meant
from vafa.interfaces.web import formats
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.change_together import Gift, GiftForeseen, give_together, preview_gift
from vafa.journeys.list_members import list_choices
from vafa.kit.errors import VafaError

_PLACES = {"adjustment_out_of_bounds": "amount", "unknown_unit": "unit"}


class GiftForm(AdjustForm):
    """What each of them gets or loses, and why."""

    query = forms.CharField(required=False, max_length=1_000, widget=forms.HiddenInput)

    def gift(self) -> Gift:
        """Give what was typed as the journey takes it."""
        given = self.cleaned_data
        sign = 1 if given["direction"] == "give" else -1
        return Gift(given["unit"], sign * given["amount"], given["reason"], given["note"])


@staff_page("credit.grant")
def give(request: StaffRequest) -> HttpResponse:
    """Ask what each gets, show what that comes to, and ask for it when it is confirmed."""
    request.principal.require("members.write")
    choices = list_choices(principal=request.principal)
    chosen, query, sought = meant(request, choices)
    is_asked = "unit" in request.POST
    units = {one.code: one for one in choices.terms.units}
    form = GiftForm(request.POST if is_asked else None, units=units, initial={"query": query})
    foreseen = None
    if form.is_valid():
        doing, gift = doing_of(request, form.cleaned_data["key"]), form.gift()
        try:
            if "sure" in request.POST:
                card = give_together(doing=doing, sought=sought, gift=gift)
                return HttpResponseRedirect(
                    reverse("backoffice:together", args=[card.together_id])
                )
            foreseen = preview_gift(doing=doing, sought=sought, gift=gift)
        except VafaError as error:
            form.refuse(error, fields=_PLACES)
    told: dict[str, Any] = {"form": form, "chosen": chosen, "units": units}
    if foreseen is not None and "again" not in request.POST:
        told |= {"foreseen": foreseen, "figures": _figures(form, foreseen)}
        told["hidden"] = [field.as_hidden() for field in form]
        told["about"] = gettext("Nobody has got anything yet. Look at it once more.")
    else:
        told["about"] = about(counted(request, sought))
    status = 422 if form.errors else 200
    return render(request, "backoffice/members/gift.html", told, status=status)


def _figures(form: GiftForm, foreseen: GiftForeseen) -> list[tuple[str, str]]:
    """Give what a gift comes to in words, before it is confirmed."""
    unit = form.units[form.cleaned_data["unit"]]
    shown = formats.money if unit.is_money else formats.number
    is_gift = foreseen.units_each > 0
    figures = [
        (gettext("Members"), formats.number(foreseen.members)),
        (gettext("Each gets") if is_gift else gettext("Each loses"),
         shown(abs(foreseen.units_each))),
        (gettext("All together"), shown(abs(foreseen.units_total))),
        (gettext("Credit or points"), said(unit.name)),
    ]  # fmt: skip
    if foreseen.wallets < foreseen.members:
        figures.insert(1, (gettext("Wallets (a shared one counts once)"),
                           formats.number(foreseen.wallets)))  # fmt: skip
    if foreseen.short:
        figures.append((gettext("Hold too little, are left out"), formats.number(foreseen.short)))
    return figures
