"""How Vafa's sign-in differs from allauth's: logins, the words, the sealed second factor."""

from __future__ import annotations

import time
from typing import Any, ClassVar, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as FactorAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from vafa.domain.people.logins import InvalidLogin, normalise_login
from vafa.interfaces.web import people, sources
from vafa.journeys import come_in

JUST_SECONDS: Final = 300
_SEALED_FOR: Final = "mfa_authenticator:data"


class Dressed:
    """Gives a form of allauth's our looks and our words."""

    labels: ClassVar[dict[str, Any]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = ""
            attrs = field.widget.attrs
            attrs.pop("placeholder", None)
            attrs.update({"class": "input", "dir": "ltr"})


class SignInForm(Dressed, LoginForm):
    """Login and password; the login in any script and form that people type."""

    labels: ClassVar[dict[str, Any]] = {"login": _("E-mail or mobile"), "password": _("Password")}

    def clean_login(self) -> str:
        """Give the login as it is stored; what cannot be one is nobody's."""
        typed: str = self.cleaned_data["login"]
        try:
            return normalise_login(typed)
        except InvalidLogin:
            return typed.strip()


class PasswordAgain(Dressed, ReauthenticateForm):
    """The password once more."""

    labels: ClassVar[dict[str, Any]] = {"password": _("Password")}


class PasswordChange(Dressed, ChangePasswordForm):
    """The old password and a new one, twice."""

    labels: ClassVar[dict[str, Any]] = {
        "oldpassword": _("Password now"),
        "password1": _("New password"),
        "password2": _("New password once more"),
    }


class FactorForm(Dressed, AuthenticateForm):
    """The code of the authenticator app, or a recovery code."""

    labels: ClassVar[dict[str, Any]] = {"code": _("Code")}


class FactorAgain(Dressed, FactorAgainForm):
    """A code once more."""

    labels: ClassVar[dict[str, Any]] = {"code": _("Code")}


class FactorOn(Dressed, ActivateTOTPForm):
    """The first code of a new authenticator app."""

    labels: ClassVar[dict[str, Any]] = {"code": _("Code of six digits")}


class Adapter(DefaultAccountAdapter):
    """Nobody signs up: people are invited. Messages stand in the pages themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "This login and password do not belong together. Check both, or ask for a new"
            " password."
        ),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
    }

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Open what the person works with: the till for a cashier, else the back-office."""
        roles = [one.role for one in come_in.clubs_of(user_id=int(request.user.pk or 0))]
        return "/cashier/" if roles[:1] == ["cashier"] else "/"

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse:
        """Begin in the first club in which the person works, and note it there."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        for membership in come_in.clubs_of(user_id=int(user.pk))[:1]:
            people.choose_club(request, membership)
            come_in.note_came_in(
                membership=membership, address=people.address_of(request), at=sources.now()
            )
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        """Count tries by the address that our own pages know."""
        return people.address_of(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask who it is before something important, unless they have just signed in."""
        asked = context.request
        done = get_authentication_records(asked, asked.user)
        just = any(time.time() - one["at"] < JUST_SECONDS for one in done)
        return not just and bool(super().is_reauthentication_required(app=app, **kwargs))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Let nobody in who was not invited."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Show no passing messages."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send no mail: what happened stands in the trail."""


class SecondFactor(DefaultMFAAdapter):
    """Keeps secrets sealed, and asks in our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong or was used. Wait for the next one and type it."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        return sources.vault().seal(value=text, place=_SEALED_FOR).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret from the database."""
        return sources.vault().unseal(sealed=bytes.fromhex(encrypted_text), place=_SEALED_FOR)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Name the account in the person's authenticator."""
        return user.get_username()

    def get_totp_issuer(self) -> str:
        """Name Vafa in the person's authenticator."""
        return "Vafa"
