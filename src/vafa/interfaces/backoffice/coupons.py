"""Coupons: series for a reward of the programme, their codes made, printed and sent as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.clubs.principal import Claim
from vafa.domain.rewards.rulebook import NoProgramme
from vafa.domain.vouchers.records import CouponMade, NewSeries, SeriesCard
from vafa.interfaces.web import downloads, formats, lists, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.days import begins
from vafa.interfaces.web.forms import DayField, KeyedForm, NumberField
from vafa.interfaces.web.paging import within
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import manage_coupons
from vafa.journeys.show_rules import show_rules
from vafa.kit.errors import NotFound, VafaError
from vafa.programme.wording import label

STATES = {
    "waits": _("Not begun yet"),
    "open": _("Can be used"),
    "ended": _("Ended"),
}


class SeriesForm(KeyedForm):
    """Coupons to begin."""

    reward = forms.ChoiceField(label=_("What the coupon gives"))
    uses = NumberField(
        label=_("How often each coupon may be used"), least=1, most=10**6, initial=1,
        help_text=_("1: a code for one person; more: one code for many."),
    )  # fmt: skip
    uses_per_member = NumberField(
        label=_("How often by one member"), required=False, least=1, most=10**6
    )
    starts_on = DayField(label=_("First day"), required=False, help_text=_("Empty: today."))
    last_day = DayField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, rewards: dict[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["reward"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(rewards.items())


class MakeForm(KeyedForm):
    """How many codes to make."""

    count = NumberField(
        label=_("How many codes"), least=1, most=manage_coupons.MOST_AT_ONCE, initial=1
    )


@staff_page("programme.read")
@require_GET
def coupons(request: StaffRequest) -> HttpResponseBase:
    """List the series, or send the list as a file."""
    found = manage_coupons.list_series(principal=request.principal, at=sources.now())
    rewards = rewards_named(request, given="")
    shown = _listing(rewards, may_edit="programme.edit" in request.principal.rights)
    asked = lists.read(shown, request.GET)
    wanted = asked.filters.get("state", "")
    cards = [
        card
        for card in found
        if asked.search in rewards.get(card.reward, card.reward)
        and wanted in ("", _state(card))
    ]  # fmt: skip
    if asked.file:
        return downloads.reply(shown, asked, cards)
    window = within(asked, cards, number=lambda card: card.series_id)
    table = lists.table(shown, asked, window, path=request.path)
    told = {"table": table, "may_edit": "programme.edit" in request.principal.rights}
    return render(request, "backoffice/coupons/list.html", told)


@staff_page("programme.edit")
def new_coupons(request: StaffRequest) -> HttpResponse:
    """Begin coupons for a reward that the programme gives for one."""
    rewards = rewards_named(request, given="coupon")
    form = SeriesForm(request.POST or None, rewards=rewards)
    if form.is_valid():
        given = form.cleaned_data
        last = given["last_day"]
        series = NewSeries(
            given["reward"], given["uses"], given["uses_per_member"],
            begins(request, given["starts_on"]),
            begins(request, last, days=1),
        )  # fmt: skip
        try:
            series_id = manage_coupons.open_series(
                principal=request.principal, claim=claim_of(request, given["key"]),
                ids=sources.ids(), at=sources.now(), series=series,
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error, fields={"series_out_of_bounds": "last_day"})
        else:
            return HttpResponseRedirect(reverse("backoffice:coupon_series", args=[series_id]))
    told = {"form": form, "rewards": rewards}
    return render(request, "backoffice/coupons/new.html", told)


@staff_page("programme.edit")
def coupon_series(request: StaffRequest, series_id: int) -> HttpResponseBase:
    """Show a series; make codes, shown and sent as a file here and nowhere else."""
    card = _found(request, series_id)
    form = MakeForm(request.POST or None)
    made: tuple[CouponMade, ...] = ()
    if form.is_valid():
        given = form.cleaned_data
        # The file asks again under the same key and gets the same codes.
        body = f"{series_id} {given['count']}".encode().ljust(32)[:32]
        try:
            made = manage_coupons.make_coupons(
                principal=request.principal, claim=Claim(given["key"], body), ids=sources.ids(),
                vault=sources.vault(), at=sources.now(), series_id=series_id,
                count=given["count"],
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error)
        else:
            if "file" in request.POST:
                listing = _codes()
                return downloads.reply(listing, lists.Asked(file="xlsx"), made)
            card = _found(request, series_id)
    rewards = rewards_named(request, given="")
    told = {
        "card": card,
        "name": rewards.get(card.reward, card.reward),
        "state": STATES[_state(card)],
        "is_open": _state(card) != "ended",
        "form": form,
        "made": made,
    }
    return render(request, "backoffice/coupons/series.html", told)


@staff_page("programme.edit")
@require_POST
def end_coupons(request: StaffRequest, series_id: int) -> HttpResponse:
    """Let no coupon of a series be used from now on."""
    try:
        manage_coupons.end_series(
            principal=request.principal, at=sources.now(), series_id=series_id
        )
    except NotFound as error:
        raise Http404 from error
    messages.success(request, gettext("The coupons are ended."))
    return HttpResponseRedirect(reverse("backoffice:coupon_series", args=[series_id]))


def series_open(request: StaffRequest) -> dict[int, str]:
    """Give what the coupons that can be used now are called, by the series."""
    cards = manage_coupons.list_series(principal=request.principal, at=sources.now())
    rewards = rewards_named(request, given="")
    return {
        one.series_id: rewards.get(one.reward, one.reward)
        for one in cards
        if _state(one) != "ended"
    }


def _listing(rewards: dict[str, str], *, may_edit: bool) -> lists.Listing:
    new = reverse("backoffice:new_coupons") if may_edit else ""
    return lists.Listing(
        code="coupons",
        title=gettext("Coupons"),
        columns=(
            lists.Column(
                "reward", gettext("What the coupon gives"),
                lambda one: rewards.get(one.reward, one.reward),
                href=lambda one: reverse("backoffice:coupon_series", args=[one.series_id])
                if may_edit else "",
            ),
            lists.Column("state", gettext("State"), lambda one: str(STATES[_state(one)])),
            lists.Column("coupons", gettext("Codes"), lambda one: one.coupons, "number"),
            lists.Column("used", gettext("Used"), lambda one: one.used, "number"),
            lists.Column("reserved", gettext("Reserved"), lambda one: one.reserved, "number"),
            lists.Column("starts", gettext("First day"), lambda one: one.starts_at, "moment"),
            lists.Column("ends", gettext("Ends"), lambda one: one.ends_at, "moment"),
        ),
        key=lambda one: one.series_id,
        sort="-starts",
        empty=lists.Empty(
            gettext("No coupons yet"),
            gettext("Make codes that give something off a purchase."), "ticket-percent",
            new, gettext("Begin coupons") if new else "",
        ),
        filters=(
            lists.Filter("state", gettext("State"), choices=tuple(
                (code, str(title)) for code, title in STATES.items()
            )),
        ),
        search_hint=gettext("What the coupon gives"),
        can_export=True,
    )  # fmt: skip


def _codes() -> lists.Listing:
    return lists.Listing(
        code="coupon-codes",
        title=gettext("Codes"),
        columns=(lists.Column("code", gettext("Code"), lambda one: one.code, "code"),),
        key=lambda one: one.coupon_id,
        sort="code",
        empty=lists.Empty(gettext("No coupons yet")),
    )


def rewards_named(request: StaffRequest, *, given: str) -> dict[str, str]:
    """Give what the rewards in force are called, of one way to be given or of all.

    Nothing for who may not read the programme: a reward is told by its code then.
    """
    if "programme.read" not in request.principal.rights:
        return {}
    try:
        rules = show_rules(principal=request.principal, at=sources.now())
    except NoProgramme:
        return {}
    return {
        one.code: label(one.name, formats.language())
        for one in rules.document.rewards
        if given in ("", one.given)
    }


def _state(card: SeriesCard) -> str:
    now = sources.now()
    if card.ends_at is not None and card.ends_at <= now:
        return "ended"
    return "waits" if card.starts_at > now else "open"


def _found(request: StaffRequest, series_id: int) -> SeriesCard:
    cards = manage_coupons.list_series(principal=request.principal, at=sources.now())
    card = next((one for one in cards if one.series_id == series_id), None)
    if card is None:
        raise Http404
    return card
