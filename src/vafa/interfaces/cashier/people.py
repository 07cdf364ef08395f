"""Who stands at the till: tiles and PINs, one's own PIN, and which till a browser belongs to."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, cast

from allauth.core import ratelimit
from django import forms as fields
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from vafa.domain.tills.pins import LONGEST, SHORTEST, NewDevice
from vafa.interfaces.cashier.sale import branches_of
from vafa.interfaces.web import at_till, formats, forms, sources
from vafa.interfaces.web.browsers import browser_of
from vafa.interfaces.web.errors import title_of
from vafa.interfaces.web.people import (
    Guard,
    StaffRequest,
    address_of,
    choose_club,
    staff_page,
)
from vafa.journeys import manage_tills, use_till
from vafa.journeys.use_till import TillHere
from vafa.kit.errors import VafaError

_PIN_LOOK = {
    "dir": "ltr", "inputmode": "numeric", "autocomplete": "off", "maxlength": str(LONGEST),
    "class": "h-14 w-full text-center text-2xl",
}  # fmt: skip


class TillRequest(HttpRequest):
    """A request of a browser that stands at a till, whoever may be there."""

    till: TillHere


class PinForm(forms.PageForm):
    """The PIN of the person whose tile was chosen."""

    pin = fields.CharField(
        label=gettext_lazy("PIN"),
        max_length=40,
        widget=fields.PasswordInput(attrs={**_PIN_LOOK, "autofocus": True}),
    )


class OwnPinForm(forms.PageForm):
    """A new PIN; the password says that it is that person who wants it."""

    password = fields.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        max_length=200,
        widget=fields.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
    )
    pin = fields.CharField(
        label=gettext_lazy("New PIN"),
        help_text=gettext_lazy("Four to six digits that others do not guess."),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=fields.PasswordInput(attrs=_PIN_LOOK),
    )
    again = fields.CharField(
        label=gettext_lazy("New PIN once more"),
        max_length=LONGEST,
        widget=fields.PasswordInput(attrs=_PIN_LOOK),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse two PINs that differ."""
        told: dict[str, Any] = super().clean() or {}
        if "pin" in told and told.get("again") not in {None, told["pin"]}:
            self.add_error("again", _("The two PINs differ. Type the same one twice."))
        return told


class NewTillForm(forms.PageForm):
    """A till to add."""

    code = fields.SlugField(
        label=gettext_lazy("Code of the till"),
        help_text=gettext_lazy("Short, in Latin letters or digits, such as till-1."),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )


def till_page(
    view: Callable[[TillRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Open a page to a browser that stands at a till; others meet sign-in."""

    @functools.wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        here = at_till.till_here(request)
        if here is None:
            return redirect("account_login")
        asked = cast("TillRequest", request)
        asked.till = here
        answer = view(asked)
        answer.setdefault("Cache-Control", "private, no-store")
        return answer

    guarded.vafa_guard = Guard("till")  # type: ignore[attr-defined]  # framework
    return guarded


@till_page
def switch(request: TillRequest) -> HttpResponse:
    """Show who works here as tiles, then ask the chosen one for the PIN."""
    here = request.till
    people = use_till.colleagues(here=here)
    chosen = next((one for one in people if str(one.staff_id) == request.GET.get("who")), None)
    form = PinForm(request.POST if request.method == "POST" and chosen else None)
    if chosen is not None and form.is_valid():
        done = use_till.switch_at_till(
            here=here, vault=sources.vault(), at=sources.now(), staff_id=chosen.staff_id,
            pin=form.cleaned_data["pin"], address=address_of(request),
        )  # fmt: skip
        if done is not None:
            at_till.go_on(request, here, user_id=done.user_id)
            choose_club(request, done.membership)
            request.session["idle"] = here.lock_minutes * 60
            return redirect("cashier:sale")
        form.add_error(
            "pin", _("This PIN does not open the till. After five tries only the password does.")
        )
    told = {
        "people": people, "chosen": chosen, "form": form, "till": here.device.till,
        "club_name": here.club.name,
    }  # fmt: skip
    return render(request, "cashier/switch.html", told, status=422 if form.errors else 200)


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """End whoever's session stands here: the till asks who comes next."""
    logout(request)
    return HttpResponseRedirect(at_till.entrance(request))


@staff_page("sales.write")
def own_pin(request: StaffRequest) -> HttpResponse:
    """Let somebody who came with the password choose a PIN."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?next={request.path}")
    form = OwnPinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        stopped: HttpResponse | None = ratelimit.consume_or_429(
            request, action="reauthenticate", user=request.user
        )
        if stopped is not None:
            return stopped
        if not request.user.check_password(form.cleaned_data["password"]):
            form.add_error("password", _("This is not your password."))
        else:
            try:
                use_till.choose_pin(
                    principal=request.principal, vault=sources.vault(), at=sources.now(),
                    pin=form.cleaned_data["pin"],
                )  # fmt: skip
            except VafaError as error:
                form.refuse(error, fields={"pin_unfit": "pin"})
            else:
                messages.success(request, _("Your PIN is set. It opens every till of the club."))
                return redirect("cashier:device")
    told = {"form": form, "has_pin": use_till.has_pin(principal=request.principal)}
    return render(request, "cashier/own_pin.html", told, status=422 if form.errors else 200)


@staff_page("sales.write")
def device(request: StaffRequest) -> HttpResponse:
    """Show at which till this browser stands, and let it stand at one."""
    return _device_page(request, NewTillForm())


@staff_page("sales.write")
@require_POST
def put_at_till(request: StaffRequest) -> HttpResponse:
    """Put this browser at the till that was chosen."""
    secret = sources.link_secret()
    try:
        use_till.put_at_till(
            principal=request.principal, ids=sources.ids(), at=sources.now(),
            device=NewDevice(
                request.POST.get("till", ""), secret,
                browser_of(request.headers.get("User-Agent", "")),
            ),
        )  # fmt: skip
    except VafaError as error:
        messages.error(request, title_of(error, formats.language()))
        return redirect("cashier:device")
    answer = redirect("cashier:device")
    at_till.stay(answer, club=request.club.code, secret=secret)
    messages.success(request, _("This device stands at the till now."))
    return answer


@staff_page("settings.write")
@require_POST
def add_till(request: StaffRequest) -> HttpResponse:
    """Add a till to a branch."""
    form = NewTillForm(request.POST)
    if form.is_valid():
        try:
            manage_tills.open_till(
                principal=request.principal, at=sources.now(), code=form.cleaned_data["code"],
                branch=request.POST.get("branch", ""),
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error, fields={"till_exists": "code"})
        else:
            return redirect("cashier:device")
    return _device_page(request, form)


@staff_page("settings.write")
@require_POST
def take_from_till(request: StaffRequest, device_id: int) -> HttpResponse:
    """Take a browser away from its till."""
    use_till.take_from_till(principal=request.principal, at=sources.now(), device_id=device_id)
    messages.success(request, _("The device no longer stands at the till."))
    return redirect("cashier:device")


def _device_page(request: StaffRequest, form: NewTillForm) -> HttpResponse:
    mine = branches_of(request)
    tills = [
        (one, mine.get(one.branch, ""))
        for one in manage_tills.list_tills(principal=request.principal)
        if one.closed_at is None and (not one.branch or one.branch in mine)
    ]
    may_set = "settings.write" in request.principal.rights
    told = {
        "here": at_till.till_here(request),
        "tills": tills,
        "branches": mine,
        "form": form,
        "may_set": may_set,
        "devices": use_till.list_devices(principal=request.principal) if may_set else (),
        "has_pin": use_till.has_pin(principal=request.principal),
    }
    return render(request, "cashier/device.html", told, status=422 if form.errors else 200)
