"""Quiet hours: when the club sends nothing that nobody asked for, from a day on."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vafa.domain.clubs.quiet import DAY, QuietFrom
from vafa.interfaces.backoffice.acting import did
from vafa.interfaces.backoffice.settings import TakeBackForm
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.forms import DayField, PageForm
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import change_club
from vafa.journeys.change_club import ClubSettings

_STEP: Final = 30
_FIELDS: Final = {"setting_in_past": "starts_on", "unfit_quiet_hours": "until_minute"}


class QuietForm(PageForm):
    """From when to when the club is quiet, from a day on; the same time twice is never."""

    starts_on = DayField(label=_("From day"))
    from_minute = forms.TypedChoiceField(label=_("From the hour"), coerce=int)
    until_minute = forms.TypedChoiceField(
        label=_("Until the hour"), coerce=int,
        help_text=_("The same hour twice: messages go out at any hour."),
    )  # fmt: skip

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        kept = {int(self.get_initial_for_field(self.fields[name], name) or 0) for name in _HOURS}
        minutes = sorted({*range(0, DAY, _STEP), *kept})
        for name in _HOURS:
            self.fields[name].choices = [(one, formats.clock_time(one)) for one in minutes]  # type: ignore[attr-defined]  # framework


_HOURS: Final = ("from_minute", "until_minute")


@staff_page("settings.write")
def quiet(request: StaffRequest) -> HttpResponse:
    """Show when the club is quiet and change it from a day on."""
    now = _shown(request)
    initial = {
        "starts_on": now.today, "from_minute": now.quiet.from_minute,
        "until_minute": now.quiet.until_minute,
    }  # fmt: skip
    form = QuietForm(request.POST or None, initial=initial)

    def act() -> None:
        change_club.set_quiet_hours(
            principal=request.principal, at=sources.now(), quiet=QuietFrom(**form.cleaned_data)
        )

    here = reverse("backoffice:quiet")
    done = did(request, form, act, said=gettext("Saved."), to=here, fields=_FIELDS)
    return done or _page(request, now, form)


@staff_page("settings.write")
@require_POST
def take_back_quiet(request: StaffRequest) -> HttpResponse:
    """Take back a change that has not come yet."""
    form = TakeBackForm(request.POST)

    def act() -> None:
        change_club.take_back_quiet_hours(
            principal=request.principal, at=sources.now(),
            starts_on=form.cleaned_data["starts_on"],
        )  # fmt: skip

    done = did(
        request, form, act, said=gettext("The change is taken back."),
        to=reverse("backoffice:quiet"),
    )  # fmt: skip
    return done or _page(request, _shown(request), QuietForm(), refused=form)


def _shown(request: StaffRequest) -> ClubSettings:
    return change_club.show_settings(principal=request.principal, at=sources.now())


def _page(
    request: StaffRequest, now: ClubSettings, form: QuietForm, refused: PageForm | None = None
) -> HttpResponse:
    every = reversed(now.quiet_hours or (now.quiet,))
    lines = [
        {
            "starts_on": one.starts_on if now.quiet_hours else None,
            "said": _said(one),
            "is_now": one == now.quiet,
            "is_coming": one.starts_on > now.today,
            "key": one.starts_on.isoformat(),
        }
        for one in every
    ]
    told = {
        "form": form, "refused": refused, "lines": lines,
        "save_to": reverse("backoffice:quiet"),
        "take_back_to": reverse("backoffice:take_back_quiet"),
    }  # fmt: skip
    status = 422 if form.errors or refused else 200
    return render(request, "backoffice/settings/quiet.html", told, status=status)


def _said(one: QuietFrom) -> str:
    if one.from_minute == one.until_minute:
        return gettext("No quiet hours")
    told = {
        "first": formats.clock_time(one.from_minute),
        "last": formats.clock_time(one.until_minute),
    }
    return gettext("%(first)s to %(last)s") % told
