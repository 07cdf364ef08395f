"""The pages of people themselves: invitation, new password, one's account, clubs and sessions.

Sign-in, the second factor, its recovery codes and the list of sessions are allauth's, with our
templates; see `account_urls`.
"""

from __future__ import annotations

import time
from typing import Any, Final

from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.people.queries import club_by_code
from vafa.interfaces.web import pages, people, sources, unsent
from vafa.interfaces.web.forms import PageForm
from vafa.journeys import come_in
from vafa.journeys import invite_user as inviting
from vafa.journeys import reset_password as resetting
from vafa.kit.errors import Refused

# However long finding somebody takes, the answer to "I forgot" takes as long for nobody.
FORGOTTEN_SECONDS: Final = 0.25


class ForgottenForm(PageForm):
    """Who forgot the password."""

    login = forms.CharField(
        label=gettext_lazy("E-mail or mobile"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "dir": "ltr"}),
    )


class PasswordForm(PageForm):
    """A password to begin with."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        help_text=gettext_lazy("At least ten characters; a few words are best."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """Send a link for a new password; the answer is the same for everybody."""
    form = ForgottenForm(request.POST or None)
    if not form.is_valid():
        return render(request, "web/account/forgotten.html", {"form": form})
    began = time.monotonic()
    login = form.cleaned_data["login"]
    stopped: HttpResponse | None = ratelimit.consume_or_429(
        request, action="reset_password", key=login.lower()
    )
    if stopped is not None:
        return stopped
    resetting.ask_new_password(
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        forgotten=resetting.Forgotten(login, sources.link_secret(), settings.PUBLIC_ADDRESS),
    )
    time.sleep(max(0.0, FORGOTTEN_SECONDS - (time.monotonic() - began)))
    return render(request, "web/account/forgotten_sent.html")


@never_cache
def new_password(request: HttpRequest, club: str, secret: str) -> HttpResponse:
    """Let the holder of a link choose another password; every session of theirs ends."""
    club_id, vault, at = club_by_code(code=club).club_id, sources.vault(), sources.now()
    resetting.check_reset(club_id=club_id, vault=vault, at=at, secret=secret)
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        try:
            resetting.set_new_password(
                club_id=club_id, vault=vault, at=at, secret=secret,
                password=form.cleaned_data["password"],
            )  # fmt: skip
        except Refused as error:
            form.refuse(error, fields={"password_too_weak": "password"})
        else:
            return render(request, "web/account/password_done.html")
    return render(request, "web/account/new_password.html", {"form": form})


@never_cache
def invitation(request: HttpRequest, club: str, secret: str) -> HttpResponse:
    """Let somebody who was invited set a password, or take the place as who they are."""
    club_id, vault, at = club_by_code(code=club).club_id, sources.vault(), sources.now()
    shown = inviting.show_invite(club_id=club_id, vault=vault, at=at, secret=secret)
    user_id = int(request.user.pk) if request.user.is_authenticated else None
    if user_id is None and shown.is_known:
        return HttpResponseRedirect(f"{reverse('account_login')}?next={request.path}")
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and (user_id is not None or form.is_valid()):
        try:
            inviting.accept_invite(
                club_id=club_id, ids=sources.ids(), vault=vault, at=at, secret=secret,
                password=form.cleaned_data.get("password", "") if user_id is None else "",
                user_id=user_id,
            )  # fmt: skip
        except Refused as error:
            form.refuse(error, fields={"password_too_weak": "password"})
        else:
            request.session.pop("club", None)  # chosen anew, this one among them
            return render(request, "web/account/invited.html", {"invite": shown})
    told = {"form": form, "invite": shown, "rules": password_validators_help_texts()}
    return render(request, "web/account/invitation.html", told)


@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Show somebody their own account: the clubs they work in, and how they sign in."""
    told = {
        "clubs": come_in.clubs_of(user_id=_user_id(request)),
        "chosen": request.session.get("club", ""),
        "has_second_factor": is_mfa_enabled(request.user),
    }
    return render(request, "web/account/account.html", told)


@require_POST
@login_required
def choose_club(request: HttpRequest) -> HttpResponse:
    """Go on in another club in which the person works."""
    asked = request.POST.get("club", "")
    for membership in come_in.clubs_of(user_id=_user_id(request)):
        if str(membership.club_id) == asked:
            people.choose_club(request, membership)
    return redirect("/")


@require_POST
@login_required
def end_session(request: HttpRequest) -> HttpResponse:
    """Sign the person out on one of their devices."""
    number = request.POST.get("session", "")
    if number.isascii() and number.isdigit():
        come_in.end_session(user_id=_user_id(request), session_id=int(number))
    return redirect("usersessions_list")


def too_many(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Answer who tries too often."""
    return pages.problem(
        request,
        429,
        title=_("Too many tries"),
        advice=_(
            "Wait five minutes, then try again. If you forgot the password, ask for a new one."
        ),
    )


def _user_id(request: HttpRequest) -> int:
    assert request.user.pk is not None
    return int(request.user.pk)


@people.staff_page()
@require_GET
def unsent_form(request: people.StaffRequest) -> HttpResponse:
    """Show what somebody of the staff sent after the session had ended, to be sent again."""
    return unsent.shown(request, home="/")
