"""Addresses of sign-in and of one's own account; the names are those that allauth looks up."""

from allauth.account import views as accounts
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as authenticator
from allauth.usersessions import views as sessions
from django.urls import URLPattern, URLResolver, path

from vafa.interfaces.web import account

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", accounts.login, name="account_login"),
    path("sign-in/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("sign-in/closed/", accounts.account_inactive, name="account_inactive"),
    path("sign-in/forgotten/", account.forgotten, name="account_reset_password"),
    path("sign-out/", accounts.logout, name="account_logout"),
    path("unsent/", account.unsent_form, name="unsent"),
    path("new-password/<slug:club>/<str:secret>/", account.new_password, name="new_password"),
    path("invitation/<slug:club>/<str:secret>/", account.invitation, name="invitation"),
    path("account/", account.account, name="account"),
    path("account/club/", account.choose_club, name="choose_club"),
    path("account/again/", accounts.reauthenticate, name="account_reauthenticate"),
    path("account/again/code/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/password/", accounts.password_change, name="account_change_password"),
    path("account/second-factor/", second_factor.index, name="mfa_index"),
    path("account/second-factor/app/", authenticator.activate_totp, name="mfa_activate_totp"),
    path(
        "account/second-factor/app/remove/",
        authenticator.deactivate_totp,
        name="mfa_deactivate_totp",
    ),
    path(
        "account/second-factor/codes/",
        recovery.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/second-factor/codes/new/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("account/sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("account/sessions/end/", account.end_session, name="end_session"),
]
