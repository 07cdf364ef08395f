"""The look of the pages that members see: the club's colour and its logo."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.domain.clubs.looks import ColourTooPale, palette_of
from vafa.interfaces.backoffice.acting import did
from vafa.interfaces.web import sources
from vafa.interfaces.web.forms import PageForm, TextField
from vafa.interfaces.web.pages import TURQUOISE
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.change_look import Look, change_look, show_look
from vafa.kit.pictures import MOST_BYTES


class LookForm(PageForm):
    """The colour and the logo."""

    colour = TextField(
        label=_("Colour"), max_length=7, required=False,
        help_text=_("A code such as #006667; empty: Vafa's turquoise."),
    )  # fmt: skip
    logo = forms.FileField(
        label=_("Logo"), required=False,
        help_text=_("A picture in JPEG, PNG or WebP of at most 5 MB; on receipts and phones too."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip
    is_removed = forms.BooleanField(label=_("Remove the logo"), required=False)

    def picture(self) -> bytes | None:
        """Give what becomes of the logo: another one, none, or None for the same."""
        if self.cleaned_data["is_removed"]:
            return b""
        sent = self.cleaned_data["logo"]
        return None if sent is None else bytes(sent.read(MOST_BYTES + 1))


@staff_page("settings.write")
def look(request: StaffRequest) -> HttpResponse:
    """Show the look and change it."""
    now = show_look(principal=request.principal)
    form = LookForm(request.POST or None, request.FILES or None, initial={"colour": now.colour})
    nearest: list[str] = []

    def act() -> None:
        try:
            change_look(
                principal=request.principal, at=sources.now(), logo=form.picture(),
                colour=form.cleaned_data["colour"],
            )  # fmt: skip
        except ColourTooPale as error:
            nearest.append(str(error.details["nearest"]))
            raise

    done = did(
        request, form, act, said=gettext("Saved."), to=reverse("backoffice:look"),
        fields={
            "unfit_colour": "colour", "colour_too_pale": "colour", "unfit_picture": "logo",
            "picture_too_large": "logo", "picture_is_heic": "logo",
        },
    )  # fmt: skip
    if nearest:
        said = gettext("The nearest one that can be read is %(colour)s.")
        form.add_error("colour", said % {"colour": nearest[0]})
    return done or render(request, "backoffice/settings/look.html", _told(request, now, form))


def _told(request: StaffRequest, now: Look, form: LookForm) -> dict[str, object]:
    shown = palette_of(now.colour or TURQUOISE)
    place = reverse("portal:logo", args=[request.club.code])
    return {
        "form": form,
        "logo": f"{place}?v={request.club.look}" if now.logo else "",
        "samples": [
            (shown.light, shown.light_label, "#f8f6f2"), (shown.dark, shown.dark_label, "#0c1719"),
        ],
        "page": reverse("portal:club", args=[request.club.code]),
    }  # fmt: skip
