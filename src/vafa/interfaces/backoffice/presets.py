"""A programme to begin with: a few questions about the shop fill a draft; nothing is published."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.domain.rewards.version_answers import working_of
from vafa.interfaces.backoffice.drafts import done, money
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm, MoneyField, PercentField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import manage_programme
from vafa.kit.calendar import local_day
from vafa.kit.errors import VafaError
from vafa.programme.document import Programme
from vafa.programme.proposing import (
    COST_OF_RIALS,
    TRADES,
    ShopAnswers,
    costs,
    highest_share,
    proposed,
)
from vafa.programme.sentence import programme_sentences

_TRADES: Final = {
    "cafe": _("Café or restaurant"),
    "clothes": _("Clothes and shoes"),
    "supermarket": _("Supermarket or groceries"),
    "salon": _("Beauty salon or clinic"),
    "project": _("Services by project"),
}
_OFTEN: Final = {
    "52": _("About once a week"),
    "26": _("About twice a month"),
    "12": _("About once a month"),
    "4": _("About once a season"),
    "2": _("Once or twice a year"),
}
_HALF: Final = 2


class ShopForm(KeyedForm):
    """What the shop is like."""

    trade = forms.ChoiceField(
        label=_("What kind of business is it?"), widget=forms.RadioSelect,
        choices=[(code, _TRADES[code]) for code in TRADES],
    )  # fmt: skip
    basket = MoneyField(label=_("How much is a usual purchase?"), least=10_000, most=10**11)
    margin = PercentField(
        label=_("How much of it do you keep, in percent?"),
        help_text=_("What is left of the price when the goods are paid."),
    )
    visits = forms.TypedChoiceField(
        label=_("How often does a good customer come?"), coerce=int, choices=list(_OFTEN.items())
    )
    give_back = PercentField(
        label=_("How much do you want to give back, in percent?"), most=5_000,
        help_text=_("Of a purchase, to a new member; higher tiers get more."),
    )  # fmt: skip

    def clean_give_back(self) -> int:
        """Ask for more than nothing, and less than half of what is kept."""
        found, margin = self.cleaned_data["give_back"], self.cleaned_data.get("margin")
        if not found:
            raise forms.ValidationError(gettext("Write more than zero."))
        if margin is not None and found * _HALF > margin:
            raise forms.ValidationError(
                gettext("This is more than half of what you keep: write %(most)s or less.")
                % {"most": formats.number(margin // _HALF, 2)}
            )
        return int(found)

    def answers(self) -> ShopAnswers:
        """Give what was answered."""
        given = self.cleaned_data
        return ShopAnswers(
            given["trade"], given["basket"], given["margin"], given["visits"], given["give_back"]
        )


@staff_page("programme.edit")
def presets(request: StaffRequest) -> HttpResponse:
    """Ask about the shop, show the programme that follows, and fill a draft with it."""
    cards = manage_programme.list_versions(principal=request.principal)
    working = working_of(cards)
    form = ShopForm(request.POST or None)
    told: dict[str, Any] = {"form": form, "has_programme": working is not None}
    if form.is_valid():
        keep = None
        if working is not None:
            keep = manage_programme.show_version(
                principal=request.principal, number=working.number
            ).document
        document = proposed(form.answers(), keep=keep)
        if "save" in request.POST:
            number = _saved(request, form, document)
            if number is not None:
                before = working.number if working else number - 1
                said = gettext("The draft is filled. Look it over; nothing is published.")
                return done(request, before, number, said, can_undo=working is not None)
        told |= _shown(request, form, document)
    return render(request, "backoffice/programme/presets.html", told)


def _saved(request: StaffRequest, form: ShopForm, document: Programme) -> int | None:
    try:
        saved = manage_programme.save_draft(
            principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
            ids=sources.ids(), at=sources.now(), document=document.model_dump(mode="json"),
        )  # fmt: skip
    except VafaError as error:
        form.refuse(error)
        return None
    return saved.version.number


def _shown(request: StaffRequest, form: ShopForm, document: Programme) -> dict[str, Any]:
    """Tell the programme and what it costs, in plain words."""
    answers, language = form.answers(), formats.language()
    levels = document.ladder.levels if document.ladder else ()
    names = {one.code: one.name.fa if language == "fa" else one.name.en for one in levels}
    day = local_day(sources.now(), request.club.zone)
    found = costs(document, basket_rials=answers.basket_rials, day=day)
    whole = formats.plain_money(COST_OF_RIALS)
    told = []
    for cost in found:
        figures = {
            "sales": whole, "cost": formats.plain_money(cost.rials), "tier": names.get(cost.tier),
            "left": formats.plain_money(COST_OF_RIALS * answers.margin // 10_000 - cost.rials),
        }  # fmt: skip
        text = (
            gettext("%(tier)s: of %(sales)s sold, %(cost)s goes back and %(left)s is left to you.")
            if cost.tier
            else gettext("Of %(sales)s sold, %(cost)s goes back and %(left)s is left to you.")
        )
        told.append(text % figures)
    return {
        "costs": told,
        "is_dear": highest_share(document) * _HALF > answers.margin,
        "paragraphs": programme_sentences(document=document, language=language, money=money()),
    }
