"""Settings of the club: the page that leads to all, the business, how values are shown, texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.clubs.settings import Business, DisplayFrom, TextKind
from vafa.interfaces.backoffice.acting import did
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.forms import DayField, PageForm, PercentField, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import change_club
from vafa.journeys.change_club import ClubSettings, VatFrom

UNITS: Final = {"toman": _("Toman"), "rial": _("Rial"), "new_rial": _("New Rial (10,000 Rial)")}
CALENDARS: Final = {
    "by_language": _("By the reader's language"),
    "jalali": _("Always Jalali"),
    "gregorian": _("Always Gregorian"),
}
DIGITS: Final = {
    "by_language": _("By the reader's language"),
    "latin": _("Always Latin (1, 2, 3)"),
}
TEXTS: Final[dict[TextKind, str | Promise]] = {
    "terms": _("Terms and privacy"),
    "messages": _("Consent to messages"),
    "thanks": _("SMS after a purchase"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A way from the first page of the settings; whoever lacks the right does not see it."""

    title: str | Promise
    text: str | Promise
    page: str
    icon: str
    right: str


SECTIONS: Final = (
    Section(_("Business"), _("Name, contact, tax numbers and the VAT rate."),
            "backoffice:business", "store", "settings.write"),
    Section(_("Branches and tills"), _("Where the club sells, and on which tills."),
            "backoffice:branches", "map-pin", "settings.write"),
    Section(_("Fields of members"), _("What else you want to know of members."),
            "backoffice:custom_fields", "list", "settings.write"),
    Section(_("Staff"), _("Who works here, as what, and in which branches."),
            "backoffice:staff", "user-cog", "staff.manage"),
    Section(_("Limits and second person"), _("How much each role gives alone."),
            "backoffice:limits", "scale", "staff.manage"),
    Section(_("Money, calendar and digits"), _("How amounts and days are written, from a day on."),
            "backoffice:display", "coins", "settings.write"),
    Section(_("Portal look"), _("Logo and colour of the pages that members see."),
            "backoffice:look", "palette", "settings.write"),
    Section(_("Terms and consent"), _("What members agree to, with every earlier version."),
            "backoffice:club_texts", "file-text", "settings.write"),
    Section(_("Quiet hours"), _("When no thanks and no news are sent."),
            "backoffice:quiet", "moon", "settings.write"),
    Section(_("API keys"), _("Keys for shop software and for people's own programs."),
            "backoffice:api_keys", "key-round", "keys.manage"),
    Section(_("Webhooks"), _("Addresses that are told what happens in the club."),
            "backoffice:webhooks", "webhook", "keys.manage"),
)  # fmt: skip


class BusinessForm(PageForm):
    """What the club says of itself."""

    name = TextField(label=_("Name of the business"), max_length=120)
    contact_phone = TextField(label=_("Telephone"), max_length=30, required=False)
    contact_email = TextField(label=_("E-mail"), max_length=254, required=False)
    business_address = TextField(label=_("Address"), max_length=300, required=False)
    business_postcode = TextField(label=_("Postal code"), max_length=20, required=False)
    economic_code = TextField(
        label=_("Economic code"), max_length=30, required=False,
        help_text=_("11 digits of a firm, or 14 of a person; needed for tax invoices."),
    )  # fmt: skip
    business_id = TextField(
        label=_("National id"), max_length=30, required=False,
        help_text=_("11 digits of a firm, or 10 of its owner."),
    )  # fmt: skip


class VatForm(PageForm):
    """A VAT rate from a day on."""

    rate = PercentField(label=_("VAT rate (per cent)"))
    starts_on = DayField(label=_("From day"))


class DisplayForm(PageForm):
    """How values are written from a day on."""

    starts_on = DayField(label=_("From day"))
    unit = forms.ChoiceField(label=_("Unit of money"), choices=list(UNITS.items()))
    calendar = forms.ChoiceField(label=_("Calendar"), choices=list(CALENDARS.items()))
    digits = forms.ChoiceField(label=_("Digits"), choices=list(DIGITS.items()))


class TakeBackForm(PageForm):
    """Which coming change is taken back."""

    starts_on = DayField()


class TextForm(PageForm):
    """A text of the club in both languages."""

    text_fa = forms.CharField(
        label=_("Text in Persian"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 12})
    )
    text_en = forms.CharField(
        label=_("Text in English"), max_length=20_000, required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr"}),
    )  # fmt: skip


class ThanksForm(PageForm):
    """The SMS after a purchase; empty, none is sent."""

    text_fa = forms.CharField(
        label=_("Text of the SMS"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Sent 15 seconds after each purchase to members who agree to messages, in quiet hours"
            " when they are over; a link that stops messages stands at its end. Leave it empty"
            " to send none. Filled in when it is sent: {name}, {earned}, {balance}, {club}."
        ),
    )  # fmt: skip


@staff_page("settings.write")
@require_GET
def hub(request: StaffRequest) -> HttpResponse:
    """Show the way to every setting that the person may change."""
    rights = request.principal.rights
    sections = [(one, reverse(one.page)) for one in SECTIONS if one.right in rights]
    return render(request, "backoffice/settings/hub.html", {"sections": sections})


@staff_page("settings.write")
def business(request: StaffRequest) -> HttpResponse:
    """Change what the club says of itself."""
    now = _shown(request)
    kept = {name: getattr(now.business, name) for name in BusinessForm.base_fields}
    form = BusinessForm(request.POST or None, initial=kept)

    def act() -> None:
        change_club.change_business(
            principal=request.principal, at=sources.now(), business=Business(**form.cleaned_data)
        )

    done = did(
        request, form, act, said=gettext("Saved."), to=reverse("backoffice:business"),
        fields={
            "empty_name": "name", "unfit_phone": "contact_phone", "unfit_email": "contact_email",
            "invalid_postal_code": "business_postcode", "invalid_economic_code": "economic_code",
            "invalid_legal_id": "business_id", "invalid_national_id": "business_id",
        },
    )  # fmt: skip
    return done or _business_page(request, now, form)


@staff_page("settings.write")
@require_POST
def vat(request: StaffRequest) -> HttpResponse:
    """Set the VAT rate from a day on."""
    form = VatForm(request.POST)

    def act() -> None:
        wanted = VatFrom(form.cleaned_data["starts_on"], form.cleaned_data["rate"])
        change_club.set_vat_rate(principal=request.principal, at=sources.now(), vat=wanted)

    done = did(
        request, form, act, said=gettext("The VAT rate is set."),
        to=reverse("backoffice:business"),
        fields={"setting_in_past": "starts_on", "vat_out_of_bounds": "rate"},
    )  # fmt: skip
    return done or _business_page(request, _shown(request), None, form)


@staff_page("settings.write")
def display(request: StaffRequest) -> HttpResponse:
    """Show how values are written and change it from a day on."""
    now = _shown(request)
    initial = {
        "starts_on": now.today, "unit": now.display.unit, "calendar": now.display.calendar,
        "digits": now.display.digits,
    }  # fmt: skip
    form = DisplayForm(request.POST or None, initial=initial)

    def act() -> None:
        change_club.set_display(
            principal=request.principal, at=sources.now(),
            display=DisplayFrom(**form.cleaned_data),
        )  # fmt: skip

    done = did(
        request, form, act, said=gettext("Saved."), to=reverse("backoffice:display"),
        fields={"setting_in_past": "starts_on"},
    )  # fmt: skip
    return done or _display_page(request, now, form)


@staff_page("settings.write")
@require_POST
def take_back_display(request: StaffRequest) -> HttpResponse:
    """Take back a change that has not come yet."""
    form = TakeBackForm(request.POST)

    def act() -> None:
        change_club.take_back_display(
            principal=request.principal, at=sources.now(),
            starts_on=form.cleaned_data["starts_on"],
        )  # fmt: skip

    done = did(
        request, form, act, said=gettext("The change is taken back."),
        to=reverse("backoffice:display"),
    )  # fmt: skip
    return done or _display_page(request, _shown(request), form=form)


@staff_page("settings.write")
@require_GET
def texts(request: StaffRequest) -> HttpResponse:
    """Show the texts of the club with the number of the version in force."""
    found = [
        (
            title,
            reverse("backoffice:club_text", args=[kind]),
            next(iter(_versions(request, kind)), None),
        )
        for kind, title in TEXTS.items()
    ]
    return render(request, "backoffice/settings/texts.html", {"texts": found})


@staff_page("settings.write")
def text(request: StaffRequest, kind: str) -> HttpResponse:
    """Show a text with its versions, and publish another one."""
    wanted = next((one for one in TEXTS if one == kind), None)
    if wanted is None:
        raise Http404
    versions = _versions(request, wanted)
    newest = versions[0] if versions else None
    initial = {"text_fa": newest.text_fa, "text_en": newest.text_en} if newest else {}
    kind_of_form = ThanksForm if wanted == "thanks" else TextForm
    form = kind_of_form(request.POST or None, initial=initial)

    def act() -> None:
        change_club.publish_text(
            principal=request.principal, at=sources.now(), kind=wanted,
            text_fa=form.cleaned_data["text_fa"], text_en=form.cleaned_data.get("text_en", ""),
        )  # fmt: skip

    to = reverse("backoffice:club_text", args=[kind])
    said = gettext("The text is published.")
    done = did(
        request,
        form,
        act,
        said=said,
        to=to,
        fields={"unfit_text": "text_fa", "unfit_thanks": "text_fa"},
    )
    told = {"form": form, "versions": versions, "title": TEXTS[wanted]}
    return done or render(request, "backoffice/settings/text.html", told)


def _versions(request: StaffRequest, kind: TextKind) -> tuple[Any, ...]:
    return change_club.list_texts(principal=request.principal, kind=kind)


def _shown(request: StaffRequest) -> ClubSettings:
    return change_club.show_settings(principal=request.principal, at=sources.now())


def _business_page(
    request: StaffRequest,
    now: ClubSettings,
    form: PageForm | None,
    vat_form: PageForm | None = None,
) -> HttpResponse:
    kept = {name: getattr(now.business, name) for name in BusinessForm.base_fields}
    told = {
        "settings": now,
        "form": form or BusinessForm(initial=kept),
        "vat_form": vat_form
        or VatForm(initial={"starts_on": now.today, "rate": now.vat_basis_points}),
        "vat_rates": [(one, one.starts_on > now.today) for one in reversed(now.vat_rates)],
        "beginning": date(1970, 1, 1),
    }
    return render(request, "backoffice/settings/business.html", told)


def _display_page(
    request: StaffRequest, now: ClubSettings, form: PageForm | None = None
) -> HttpResponse:
    lines = [
        {
            "display": one,
            "unit": UNITS[one.unit],
            "calendar": CALENDARS[one.calendar],
            "digits": DIGITS[one.digits],
            "is_now": one == now.display,
            "is_coming": one.starts_on > now.today,
            "key": one.starts_on.isoformat(),
        }
        for one in reversed(now.displays)
    ]
    shown = form if isinstance(form, DisplayForm) else None
    told = {
        "form": shown or DisplayForm(initial={"starts_on": now.today}),
        "refused": form if form is not shown else None,
        "lines": lines,
        "example": formats.money(1_250_000_000),
        "save_to": reverse("backoffice:display"),
        "take_back_to": reverse("backoffice:take_back_display"),
    }
    return render(request, "backoffice/settings/display.html", told)
